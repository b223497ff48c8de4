"""Rows of runs as strips that have exactly the width the emulator counts.

Textual crops by Rich's idea of a character's width. Where that is not the emulator's, or where
the terminal around us might join what the emulator keeps apart, a stand-in of the right width is
drawn instead: a row must never shear.
"""

from collections.abc import Iterable
from functools import lru_cache

from rich.cells import cell_len
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from coreos_tui.core.sanitize import clean
from coreos_tui.ui.terminal.emulator import Colour, Cursor, CursorShape, Look, Run

_JOINER = "\u200d"
_EMOJI_STYLE = "\ufe0f"
"""Asks for the emoji of a character; terminals differ over whether that makes it wider."""
_FLAG_A, _FLAG_Z = 0x1F1E6, 0x1F1FF
_STAND_IN = "\ufffd"
_MOST_STYLES = 4096
_FOUND = Style(color="black", bgcolor="yellow")


@lru_cache(maxsize=8192)
def fitted(text: str, width: int) -> str:
    """One cell's text, or something near it, that is `width` cells wide everywhere."""
    flags = [chr(ord(c) - _FLAG_A + ord("A")) for c in text if _FLAG_A <= ord(c) <= _FLAG_Z]
    if flags:
        # Neighbouring flag letters are joined to one flag by some terminals around us.
        return "".join(flags)[:width].ljust(width)
    text = text.rstrip(_JOINER)
    if clean(text) == text and _EMOJI_STYLE not in text and cell_len(text) == width:
        return text
    first = text[:1]
    if first and clean(first) == first and 0 < cell_len(first) <= width:
        return first + " " * (width - cell_len(first))
    return _STAND_IN.ljust(width)


def _drawn(run: Run) -> str:
    if run.cluster:
        return fitted(run.text, run.width)
    if run.text.isascii() and run.text.isprintable():
        return run.text
    return "".join([fitted(character, 1) for character in run.text])


def _rich_colour(colour: Colour) -> Color | None:
    if colour is None:
        return None
    if isinstance(colour, int):
        return Color.from_ansi(colour)
    return Color.from_rgb(*colour)


def _rich_style(look: Look) -> Style:
    return Style(
        color=_rich_colour(look.fg),
        bgcolor=_rich_colour(look.bg),
        bold=look.bold or None,
        dim=look.dim or None,
        italic=look.italic or None,
        underline=look.underline == 1 or None,
        underline2=look.underline == 2 or None,
        reverse=look.reverse or None,
        strike=look.strike or None,
        overline=look.overline or None,
        conceal=look.conceal or None,
    )


class Brush:
    """Draws runs over a base style: the theme shows through default colours."""

    def __init__(self, base: Style) -> None:
        self.base = base
        self._styles: dict[Look, Style] = {}

    def strip(self, runs: Iterable[Run], width: int) -> Strip:
        """A row, cut or filled to `width` cells."""
        segments = [Segment(_drawn(run), self._style(run.look)) for run in runs]
        return Strip(segments).adjust_cell_length(width, self.base)

    def _style(self, look: Look) -> Style:
        style = self._styles.get(look)
        if style is None:
            if len(self._styles) >= _MOST_STYLES:
                self._styles.clear()
            style = self._styles[look] = self.base + _rich_style(look)
        return style


def _restyled(segments: Iterable[Segment], style: Style) -> Iterable[Segment]:
    for segment in segments:
        yield Segment(segment.text, (segment.style or Style.null()) + style)


def _reversed(segments: Iterable[Segment]) -> Iterable[Segment]:
    for segment in segments:
        style = segment.style or Style.null()
        yield Segment(segment.text, style + Style(reverse=not style.reverse))


def _split(strip: Strip, start: int, end: int) -> tuple[Strip, Strip, Strip]:
    width = strip.cell_length
    return strip.crop(0, start), strip.crop(start, end), strip.crop(end, width)


def with_selection(strip: Strip, start: int, end: int) -> Strip:
    """The cells from `start` up to `end` in reverse."""
    before, chosen, after = _split(strip, start, min(end, strip.cell_length))
    return Strip([*before, *_reversed(chosen), *after])


def with_match(strip: Strip, start: int, end: int) -> Strip:
    """The cells from `start` up to `end` as found by a search."""
    before, found, after = _split(strip, start, min(end, strip.cell_length))
    return Strip([*before, *_restyled(found, _FOUND), *after])


def with_cursor(strip: Strip, runs: Iterable[Run], cursor: Cursor, focused: bool) -> Strip:
    """The cursor over its cell: a block in reverse, a bar or an underline by its shape.

    A bar over a character is drawn as an underline, for a cell cannot hold both; so is the
    cursor of a terminal that has not the focus.
    """
    width = _width_at(runs, cursor.x)
    before, under, after = _split(strip, cursor.x, min(cursor.x + width, strip.cell_length))
    blank = not under.text.strip()
    if focused and cursor.shape is CursorShape.BLOCK:
        drawn = _reversed(under)
    elif focused and cursor.shape is CursorShape.BAR and blank:
        style = next((segment.style for segment in under), None)
        drawn = [Segment("\u258f".ljust(under.cell_length), style)]
    else:
        drawn = _restyled(under, Style(underline=True))
    return Strip([*before, *drawn, *after])


def with_note(strip: Strip, text: str, base: Style) -> Strip:
    """A short note over the right end of a row, such as how far the view is scrolled back."""
    width = strip.cell_length
    note = text[:width]
    start = width - cell_len(note)
    return Strip([*strip.crop(0, start), Segment(note, base + Style(reverse=True))])


def _width_at(runs: Iterable[Run], x: int) -> int:
    at = 0
    for run in runs:
        if at <= x < at + run.width:
            return run.width if run.cluster else 1
        at += run.width
    return 1
