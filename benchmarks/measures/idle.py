"""What it costs to leave a program open: its processor time and the engine's, bytes, memory."""

import time
from collections.abc import Iterator
from statistics import mean

from benchmarks.bench import App, Bench
from benchmarks.figures import Figure, Unit, milliseconds

_WARM = 8.0


def idle(bench: Bench) -> Iterator[Figure]:
    """The engine's own cost without any program is measured before and after, and taken off."""
    window = bench.scale.idle_window
    for count in bench.scale.idle:
        each = _WARM + window + 3
        if not bench.time_for(count * 0.25 + each * len(bench.apps) + window):
            return
        bench.containers.exactly(count)
        time.sleep(bench.pause(1.0))
        rest = [_engine_alone(bench, window / 2)]
        figures = [figure for app in bench.apps for figure in _left_open(bench, app, count)]
        rest.append(_engine_alone(bench, window / 2))
        yield from _without(figures, mean(rest), count)


def _engine_alone(bench: Bench, seconds: float) -> float:
    """Seconds of processor time a minute."""
    before, start = bench.daemon.cpu(), time.monotonic()
    time.sleep(seconds)
    return (bench.daemon.cpu() - before) / (time.monotonic() - start) * 60


def _left_open(bench: Bench, app: App, count: int) -> Iterator[Figure]:
    window = bench.scale.idle_window
    with bench.started(app) as (program, view):
        if program.wait(view.shows, 30.0) is None:
            yield Figure("idle", f"CPU, {count} running", app.name, None, note="no list")
            return
        program.run(min(_WARM, window * 2))
        start, cpu, engine, sent = (
            time.monotonic(),
            program.cpu(),
            bench.daemon.cpu(),
            program.bytes,
        )
        program.run(window)
        minutes = (time.monotonic() - start) / 60
        engine_spent = (bench.daemon.cpu() - engine) / minutes
        spent, sent = (program.cpu() - cpu) / minutes, program.bytes - sent
        held = program.memory()
        left = program.quit(app.profile.quit)

    def figure(metric: str, value: float | None, unit: Unit) -> Figure:
        return Figure("idle", f"{metric}, {count} running", app.name, value, unit)

    yield figure("CPU", round(spent, 2), "s/min")
    yield figure("CPU of the engine", round(engine_spent, 2), "s/min")
    yield figure("to the terminal", round(sent / minutes / 1000, 1), "kB/min")
    yield figure("memory (rss)", held.rss, "MB")
    yield figure("memory (pss)", held.pss, "MB")
    yield figure("threads", held.threads, "")
    yield figure("quit", milliseconds(left), "ms")


def _without(figures: list[Figure], rest: float, count: int) -> Iterator[Figure]:
    """The figures with the engine's rest taken off, and the sum of both."""
    own: dict[str, float] = {}
    for each in figures:
        if each.metric == f"CPU, {count} running" and each.value is not None:
            own[each.app] = each.value
        if each.metric == f"CPU of the engine, {count} running" and each.value is not None:
            for_app = round(each.value - rest, 2)
            yield Figure(each.part, each.metric, each.app, for_app, each.unit)
            both = round(own[each.app] + for_app, 2)
            yield Figure("idle", f"CPU of both, {count} running", each.app, both, each.unit)
        else:
            yield each
