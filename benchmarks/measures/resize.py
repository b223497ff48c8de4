"""From a new size of the terminal to a screen painted for it; whether the smallest is survived."""

import time
from collections import defaultdict
from collections.abc import Iterator

from benchmarks.bench import App, Bench, NothingShownError
from benchmarks.figures import Figure, milliseconds, percentile
from benchmarks.pty.program import SIZE, Program
from benchmarks.view import View

_SMALL = (80, 24)
_TINY = (20, 5)
_PAINTED = 0.2
_QUIET = 0.15


def resize(bench: Bench) -> Iterator[Figure]:
    """All cells are wiped first: painted is what shows a container and leaves few of them so."""
    bench.containers.exactly(bench.few(10))
    for app in bench.apps:
        if not bench.time_for(bench.scale.resizes * 2 + 10):
            return
        try:
            yield from _resized(bench, app)
        except NothingShownError as error:
            yield Figure("resize", "settled, p50", app.name, None, note=str(error))


def _resized(bench: Bench, app: App) -> Iterator[Figure]:
    took: dict[str, list[float]] = defaultdict(list)
    with bench.shown(app) as (program, view):
        for _ in range(bench.scale.resizes):
            for name, size in (("smaller", _SMALL), ("larger", SIZE)):
                pressed = program.resize(*size)
                painted = program.wait(lambda: _painted(program, view), 4.0)
                if painted is not None:
                    took[name].append(painted - pressed)
                    took["settled"].append(_last(program) - pressed)
                program.run(0.3)
        for metric, share in (("smaller", 50), ("larger", 50), ("settled", 50), ("settled", 95)):
            value = milliseconds(percentile(took[metric], share))
            yield Figure("resize", f"{metric}, p{share}", app.name, value)
        program.resize(*_TINY, wipe=False)
        program.run(bench.pause(0.7))
        alive = program.alive
        resized = program.resize(*SIZE)
        back = program.wait(lambda: _painted(program, view), 4.0) if alive else None
        note = "" if back is not None else "gone" if not alive else "no list"
        value = None if back is None else milliseconds(back - resized)
        yield Figure("resize", "back from 20x5", app.name, value, note=note)
        program.quit(app.profile.quit)


def _painted(program: Program, view: View) -> bool:
    return program.screen.unpainted < _PAINTED and view.shows()


def _last(program: Program) -> float:
    """When the burst of output ended that is under way."""
    while time.monotonic() - program.last < _QUIET and not program.ended:
        program.run(0.02)
    return program.last
