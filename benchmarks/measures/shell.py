"""A shell in a container: from a key to its painted letter, and much output at once."""

import re
import string
from collections.abc import Iterator

from benchmarks.bench import App, Bench, NothingShownError
from benchmarks.figures import Figure, milliseconds, percentile
from benchmarks.profiles.profile import Answered, Shell
from benchmarks.pty.program import Program

_LINE = 40
_HELD_UP = 3.0


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
        entered = _flood(program, bench.scale.flood)
        done = program.wait(lambda: _flooded(program), 30.0)
        rate = None if done is None else round(bench.scale.flood / 1e6 / (done - entered), 1)
        yield Figure(
            "shell", f"output, {bench.scale.flood // 1_000_000} MB", app.name, rate, "MB/s"
        )
        if how.aside is not None and done is not None:
            _flood(program, bench.scale.flood)
            took = _beside(program, how.aside)
            note = f"{len(took)} keys"
            longest = milliseconds(max(took, default=None))
            yield Figure("shell", "key beside output, most", app.name, longest, note=note)


def _flood(program: Program, size: int) -> float:
    """Lets much be written on a clear screen; when that began."""
    program.type(f"\x0cspew flood {size}")
    program.settle(0.2, 2.0)
    return program.type("\r")


def _flooded(program: Program) -> bool:
    return re.search(r"^\W*FLOODED", program.screen.text, re.MULTILINE) is not None


def _beside(program: Program, aside: Answered) -> list[float]:
    """Takes the keys from the shell and gives them back, until all is written."""
    took: list[float] = []
    while not _flooded(program) and _HELD_UP not in took:
        for key, there in ((aside.key, True), (aside.back, False)):
            pressed = program.key(key)
            answered = lambda: (aside.says in program.screen.text) is there  # noqa: B023, E731
            painted = program.wait(answered, _HELD_UP)
            took.append(_HELD_UP if painted is None else painted - pressed)
    return took


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
