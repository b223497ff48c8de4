"""An engine that hangs, and one that is cut off: named, keys meanwhile, and back again."""

import re
import time
from collections.abc import Iterator

from benchmarks.bench import App, Bench, NothingShownError
from benchmarks.engine.detour import Detour, State
from benchmarks.figures import Figure, milliseconds, percentile
from benchmarks.places import ENGINE
from benchmarks.pty.program import Program
from benchmarks.view import View

_ROWS = 6
_NEW = "ct-a"
_WORDS: dict[State, str] = {"hold": "hung", "cut": "cut"}


def away(bench: Bench) -> Iterator[Figure]:
    """The programs reach the engine by a way of ours. What is new when it opens again was made
    while it was shut."""
    bench.containers.exactly(bench.few(_ROWS))
    for state in _WORDS:
        for app in bench.apps:
            if not bench.time_for(bench.scale.named_within * 3 + 15):
                return
            with Detour(ENGINE / "detour.sock", bench.daemon.socket) as detour:
                detour.set("open")
                try:
                    yield from _away(bench, app, detour, state)
                except NothingShownError as error:
                    metric = f"{_WORDS[state]}: named"
                    yield Figure("away", metric, app.name, None, note=str(error))
            bench.containers.remove(_NEW)


def _away(bench: Bench, app: App, detour: Detour, state: State) -> Iterator[Figure]:
    word, within = _WORDS[state], bench.scale.named_within

    def figure(metric: str, since: float | None, limit: float = 0.0) -> Figure:
        note = f"not within {limit:g} s" if since is None and limit else ""
        return Figure("away", f"{word}: {metric}", app.name, milliseconds(since), note=note)

    with bench.shown(app, detour.host) as (program, view):
        before = program.screen.text
        detour.set(state)
        shut = time.monotonic()
        named = program.wait(lambda: _says(program, app, before), within)
        if named is None:
            bench.keep_screen(program, f"away {word} {app.name}")
        yield figure("named", None if named is None else named - shut, within)
        took = _keys(program, view)
        yield figure("key p95", percentile(took, 95), 2.0)
        kept = len(view.rows())
        yield Figure("away", f"{word}: rows kept of {bench.few(_ROWS)}", app.name, kept, "")
        program.run(max(0.5, within - (time.monotonic() - shut)))
        bench.containers.make(_NEW)
        opened = time.monotonic()
        detour.set("open")
        back = program.wait(lambda: view.shows(_NEW), within * 2)
        yield figure("back", None if back is None else back - opened, within * 2)
        detour.set(state)
        program.run(bench.pause(1.0))
        yield figure("quit", program.quit(app.profile.quit), 3.0)


def _says(program: Program, app: App, before: str) -> bool:
    """Whether something is said of it that was not said before."""
    return any(
        match[0] not in before for match in re.finditer(app.profile.troubled, program.screen.text)
    )


def _keys(program: Program, view: View) -> list[float]:
    took = []
    for number in range(4):
        delay = view.step("down" if number % 2 == 0 else "up")
        if delay is not None:
            took.append(delay)
        program.run(0.2)
    return took
