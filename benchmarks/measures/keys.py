"""From an arrow key to the cursor on another row; quietly, and with a log being written beside."""

import random
from collections.abc import Iterator

from benchmarks.bench import Bench, NothingShownError
from benchmarks.engine.image import SPEW
from benchmarks.figures import Figure, milliseconds, percentile
from benchmarks.pty.program import Program
from benchmarks.view import View

_ROWS = 10
_WRITER = "ct-z"
_HELD = 6


def keys(bench: Bench) -> Iterator[Figure]:
    """Down, down, up, up, at uneven times."""
    bench.containers.exactly(bench.few(_ROWS))
    for rate in bench.scale.beside:
        if not bench.time_for(bench.scale.presses * 0.5 + 10):
            return
        if rate:
            bench.containers.make(_WRITER, (SPEW, "rate", str(rate)))
        beside = f", {rate:,} lines/s beside" if rate else ""
        for app in bench.apps:
            try:
                with bench.shown(app) as (program, view):
                    view.step("down")
                    view.step("down")
                    cpu, took = program.cpu(), _presses(program, view, bench.scale.presses)
                    spent = (program.cpu() - cpu) / bench.scale.presses
                    held = None if rate else _held(program, view)
                    program.quit(app.profile.quit)
            except NothingShownError as error:
                yield Figure("keys", f"p50{beside}", app.name, None, note=str(error))
                continue
            for share in (50, 95):
                value = milliseconds(percentile(took, share))
                yield Figure("keys", f"p{share}{beside}", app.name, value)
            missed = bench.scale.presses - len(took)
            yield Figure("keys", f"missed{beside}", app.name, missed, "")
            if not rate:
                yield Figure("keys", "CPU a key", app.name, milliseconds(spent))
                yield Figure("keys", "lag of a held key", app.name, milliseconds(held))
        bench.containers.remove(_WRITER)


def _presses(program: Program, view: View, count: int) -> list[float]:
    took = []
    for number in range(count):
        delay = view.step("down" if number // 2 % 2 == 0 else "up")
        if delay is not None:
            took.append(delay)
        program.run(random.uniform(0.05, 0.15))
    return took


def _held(program: Program, view: View) -> float | None:
    """From the last of a few presses at 30 a second to the cursor where they lead."""
    for _ in range(_ROWS + 2):
        program.key("up")
        program.run(1 / 30)
    program.settle(0.25, 3.0)
    rows = view.rows()
    order = sorted(rows, key=lambda each: rows[each].y)
    if view.selected() not in order[:-_HELD]:
        return None
    target = order[order.index(view.selected() or "") + _HELD]
    pressed = 0.0
    for _ in range(_HELD):
        program.run(1 / 30)
        pressed = program.key("down")
    there = program.wait(lambda: view.selected() == target, 3.0)
    return None if there is None else max(0.0, there - pressed)
