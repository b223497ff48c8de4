"""Scripts of recordings: one step a line, as a person would tell another what to do.

title  A look at the logs     # the recording's title; before the first step
size   120x36                 # of the terminal; before the first step
wait   core-01                # until the text is on the screen
wait   30s "2 up"             # at most so long; without a time, 15 s
gone   Connecting             # until the text is no longer on the screen
caption The logs of web       # a chapter: players show it and jump to it
key    down down enter        # keys, as the configuration names them
type   panic                  # text, letter by letter
pause  1.5                    # seconds for whoever watches
resize 80x24
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.record.reading import HIGHEST, WIDEST
from coreos_tui.transport.files import said

DEADLINE = 15.0
_LONGEST_SCRIPT = 1 << 20
_MOST_SECONDS = 600.0
_SECONDS = re.compile(r"(\d+(?:\.\d+)?)s?")
_COMMENT = re.compile(r"\s+#\s.*$")


@dataclass(frozen=True, slots=True)
class Key:
    """Keys pressed one after the other, by Textual's names."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Type:
    """Text typed letter by letter."""

    text: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Until the text is on the screen, or gone from it; fails after `deadline` seconds."""

    text: str
    deadline: float = DEADLINE
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Caption:
    """A chapter begins."""

    text: str


@dataclass(frozen=True, slots=True)
class Pause:
    """Seconds in which nothing is pressed."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Resize:
    """Columns and rows."""

    columns: int
    rows: int


Step = Key | Type | Wait | Caption | Pause | Resize


@dataclass(frozen=True, slots=True)
class Script:
    """Steps with the numbers of their lines. `name` is for messages."""

    name: str
    steps: tuple[tuple[int, Step], ...]
    title: str = ""
    size: tuple[int, int] | None = None


def read_script(path: Path) -> Script:
    """The script in a file. Raises HopError naming the line that is wrong."""
    try:
        with path.open("rb") as file:
            content = file.read(_LONGEST_SCRIPT + 1)
        if len(content) > _LONGEST_SCRIPT:
            raise HopError(Hop.FILE, f"{path} is too large for a script")
        return parse_script(content.decode("utf-8"), str(path))
    except OSError as error:
        raise HopError(Hop.FILE, f"{path} cannot be read: {said(error)}") from None
    except UnicodeDecodeError:
        raise HopError(Hop.FILE, f"{path} is not UTF-8 text") from None


def parse_script(text: str, name: str = "script") -> Script:
    """The script in a text. Raises HopError naming the line that is wrong."""
    steps: list[tuple[int, Step]] = []
    title, size = "", None
    for number, line in enumerate(text.splitlines(), 1):
        word, _, rest = _COMMENT.sub("", line.strip()).partition(" ")
        if not word or word.startswith("#"):
            continue
        try:
            if word in ("title", "size") and steps:
                raise ValueError(f"`{word}` belongs before the first step")
            if word == "title":
                title = _words(rest)
            elif word == "size":
                size = parse_size(rest.strip())
            else:
                steps.append((number, _step(word, rest.strip())))
        except ValueError as error:
            raise HopError(Hop.FILE, f"{name}, line {number}: {error}") from None
    return Script(name, tuple(steps), title, size)


def parse_size(text: str) -> tuple[int, int]:
    """`120x36` as columns and rows. Raises ValueError."""
    found = re.fullmatch(r"(\d{1,4})x(\d{1,4})", text)
    columns, rows = (int(found[1]), int(found[2])) if found else (0, 0)
    if not (1 <= columns <= WIDEST and 1 <= rows <= HIGHEST):
        raise ValueError(f"`{text}` is not a size such as 120x36")
    return columns, rows


def _step(word: str, rest: str) -> Step:
    if word not in _STEPS:
        raise ValueError(f"`{word}` is not a step; there are {', '.join(_STEPS)}")
    return _STEPS[word](rest)


def _words(rest: str) -> str:
    """The text of a step; quotes keep the spaces at its ends."""
    text = rest.strip()
    if len(text) >= 2 and text[0] == text[-1] == '"':
        text = text[1:-1]
    if not text:
        raise ValueError("it has no text")
    return text


def _key(rest: str) -> Key:
    from coreos_tui.ui.terminal.keys import key_press  # late: only who runs scripts needs it

    names = tuple(rest.split())
    if not names:
        raise ValueError("it has no key")
    for name in names:
        if key_press(name, name if len(name) == 1 else None) is None:
            raise ValueError(f"`{name}` is not a key")
    return Key(names)


def _wait(rest: str, gone: bool = False) -> Wait:
    first, _, others = rest.partition(" ")
    if first.endswith("s") and _SECONDS.fullmatch(first) and others.strip():
        return Wait(_words(others), _seconds(first), gone)
    return Wait(_words(rest), DEADLINE, gone)


def _seconds(text: str) -> float:
    found = _SECONDS.fullmatch(text)
    if not found or float(found[1]) > _MOST_SECONDS:
        raise ValueError(f"`{text}` is not a number of seconds up to {_MOST_SECONDS:g}")
    return float(found[1])


_STEPS: dict[str, Callable[[str], Step]] = {
    "key": _key,
    "type": lambda rest: Type(_words(rest)),
    "wait": _wait,
    "gone": lambda rest: _wait(rest, gone=True),
    "caption": lambda rest: Caption(_words(rest)),
    "pause": lambda rest: Pause(_seconds(rest)),
    "resize": lambda rest: Resize(*parse_size(rest)),
}
