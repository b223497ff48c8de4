"""Opening a long log at its end, and following a fast one."""

import random
import time
from collections.abc import Iterator

from benchmarks.bench import App, Bench, NothingShownError
from benchmarks.engine.image import SPEW
from benchmarks.figures import Figure, milliseconds, percentile
from benchmarks.pty.program import Program
from benchmarks.view import View

_ROWS = 6
_LOG = "ct-p"
_SAMPLE = 0.05
_LATE = 0.3
_PINGS = 12


def opened(bench: Bench) -> Iterator[Figure]:
    """The last line of the log says so; memory is what came on top of the list's."""
    bench.containers.exactly(bench.few(_ROWS))
    for count in bench.scale.logs:
        if not bench.time_for(count / 100_000 + bench.scale.open_within + 20):
            return
        bench.containers.make(_LOG, (SPEW, "burst", str(count)))
        while b"LASTLINE" not in bench.containers.last_line(_LOG):
            time.sleep(0.3)
        for app in bench.apps:
            yield from _open(bench, app, count)
        bench.containers.remove(_LOG)


def _open(bench: Bench, app: App, count: int) -> Iterator[Figure]:
    size = f"{count:,} lines"
    try:
        with bench.shown(app) as (program, view):
            held, cpu = program.memory().rss, program.cpu()
            pressed = _press_log(program, view, app)
            if pressed is None:
                yield Figure("logs", f"last line of {size}", app.name, None, note="not selected")
                return
            within = bench.scale.open_within
            seen = program.wait(lambda: "LASTLINE" in program.screen.text, within)
            if seen is None:
                bench.keep_screen(program, f"log {count} {app.name}")
            program.run(bench.pause(1.0))
            grown, spent = program.memory().rss - held, program.cpu() - cpu
    except NothingShownError as error:
        yield Figure("logs", f"last line of {size}", app.name, None, note=str(error))
        return
    value = None if seen is None else milliseconds(seen - pressed)
    note = "" if seen is not None else f"not within {within:g} s"
    yield Figure("logs", f"last line of {size}", app.name, value, note=note)
    yield Figure("logs", f"CPU for it, {size}", app.name, milliseconds(spent))
    yield Figure("logs", f"memory for it, {size}", app.name, round(grown, 1), "MB")


def _press_log(program: Program, view: View, app: App) -> float | None:
    """Goes to the log; when the last key was pressed that opens it."""
    if not app.profile.logs:
        key = view.approach(_LOG)
        program.run(0.5)
        return None if key is None else program.key(key)
    if not view.select(_LOG):
        return None
    program.run(0.3)
    for key in app.profile.logs[:-1]:
        program.key(key)
        program.run(0.3)
    return program.key(app.profile.logs[-1])


def follow(bench: Bench) -> Iterator[Figure]:
    """Lines carry the time at which they were written."""
    bench.containers.exactly(bench.few(_ROWS))
    for rate in bench.scale.rates:
        for app in bench.apps:
            if not bench.time_for(bench.scale.follow_window + 25):
                return
            bench.containers.make(_LOG, (SPEW, "rate", str(rate)))
            time.sleep(bench.pause(1.0))
            try:
                yield from _followed(bench, app, rate)
            except NothingShownError as error:
                yield Figure("follow", f"CPU, {rate:,}/s", app.name, None, note=str(error))
            bench.containers.remove(_LOG)


def _followed(bench: Bench, app: App, rate: int) -> Iterator[Figure]:
    window = bench.scale.follow_window
    with bench.shown(app) as (program, view):
        if _press_log(program, view, app) is None:
            yield Figure("follow", f"CPU, {rate:,}/s", app.name, None, note="not selected")
            return
        program.wait(lambda: view.newest() is not None, 10.0)
        program.run(bench.pause(1.0))
        cpu, held, start = program.cpu(), program.memory().rss, time.monotonic()
        ages = _ages(program, view, window)
        took = time.monotonic() - start
        share = round((program.cpu() - cpu) / took * 100, 1)
        grown = round(program.memory().rss - held, 1)
        half = len(ages) // 2
        early, late = percentile(ages[:half], 50), percentile(ages[half:], 50)
        drift = None if early is None or late is None else late - early
        yield Figure("follow", f"CPU, {rate:,}/s", app.name, share, "%")
        for metric, value in (
            ("age of the newest line p50", percentile(ages, 50)),
            ("age of the newest line p95", percentile(ages, 95)),
            ("drift of the age", drift),
        ):
            yield Figure("follow", f"{metric}, {rate:,}/s", app.name, milliseconds(value, 0))
        yield Figure("follow", f"memory grown, {rate:,}/s", app.name, grown, "MB")
        answered = _answers(program, view, app, bench.scale.presses)
        if not answered:
            bench.keep_screen(program, f"follow {rate} {app.name}")
        key = milliseconds(percentile(answered, 95))
        note = "" if answered else "no answer within 3 s"
        yield Figure("follow", f"key p95, {rate:,}/s", app.name, key, note=note)
        left = program.quit(app.profile.quit_logs)
        yield Figure("follow", f"quit, {rate:,}/s", app.name, milliseconds(left))


def _ages(program: Program, view: View, window: float) -> list[float]:
    """How old the newest line on the screen was, every 50 ms."""
    newest = view.newest()
    changes: list[tuple[float, float | None]] = [(time.monotonic(), newest)]
    note = lambda arrived: changes.append((arrived, view.newest()))  # noqa: E731
    program.run(window, note)
    end = time.monotonic()
    program.run(_LATE, note)  # what had arrived, but was not read yet
    ages, at = [], changes[0][0] + 0.5
    number = 0
    while at < end:
        while number + 1 < len(changes) and changes[number + 1][0] <= at:
            number += 1
        shown = changes[number][1]
        if shown is not None:
            ages.append(at - shown)
        at += _SAMPLE
    return ages


def _answers(program: Program, view: View, app: App, most: int) -> list[float]:
    """Keys while it streams: one whose answer cannot be taken for a line, or the list's cursor."""
    took = []
    for _ in range(min(_PINGS, most)):
        delay = _answer(program, view, app)
        if delay is not None:
            took.append(delay)
        program.run(random.uniform(0.1, 0.3))
    return took


def _answer(program: Program, view: View, app: App) -> float | None:
    if app.profile.answered is None:
        there = view.step("up", 3.0)
        program.run(0.3)
        view.step("down", 3.0)
        program.run(0.5)
        return there
    key, says, back = app.profile.answered
    if says in program.screen.text:
        return None
    pressed = program.key(key)
    seen = program.wait(lambda: says in program.screen.text, 3.0)
    program.run(0.1)
    program.key(back)
    program.wait(lambda: says not in program.screen.text, 3.0)
    return None if seen is None else seen - pressed
