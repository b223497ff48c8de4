"""Colours in a line of a log: the few SGR codes that are let through, and nothing else.

ECMA-48 section 8.3.117 (SGR); colours beyond sixteen as in ITU-T T.416.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from coreos_tui.core.sanitize import clean

Colour = int | tuple[int, int, int]
"""0 to 255 of the terminal's palette, or red, green and blue."""


class Style(NamedTuple):
    """How a run of text is drawn; None is the reader's own colour."""

    fg: Colour | None = None
    bg: Colour | None = None
    bold: bool = False
    dim: bool = False
    italic: bool = False
    underline: bool = False
    reverse: bool = False


Run = tuple[str, Style]
PLAIN = Style()
TAB = 8
_MOST_CODES = 64
_TOKEN = re.compile(
    r"\x1b\[([0-9;:]*)m"  # colours: the only group
    r"|\x1b\[[0-?]*[ -/]*[@-~]"  # any other control sequence
    r"|\x1b[\]PX^_][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"  # titles, clipboards, links
    r"|\x1b[ -/]*[0-OQ-WYZ\\`-~]"  # charsets, resets, saved cursors
    r"|[\t\r]"
)
_COLOURS = re.compile(r"\x1b\[[0-9;:]*m")
_FLAGS: dict[int, tuple[tuple[str, bool], ...]] = {
    1: (("bold", True),),
    2: (("dim", True),),
    3: (("italic", True),),
    4: (("underline", True),),
    7: (("reverse", True),),
    21: (("underline", True),),
    22: (("bold", False), ("dim", False)),
    23: (("italic", False),),
    24: (("underline", False),),
    27: (("reverse", False),),
}


def _decoded(line: str | bytes) -> str:
    text = line.decode("utf-8", "replace") if isinstance(line, bytes) else line
    return text.rstrip("\r\n")


def parse(line: str | bytes) -> list[Run]:
    """One line as runs of clean text. What follows the last carriage return wins.

    Where nothing to be read follows, as after one that only clears the line, what was before.
    """
    text = _decoded(line)
    if text.isprintable():  # no escape, no tab, nothing hostile
        return [(text, PLAIN)] if text else []
    runs: list[Run] = []
    written_over: list[Run] = []
    style, at, column = PLAIN, 0, 0
    for token in _TOKEN.finditer(text):
        if token.start() > at:
            column += _add(runs, clean(text[at : token.start()]), style)
        at = token.end()
        found = token.group()
        if token.group(1) is not None:
            style = _after(style, token.group(1))
        elif found == "\r":
            runs, written_over, column = [], runs or written_over, 0
        elif found == "\t":
            column += _add(runs, " " * (TAB - column % TAB), style)
    if at < len(text):
        _add(runs, clean(text[at:]), style)
    return runs or written_over


def plain(line: str | bytes) -> str:
    """One line as clean text without its colours."""
    text = _decoded(line)
    if text.isprintable():
        return text
    bare = _COLOURS.sub("", text)  # most lines have nothing else: ten times cheaper
    return bare if bare.isprintable() else "".join(run[0] for run in parse(text))


def _add(runs: list[Run], text: str, style: Style) -> int:
    if runs and runs[-1][1] == style:
        runs[-1] = (runs[-1][0] + text, style)
    else:
        runs.append((text, style))
    return len(text)


def _number(text: str) -> int:
    """A code; an empty one is 0, one that cannot be meant is -1."""
    if not text:
        return 0
    return int(text) if len(text) <= 3 else -1


def _after(style: Style, codes: str) -> Style:
    given = iter(codes.split(";", _MOST_CODES)[:_MOST_CODES])
    for code in given:
        style = _joined(style, code) if ":" in code else _one(style, _number(code), given)
    return style


def _one(style: Style, code: int, rest: Iterator[str]) -> Style:
    if code == 0:
        return PLAIN
    if code in _FLAGS:
        return style._replace(**dict(_FLAGS[code]))
    if code in {38, 48, 58}:
        return _wide(style, code, rest)
    if 30 <= code <= 37 or 90 <= code <= 97:
        return style._replace(fg=code - 30 if code < 40 else code - 82)
    if 40 <= code <= 47 or 100 <= code <= 107:
        return style._replace(bg=code - 40 if code < 50 else code - 92)
    if code == 39:
        return style._replace(fg=None)
    return style._replace(bg=None) if code == 49 else style


def _wide(style: Style, code: int, rest: Iterator[str]) -> Style:
    """`38;5;n` and `38;2;r;g;b`; 58, the colour of the underline, is read and left out."""
    kind = _number(next(rest, ""))
    count = {5: 1, 2: 3}.get(kind, 0)
    return _coloured(style, code, [_number(next(rest, "")) for _ in range(count)])


def _joined(style: Style, code: str) -> Style:
    """The same with colons: `38:5:n`, `38:2::r:g:b`, `38:2:r:g:b`, `4:3`."""
    parts = [_number(each) for each in code.split(":", 8)[:8] if ":" not in each]
    if parts[0] == 4:
        return style._replace(underline=parts[1] > 0)
    if parts[0] in {38, 48} and len(parts) > 2:
        return _coloured(style, parts[0], parts[2:3] if parts[1] == 5 else parts[-3:])
    return style


def _coloured(style: Style, code: int, parts: list[int]) -> Style:
    if not all(0 <= part <= 255 for part in parts) or len(parts) not in {1, 3}:
        return style
    colour: Colour = parts[0] if len(parts) == 1 else (parts[0], parts[1], parts[2])
    if code == 38:
        return style._replace(fg=colour)
    return style._replace(bg=colour) if code == 48 else style
