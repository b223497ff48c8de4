"""A shell in a container: from a key to its painted letter, and much output at once."""

import re
import string
from collections.abc import Iterator

from benchmarks.bench import App, Bench, NothingShownError
from benchmarks.figures import Figure, milliseconds, percentile
from benchmarks.profiles.profile import Shell
from benchmarks.pty.program import Program

_LINE = 40


def shell(bench: Bench) -> Iterator[Figure]:
    """Programs that open none are left out."""
    bench.containers.exactly(bench.few(4))
    for app in bench.apps:
        if app.profile.shell is None or not bench.time_for(30):
            continue
        try:
            yield from _shell(bench, app, app.profile.shell)
        except NothingShownError as error:
            yield Figure("shell", "key p50", app.name, None, note=str(error))


def _shell(bench: Bench, app: App, how: Shell) -> Iterator[Figure]:
    with bench.shown(app) as (program, view):
        view.step("down")
        for key in how.keys:
            pressed = program.key(key)
        prompt = re.compile(how.prompt, re.MULTILINE)
        ready = program.wait(lambda: prompt.search(program.screen.text), 20.0)
        if ready is None:
            yield Figure("shell", "open", app.name, None, note="no prompt within 20 s")
            return
        yield Figure("shell", "open", app.name, milliseconds(ready - pressed))
        program.settle(0.2, 2.0)
        took = _letters(program, bench.scale.letters)
        for share in (50, 95):
            yield Figure("shell", f"key p{share}", app.name, milliseconds(percentile(took, share)))
        program.type(f"spew flood {bench.scale.flood}")
        program.settle(0.2, 2.0)
        entered = program.type("\r")
        done = program.wait(
            lambda: re.search(r"^\W*FLOODED", program.screen.text, re.MULTILINE), 30.0
        )
        rate = None if done is None else round(bench.scale.flood / 1e6 / (done - entered), 1)
        yield Figure(
            "shell", f"output, {bench.scale.flood // 1_000_000} MB", app.name, rate, "MB/s"
        )


def _letters(program: Program, count: int) -> list[float]:
    """Types letters one at a time, each when the last one is painted."""
    took, typed = [], ""
    for number in range(count):
        typed += string.ascii_lowercase[number % 26]
        pressed = program.type(typed[-1])
        painted = program.wait(lambda: typed in program.screen.text, 2.0)  # noqa: B023
        if painted is not None:
            took.append(painted - pressed)
        program.run(0.02)
        if len(typed) == _LINE:
            program.type("\x15")
            program.settle(0.1, 1.0)
            typed = ""
    program.type("\x15")
    program.settle(0.1, 1.0)
    return took
