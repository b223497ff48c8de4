"""Is the harness itself right? It measures a program whose delays are known."""

import re
import time
from collections.abc import Iterator
from typing import NamedTuple

from benchmarks.engine.image import spew
from benchmarks.figures import percentile
from benchmarks.pty.program import SIZE, Program
from benchmarks.pty.screen import Screen

_STAMP = re.compile(r"T(\d+\.\d+) n=(\d+)")
_TYPICAL, _WORST = 0.005, 0.06
# A start has a fork, a control group and an exec in it: some 5 ms on a quiet machine.
_START_TYPICAL = 0.02


class Check(NamedTuple):
    """How wrong the harness was about something it should know, in seconds."""

    what: str
    errors: tuple[float, ...]
    typical: float = _TYPICAL

    @property
    def good(self) -> bool:
        return (percentile(self.errors, 50) or 0) <= self.typical and max(self.errors) <= _WORST

    @property
    def sentence(self) -> str:
        typical, worst = (percentile(self.errors, 50) or 0) * 1e3, max(self.errors) * 1e3
        word = "ok  " if self.good else "FAIL"
        return f"{word} {self.what}: wrong by {typical:.2f} ms, at most {worst:.2f} ms"


def checks(runs: int = 6, presses: int = 4) -> Iterator[Check]:
    """Arrivals, starts and keys, for delays of 0, 50 and 200 ms."""
    for delay in (0.0, 0.05, 0.2):
        arrivals, starts, keys = [], [], []
        for _ in range(runs):
            with Program([str(spew()), "delay", str(delay * 1e3)], {}, SIZE) as program:
                painted = program.wait(lambda: _painted(program) == 0, 5.0)
                if painted is None:
                    raise AssertionError("the program with known delays paints nothing")
                arrivals.append(abs(painted - _written(program)))
                starts.append(abs(painted - program.started - delay))
                for number in range(1, presses + 1):
                    pressed = program.key("x")
                    answered = program.wait(lambda: _painted(program) == number, 3.0)  # noqa: B023
                    keys.append(abs((answered or 0.0) - pressed - delay))
                program.quit(("q",))
        words = f"after {delay * 1e3:.0f} ms"
        yield Check(f"arrival of what is painted {words}", tuple(arrivals))
        yield Check(f"start to paint {words}", tuple(starts), _START_TYPICAL)
        yield Check(f"key to paint {words}", tuple(keys))


def frame_cost() -> float:
    """Seconds to take in and read one frame in which each second cell has another colour."""
    words = "".join(
        f"\x1b[38;5;{number % 255};48;5;17mab" for number in range(SIZE[0] * SIZE[1] // 2)
    )
    screen = Screen(*SIZE)
    start = time.perf_counter()
    for _ in range(10):
        screen.feed(f"\x1b[H{words}".encode())
        for y in range(SIZE[1]):
            screen.line(y)
    return (time.perf_counter() - start) / 10


def selftest() -> int:
    """Prints what is right and what is wrong; 1 if anything is."""
    found = list(checks())
    for check in found:
        print(check.sentence)
    print(
        f"     a frame full of colours costs {frame_cost() * 1e3:.1f} ms, after its time is taken"
    )
    return int(not all(check.good for check in found))


def _painted(program: Program) -> int | None:
    match = _STAMP.search(program.screen.text)
    return int(match[2]) if match else None


def _written(program: Program) -> float:
    match = _STAMP.search(program.screen.text)
    return float(match[1]) if match else 0.0
