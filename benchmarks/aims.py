"""What the figures are meant to be, against lazydocker or in units of their own."""

import re
from dataclasses import dataclass

from benchmarks.figures import Figure


@dataclass(frozen=True, slots=True)
class Aim:
    """A bound for a metric of a part: a ratio, or an absolute figure in its own unit."""

    part: str
    metric: str
    ratio: float | None = None
    most: float | None = None
    least: float | None = None


AIMS = (
    Aim("start", r"first container, 10 ", ratio=5.0),
    Aim("start", r"first container, 300 ", ratio=1.0),
    Aim("events", r"p50", ratio=0.6),
    Aim("events", r"p95", ratio=0.3),
    Aim("idle", r"CPU of both, 100 ", ratio=0.25),
    Aim("idle", r"CPU of both, 300 ", ratio=0.15),
    Aim("idle", r"to the terminal", ratio=0.5),
    Aim("idle", r"memory \(rss\), 100 ", ratio=1.3),
    Aim("idle", r"memory \(rss\), 300 ", ratio=0.8),
    Aim("logs", r"last line", most=150),
    Aim("logs", r"memory", most=10),
    Aim("follow", r"CPU, 20,000/s", most=15),
    Aim("follow", r"age of the newest line p95, 20,000/s", most=150),
    Aim("follow", r"key p95, 20,000/s", most=50),
    Aim("follow", r"quit", most=350),
    Aim("keys", r"p95", ratio=2.5),
    Aim("resize", r"settled, p95", most=60),
    Aim("idle", r"quit", most=350),
    Aim("shell", r"key p50", most=8),
    Aim("shell", r"output", least=30),
    Aim("shell", r"key beside output", most=50),
    Aim("away", r"hung: named", most=3_000),
    Aim("away", r"cut: named", most=1_000),
    Aim("away", r"key p95", most=50),
    Aim("away", r"back", most=1_500),
    Aim("away", r"quit", most=350),
)


def judged(ours: Figure | None, theirs: Figure | None) -> str:
    """The bound, and whether it is kept; nothing where there is none."""
    aim = ours and next(
        (each for each in AIMS if each.part == ours.part and re.match(each.metric, ours.metric)),
        None,
    )
    if not ours or not aim:
        return ""
    value, bound, sign = ours.value, aim.most or aim.least or 0.0, ">=" if aim.least else "<="
    words = f"{sign} {bound:,g}"
    if aim.ratio is not None:
        if theirs is None or not theirs.value:
            return ""
        bound, words = aim.ratio * theirs.value, f"<= x{aim.ratio:g}"
    kept = value is not None and (value >= bound if aim.least else value <= bound)
    return words if kept else f"{words} missed"
