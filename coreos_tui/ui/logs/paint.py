"""Turns one line of a log into the strips it takes on screen."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from rich.cells import cell_len, get_character_cell_size, set_cell_size
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from coreos_tui.core import sgr
from coreos_tui.core.sanitize import clean
from coreos_tui.core.text import age
from coreos_tui.ui.logs.ring import Line

Times = Literal["off", "local", "utc", "age"]
Part = tuple[str, Style]
_NOTE = "── ".encode()
LONGEST = 16 * 1024
_MOST_LIT = 200
_TIME_WIDTH = {"off": 0, "local": 9, "utc": 10, "age": 6}
_LEVEL = re.compile(r"\b(?:(ERROR|FATAL|CRITICAL|PANIC)|WARN(?:ING)?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Look:
    """How lines are drawn now."""

    width: int
    wrap: bool
    left: int
    times: Times
    source: int
    pattern: re.Pattern[str] | None

    @property
    def before(self) -> int:
        """Cells before the text: the bar, the time, the source."""
        return 1 + _TIME_WIDTH[self.times] + (self.source + 1 if self.source else 0)

    @property
    def room(self) -> int:
        return max(1, self.width - self.before)


def text_of(line: Line) -> bytes:
    """The bytes that are drawn: what is longer than sixteen KiB is cut, and says so."""
    if line.stream == "note":
        return _NOTE + line.text[:LONGEST]
    if len(line.text) <= LONGEST:
        return line.text
    return line.text[:LONGEST] + f" … {len(line.text) - LONGEST:,} bytes more".encode()


def breaks(text: str, width: int) -> list[int]:
    """Where the pieces of a wrapped text begin; at least one."""
    if text.isascii():
        return list(range(0, len(text), width)) or [0]
    starts, used = [0], 0
    for at, character in enumerate(text):
        size = get_character_cell_size(character)
        if used + size > width and used:
            starts.append(at)
            used = 0
        used += size
    return starts


def height(line: Line, look: Look) -> int:
    """Rows a line takes."""
    raw = line.text
    if not look.wrap or (len(raw) <= look.room and b"\t" not in raw and line.stream != "note"):
        return 1  # no byte but a tab takes more than a cell
    text = sgr.plain(text_of(line))
    return -(-len(text) // look.room) or 1 if text.isascii() else len(breaks(text, look.room))


def _colour(colour: sgr.Colour | None) -> Color | None:
    if colour is None:
        return None
    return Color.from_ansi(colour) if isinstance(colour, int) else Color.from_rgb(*colour)


@lru_cache(maxsize=512)
def _rich(style: sgr.Style) -> Style:
    """Only what is set: the rest is the view's own, but text on a set ground is to be read."""
    fg, bg = _colour(style.fg), _colour(style.bg)
    if bg is not None and fg is None and not style.reverse:
        fg = Color.from_ansi(0 if sum(bg.get_truecolor()) > 380 else 15)
    return Style(
        color=fg,
        bgcolor=bg,
        bold=style.bold or None,
        dim=style.dim or None,
        italic=style.italic or None,
        underline=style.underline or None,
        reverse=style.reverse or None,
    )


def _lit(parts: Sequence[Part], spans: Sequence[tuple[int, int, Style]]) -> list[Part]:
    """Parts with the spans of their joined text in other styles. Spans rise, none overlap."""
    cuts = sorted({edge for start, end, _ in spans for edge in (start, end)})
    done: list[Part] = []
    at = 0
    for text, style in parts:
        inner = [cut for cut in cuts if at < cut < at + len(text)]
        for start, end in pairwise([at, *inner, at + len(text)]):
            over = next((lit for low, high, lit in spans if low <= start < high), None)
            done.append((text[start - at : end - at], style + over if over else style))
        at += len(text)
    return done


def _between(parts: Sequence[Part], start: int, end: int) -> list[Part]:
    found: list[Part] = []
    at = 0
    for text, style in parts:
        piece = text[max(0, start - at) : max(0, end - at)]
        if piece:
            found.append((piece, style))
        at += len(text)
    return found


def _time(at: datetime | None, times: Times) -> str:
    if at is None or times == "off":
        return " " * _TIME_WIDTH[times]
    if times == "age":
        return f"{age(at):>5} "
    return f"{at.astimezone(UTC):%H:%M:%SZ} " if times == "utc" else f"{at.astimezone():%H:%M:%S} "


class Painter:
    """Paints lines with styles by name: base, err, time, source, note, match, bad, warn."""

    def __init__(self, look: Look, style: Callable[[str], Style]) -> None:
        self._look, self._style = look, style

    def strips(self, line: Line, *, current: bool = False, selected: bool = False) -> list[Strip]:
        """The rows of a line. `current` is the match one stands on."""
        look = self._look
        base = self._style("selected" if selected else "base")
        parts = self._text(line, base)
        joined = "".join(text for text, _ in parts)
        if look.wrap:
            spans = list(pairwise([*breaks(joined, look.room), len(joined)]))
        else:
            spans = [(look.left, look.left + look.room) if joined.isascii() else (0, len(joined))]
        strips = []
        for at, (start, end) in enumerate(spans):
            row = self._ahead(line, base, current, at > 0)
            row += [Segment(*part) for part in _between(parts, start, end)]
            strips.append(self._fitted(row, joined, start, end, base))
        return strips

    def _fitted(self, row: list[Segment], text: str, start: int, end: int, base: Style) -> Strip:
        """A row in exactly the width; the usual case, plain ASCII, without measuring it."""
        look = self._look
        if text.isascii():
            row.append(Segment(" " * (look.room - max(0, min(end, len(text)) - start)), base))
            return Strip(row, look.width) if look.width > look.before else self._cropped(row, base)
        if not look.wrap and look.left:
            ahead = Strip(row).crop(0, look.before)
            row = [*ahead, *Strip(row).crop(look.before + look.left)]
        return self._cropped(row, base)

    def _cropped(self, row: list[Segment], base: Style) -> Strip:
        return Strip(row).adjust_cell_length(self._look.width, base)

    def _text(self, line: Line, base: Style) -> list[Part]:
        runs = sgr.parse(text_of(line))
        if line.stream == "note":
            return [(sgr.plain(text_of(line)), base + self._style("note"))]
        parts = [(text, base + _rich(style)) for text, style in runs]
        if len(runs) == 1 and runs[0][1] == sgr.PLAIN:
            level = _LEVEL.search(runs[0][0], 0, 200)
            if level:
                tone = self._style("bad" if level.group(1) else "warn")
                parts = _lit(parts, [(*level.span(), tone)])
        if self._look.pattern is not None:
            match = self._style("match")
            text = "".join(text for text, _ in parts)
            found = (hit.span() for hit in self._look.pattern.finditer(text))
            spans = [(*span, match) for span, _ in zip(found, range(_MOST_LIT), strict=False)]
            parts = _lit(parts, [span for span in spans if span[0] < span[1]])
        return parts

    def _ahead(self, line: Line, base: Style, current: bool, again: bool) -> list[Segment]:
        look = self._look
        bar = "▶" if current and not again else "▎" if line.stream == "err" else " "
        ahead = [Segment(bar, base + self._style("current" if bar == "▶" else "err"))]
        if look.times != "off":
            time = _time(None if again else line.at, look.times)
            ahead.append(Segment(time, base + self._style("time")))
        if look.source:
            name = "" if again else clean(line.source)
            if cell_len(name) > look.source:
                name = set_cell_size(name, look.source - 1) + "…"
            name = set_cell_size(name, look.source) + " "
            ahead.append(Segment(name, base + self._style("source")))
        return ahead
