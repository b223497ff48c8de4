"""What a measurement says, and the few statistics it needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Unit = Literal["ms", "s", "s/min", "%", "MB", "kB/min", "MB/s", "", "lines"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of one program. Without a value, `note` says why."""

    part: str
    metric: str
    app: str
    value: float | None
    unit: Unit = "ms"
    note: str = ""


def percentile(values: Sequence[float], share: float) -> float | None:
    """The value below which so many hundredths of them lie, nearest rank; None for none."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share / 100 * (len(ordered) - 1)))]


def milliseconds(seconds: float | None, digits: int = 1) -> float | None:
    """For figures."""
    return None if seconds is None else round(seconds * 1e3, digits)
