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
from coreos_tui.core.log import Line
from coreos_tui.core.now import now
from coreos_tui.core.sanitize import clean
from coreos_tui.core.text import age, size
from coreos_tui.ui.logs.fields import is_json, pieces_of
from coreos_tui.ui.logs.levels import level_of, tone_of_priority

Times = Literal["off", "local", "utc", "age"]
Part = tuple[str, Style]
LONGEST = 16 * 1024
_MOST_LIT = 200
_TIME_WIDTH = {"off": 0, "local": 13, "utc": 14, "age": 6}
_MORE = "…"


@dataclass(frozen=True, slots=True)
class Look:
    """How lines are drawn now."""

    width: int
    wrap: bool
    left: int
    times: Times
    source: int
    pattern: re.Pattern[str] | None
    json: bool = False
    longest: int = LONGEST

    @property
    def before(self) -> int:
        """Cells before the text: the bar, the time, the source."""
        return 1 + _TIME_WIDTH[self.times] + (self.source + 1 if self.source else 0)

    @property
    def room(self) -> int:
        return max(1, self.width - self.before)


def text_of(line: Line, longest: int = LONGEST) -> bytes:
    """The bytes that are drawn: what is longer than there is room for is cut, and says so."""
    more = max(0, len(line.text) - longest) + line.dropped
    if not more:
        return line.text
    return line.text[:longest] + f" {_MORE} {size(more)} more: enter opens it".encode()


def runs_of(line: Line, look: Look) -> list[tuple[str, sgr.Style | str]]:
    """What is drawn of a line in runs of one look: its own colours, or a style by name."""
    if look.json and is_json(line.text) and (pieces := pieces_of(line.text)):
        return list(pieces)
    return list(sgr.parse(text_of(line, look.longest)))


def breaks(text: str, width: int) -> list[int]:
    """Where the pieces of a wrapped text begin; at least one."""
    if text.isascii():
        return list(range(0, len(text), width)) or [0]
    starts, used = [0], 0
    for at, character in enumerate(text):
        cells = get_character_cell_size(character)
        if used + cells > width and used:
            starts.append(at)
            used = 0
        used += cells
    return starts


def height(line: Line, look: Look) -> int:
    """Rows a line takes."""
    raw = line.text
    if not look.wrap or (len(raw) <= look.room and b"\t" not in raw and not look.json):
        return 1  # no byte but a tab takes more than a cell
    if look.json and is_json(raw):
        text = "".join(text for text, _ in runs_of(line, look))
    else:
        text = sgr.plain(text_of(line, look.longest))
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
    """To the millisecond today; of other days the date, and the minute."""
    if at is None or times == "off":
        return " " * _TIME_WIDTH[times]
    if times == "age":
        return f"{age(at):>5} "
    zone = UTC if times == "utc" else None
    local, today = at.astimezone(zone), now().astimezone(zone).date()
    if local.date() == today:
        text = f"{local:%H:%M:%S}.{local.microsecond // 1000:03}"
    else:
        text = f"{local:%m-%d %H:%M}" if local.year == today.year else f"{local:%Y-%m-%d}"
    return f"{text:>12}{'Z' if zone else ''} "


class Painter:
    """Paints lines with styles by name: base, err, time, note, match, bad, `source web` …"""

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
        if text.isascii() and look.width > look.before:
            row.append(Segment(" " * (look.room - max(0, min(end, len(text)) - start)), base))
            strip = Strip(row, look.width)
            return self._marked(strip, base) if not look.wrap and end < len(text) else strip
        if not look.wrap and look.left:
            ahead = Strip(row).crop(0, look.before)
            row = [*ahead, *Strip(row).crop(look.before + look.left)]
        strip = Strip(row)
        cut = not look.wrap and strip.cell_length > look.width > look.before
        strip = strip.adjust_cell_length(look.width, base)
        return self._marked(strip, base) if cut else strip

    def _marked(self, strip: Strip, base: Style) -> Strip:
        """The row with a sign at its end that there is more of it."""
        more = Segment(_MORE, base + self._style("faint"))
        return Strip([*strip.crop(0, self._look.width - 1), more], self._look.width)

    def _text(self, line: Line, base: Style) -> list[Part]:
        runs = runs_of(line, self._look)
        if line.stream == "note":
            return [(text, base + self._style("note")) for text, _ in runs]
        parts = [(text, base + self._run_style(style)) for text, style in runs]
        if len(runs) == 1 and runs[0][1] == sgr.PLAIN:
            parts = self._toned(line, runs[0][0], base)
        if self._look.pattern is not None:
            match = self._style("match")
            text = "".join(text for text, _ in parts)
            found = (hit.span() for hit in self._look.pattern.finditer(text))
            spans = [(*span, match) for span, _ in zip(found, range(_MOST_LIT), strict=False)]
            parts = _lit(parts, [span for span in spans if span[0] < span[1]])
        return parts

    def _run_style(self, style: sgr.Style | str) -> Style:
        if isinstance(style, sgr.Style):
            return _rich(style)
        return Style.null() if style == "plain" else self._style(style)

    def _toned(self, line: Line, text: str, base: Style) -> list[Part]:
        """A line without colours of its own in those of its level."""
        if line.priority is not None:
            tone = tone_of_priority(line.priority)
            return [(text, base + self._style(tone) if tone else base)]
        level = level_of(text)
        if level is None:
            return [(text, base)]
        style = self._style(level.tone)
        if level.tone == "faint":
            return [(text, base + style)]
        return _lit([(text, base)], [(level.start, level.end, style)])

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
            ahead.append(Segment(name, base + self._style(f"source {line.source}")))
        return ahead
