"""Turns rows, headings and the header into strips. Knows no widget, only styles by name."""

import re
from collections.abc import Callable, Sequence
from typing import Literal

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.strip import Strip

from coreos_tui.core.sanitize import clean
from coreos_tui.ui.table.columns import GAP, Slot
from coreos_tui.ui.table.rows import Heading, Row

Styles = Callable[[str, str], Style]
"""Style of a cell class ("", "good", …) on a line state ("line", "cursor", …)."""

MARK = "▌"


def cut(text: str, width: int, align: Literal["left", "right"] = "left") -> str:
    """Text in exactly `width` cells, with `…` where some is missing."""
    length = len(text) if text.isascii() else cell_len(text)
    if length > width:
        text = set_cell_size(text, width - 1).rstrip() + "…" if width > 1 else "…"[:width]
        length = cell_len(text)
    pad = " " * (width - length)
    return pad + text if align == "right" else text + pad


class Runs:
    """Collects styled text; neighbours of one style become one segment (fewer bytes out)."""

    def __init__(self) -> None:
        self._runs: list[tuple[str, Style]] = []

    def add(self, text: str, style: Style) -> None:
        if self._runs and self._runs[-1][1] is style:
            text = self._runs.pop()[0] + text
        self._runs.append((text, style))

    def add_lit(self, text: str, style: Style, lit: Style, pattern: re.Pattern[str]) -> None:
        """As `add`, with what the pattern finds in the style `lit`."""
        at = 0
        for match in pattern.finditer(text):
            if match.start() < match.end():
                self.add(text[at : match.start()], style)
                self.add(match.group(), lit)
                at = match.end()
        self.add(text[at:], style)

    def strip(self, width: int, fill: Style) -> Strip:
        segments = [Segment(text, style) for text, style in self._runs if text]
        return Strip(segments).adjust_cell_length(width, fill)


def paint_row(
    row: Row,
    slots: Sequence[Slot],
    width: int,
    state: str,
    marked: bool,
    styles: Styles,
    lit: re.Pattern[str] | None,
) -> Strip:
    """One row; `state` is its background: line, cursor or blurred."""
    runs, plain = Runs(), styles("", state)
    runs.add(MARK if marked else " ", styles("mark", state) if marked else plain)
    for slot in slots:
        if slot is not slots[0]:
            runs.add(" " * GAP, plain)
        if slot.index >= len(row.cells):
            runs.add(" " * slot.width, plain)
            continue
        cell = row.cells[slot.index]
        style = styles("dim" if row.dim else cell.style_class, state)
        text = cut(clean(cell.text), slot.width, slot.column.align)
        if lit is None:
            runs.add(text, style)
        else:
            runs.add_lit(text, style, styles("match", state), lit)
    return runs.strip(width, plain)


def paint_heading(heading: Heading, width: int, styles: Styles) -> Strip:
    """The line above a group."""
    runs = Runs()
    runs.add(" " + cut(clean(heading.title), max(0, width - 2)), styles("group", "line"))
    return runs.strip(width, styles("", "line"))


def paint_header(
    slots: Sequence[Slot], width: int, sort: tuple[str, bool] | None, styles: Styles
) -> Strip:
    """Column titles; the sorted one with its arrow, which is never cut off."""
    runs, style = Runs(), styles("header", "header")
    runs.add(" ", style)
    for slot in slots:
        title, column = clean(slot.column.title), slot.column
        if slot is not slots[0]:
            runs.add(" " * GAP, style)
        if sort is not None and sort[0] == column.id:
            arrow = "↓" if sort[1] else "↑"
            room = max(0, slot.width - 1)
            title = cut(title, min(room, cell_len(title))) + arrow
            runs.add(cut(title, slot.width, column.align), styles("sorted", "header"))
        else:
            runs.add(cut(title, slot.width, column.align), style)
    return runs.strip(width, style)


def paint_empty(text: str, width: int, height: int, y: int, styles: Styles) -> Strip:
    """Line `y` of a table without rows: the text, wrapped, is a block a third down, centred."""
    runs, style = Runs(), styles("dim", "line")
    room = max(1, width - 2)
    lines = [
        part.plain.rstrip()
        for line in text.split("\n")
        for part in Content(clean(line)).wrap(room) or [Content("")]
    ]
    at = y - max(0, (height - len(lines)) // 3)
    if 0 <= at < len(lines):
        left = (width - min(width, max(cell_len(line) for line in lines))) // 2
        runs.add(" " * left + cut(lines[at], width - left), style)
    return runs.strip(width, style)
