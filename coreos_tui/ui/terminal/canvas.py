"""The view's rows as strips, drawn once per change, with what lies over them."""

from collections.abc import Sequence

from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip

from coreos_tui.ui.terminal.emulator import Cursor, Emulator
from coreos_tui.ui.terminal.paint import Brush, with_cursor, with_match, with_note, with_selection


class Canvas:
    """Strips of one emulator's view; a strip lives until its row changes."""

    def __init__(self, emulator: Emulator, base: Style) -> None:
        self._emulator = emulator
        self._brush = Brush(base)
        self._strips: dict[int, Strip] = {}
        self._cursor: Cursor | None = None
        self._note = ""

    def restyle(self, base: Style) -> bool:
        """Takes a new base style; says whether all rows have to be drawn again."""
        if base == self._brush.base:
            return False
        self._brush = Brush(base)
        self._strips.clear()
        return True

    def update(self) -> list[int]:
        """Takes a new picture; returns the rows to draw again, sorted."""
        changed = set(self._emulator.damage())
        for y in changed:
            self._strips.pop(y, None)
        cursor = self._emulator.cursor()
        if cursor != self._cursor:
            changed |= {at.y for at in (self._cursor, cursor) if at is not None}
            self._cursor = cursor
        below = self._emulator.view.below
        note = f" {below} below " if below else ""
        if note != self._note:
            self._note = note
            changed.add(0)
        return sorted(changed)

    @property
    def cursor_row(self) -> int | None:
        """The row the cursor is drawn on."""
        return self._cursor.y if self._cursor else None

    def line(
        self, y: int, width: int, cursor: bool, focused: bool, found: Sequence[tuple[int, int]] = ()
    ) -> Strip:
        """A row as it is drawn: text, what was found in it, selection, cursor, note."""
        strip = self._strips.get(y)
        if strip is None or strip.cell_length != width:
            strip = self._strips[y] = self._brush.strip(self._emulator.row(y), width)
        for start, end in found:
            strip = with_match(strip, start, end)
        chosen = self._emulator.selected(y)
        if chosen is not None:
            strip = with_selection(strip, *chosen)
        if cursor and self._cursor and self._cursor.y == y and self._cursor.x < width:
            strip = with_cursor(strip, self._emulator.row(y), self._cursor, focused)
        if self._note and y == 0:
            strip = with_note(strip, self._note, self._brush.base)
        return strip


def regions_of(rows: Sequence[int], width: int) -> list[Region]:
    """Sorted rows as regions, neighbours together."""
    regions: list[Region] = []
    for y in rows:
        if regions and regions[-1].bottom == y:
            regions[-1] = Region(0, regions[-1].y, width, regions[-1].height + 1)
        else:
            regions.append(Region(0, y, width, 1))
    return regions
