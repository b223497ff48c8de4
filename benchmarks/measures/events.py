"""From the engine's own time of an event to the changed row on the screen."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import NamedTuple

from benchmarks.bench import App, Bench, NothingShownError
from benchmarks.figures import Figure, milliseconds, percentile
from benchmarks.pty.program import Program
from benchmarks.view import View

_FALLS_SILENT = ("sh", "-c", 'trap "exit 0" TERM; sleep 1000000 & wait')
_MANY = 20
_STABLE = 0.06
_APPEARS = 1.0
_WITHIN = 6.0


class _Step(NamedTuple):
    action: str
    act: Callable[[], object]
    seen: Callable[[], object]


def events(bench: Bench) -> Iterator[Figure]:
    """Containers are made, started, ended and removed; with many of them the last row of a list is
    out of view, so only starting and ending count."""
    for count in bench.scale.events:
        if not bench.time_for(count * 0.3 + bench.scale.event_rounds * 5):
            return
        bench.containers.exactly(count)
        for app in bench.apps:
            try:
                took, missed = _rounds(bench, app, count)
            except NothingShownError as error:
                yield Figure("events", f"p50, {count} containers", app.name, None, note=str(error))
                continue
            for share in (50, 95):
                value = milliseconds(percentile(took, share))
                note = "" if value is not None else f"not within {_WITHIN:g} s"
                metric = f"p{share}, {count} containers"
                yield Figure("events", metric, app.name, value, note=note)
            yield Figure("events", f"missed, {count} containers", app.name, missed, "")


def _rounds(bench: Bench, app: App, count: int) -> tuple[list[float], int]:
    took: list[float] = []
    missed = 0
    with bench.shown(app) as (program, view):
        for turn in range(bench.scale.event_rounds):
            name = f"ct-a{turn:03d}"
            for step in _life(
                bench, program, view, name, gently=bool(turn % 2), whole=count < _MANY
            ):
                delay = _timed(bench, program, name, step)
                if delay is None:
                    missed += 1
                else:
                    took.append(delay)
                program.run(random.uniform(0.1, 0.5))
            bench.containers.remove(name)
            program.settle(0.2, 2.0)
        program.quit(app.profile.quit)
    return took, missed


def _life(
    bench: Bench, program: Program, view: View, name: str, *, gently: bool, whole: bool
) -> Iterator[_Step]:
    """Each step is made when the one before it is done: what it waits for is a change."""
    containers = bench.containers
    if whole:
        make = lambda: containers.make(name, _FALLS_SILENT, start=False)  # noqa: E731
        yield _Step("create", make, lambda: view.shows(name))
    else:
        containers.make(name, _FALLS_SILENT, start=False)
        program.wait(lambda: view.shows(name), _APPEARS)  # where it is in view at all
        program.settle(0.2, 2.0)
    before = view.state(name)
    yield _Step(
        "start",
        lambda: containers.api.start(name),
        lambda: view.state(name) not in (None, before, "?"),
    )
    running = view.state(name)
    end = containers.api.stop if gently else containers.api.kill
    yield _Step("die", lambda: end(name), lambda: view.state(name) != running)
    if whole and view.shows(name):
        remove = containers.api.remove_container
        yield _Step("destroy", lambda: remove(name), lambda: not view.shows(name))


def _timed(bench: Bench, program: Program, name: str, step: _Step) -> float | None:
    """Acts beside, watches the screen, and asks the engine when it was."""
    since = time.time_ns()

    def act() -> None:
        with suppress(Exception):
            step.act()

    acting = threading.Thread(target=act)
    acting.start()
    seen = program.wait(step.seen, _WITHIN, _STABLE)
    acting.join()
    happened = bench.containers.happened(step.action, name, since, 2.0)
    return None if seen is None or happened is None else max(0.0, seen - happened)
