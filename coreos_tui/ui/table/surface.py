"""Where a table is drawn: columns, painted lines kept until they change, scrolling."""

import re
from collections.abc import Hashable, Sequence

from rich.style import Style
from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from coreos_tui.ui.table.columns import Column, Slot, fit
from coreos_tui.ui.table.paint import paint_empty, paint_header, paint_heading, paint_row
from coreos_tui.ui.table.rows import Heading, Line, Row

_KEPT = 2_000
_BARE_HEIGHT = 3


class Surface(ScrollView):
    """Draws lines under a header that does not scroll. Who owns the lines is above."""

    show_header = True

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        empty: Content | str = "Nothing here.",
        sort: tuple[str, bool] | None = None,
        id: str | None = None,  # noqa: A002 - Textual's own name
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._columns = tuple(columns)
        self._slots: tuple[Slot, ...] = ()
        self._slots_width = -1
        self._lines: tuple[Line, ...] = ()
        self._cursor = -1
        self._marks: frozenset[Hashable] = frozenset()
        self._empty, self._sort, self._highlight = empty, sort, ""
        self._lit: re.Pattern[str] | None = None
        self._strips: dict[Hashable, tuple[Row, tuple[str, bool], Strip]] = {}
        self._style_of: dict[tuple[str, str], Style] = {}

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._columns

    @columns.setter
    def columns(self, columns: Sequence[Column]) -> None:
        if tuple(columns) != self._columns:
            self._columns, self._slots_width = tuple(columns), -1
            self._repaint()

    @property
    def shown_columns(self) -> tuple[str, ...]:
        """Ids of the columns there is room for."""
        return tuple(slot.column.id for slot in self._slots)

    @property
    def sort(self) -> tuple[str, bool] | None:
        """Column id and whether it falls: only shown, as an arrow; the caller sorts."""
        return self._sort

    @sort.setter
    def sort(self, sort: tuple[str, bool] | None) -> None:
        if sort != self._sort:
            self._sort = sort
            self.refresh()

    @property
    def empty(self) -> Content | str:
        """What is said where there are no rows."""
        return self._empty

    @empty.setter
    def empty(self, empty: Content | str) -> None:
        if empty != self._empty:
            self._empty = empty
            if not self._lines:
                self.refresh()

    @property
    def highlight(self) -> str:
        """Text lit up in the cells, whatever its case."""
        return self._highlight

    @highlight.setter
    def highlight(self, text: str) -> None:
        if text != self._highlight:
            self._highlight = text
            self._lit = re.compile(re.escape(text), re.IGNORECASE) if text else None
            self._repaint()

    @property
    def keys_in_view(self) -> tuple[Hashable, ...]:
        return tuple(line.key for line in self._seen() if isinstance(line, Row))

    @property
    def _top(self) -> int:
        """Lines the header takes: none where there are hardly any lines at all."""
        return 1 if self.show_header and self.size.height > _BARE_HEIGHT else 0

    @property
    def _page(self) -> int:
        return max(1, self.size.height - self._top)

    def _seen(self) -> tuple[Line, ...]:
        first = self.scroll_offset.y
        return self._lines[first : first + max(0, self.size.height - self._top)]

    def _is_seen(self, at: int) -> bool:
        return 0 <= at - self.scroll_offset.y < self._page

    def _resize_lines(self) -> None:
        size = Size(self.size.width, len(self._lines) + self._top)
        page = self.size.height
        scrolls = self.virtual_size.height > page
        grows = self.styles.auto_dimensions and size.height != self.virtual_size.height
        if grows or scrolls != (size.height > page):
            self.virtual_size = size
        else:
            # One line more or less: to lay out the whole screen anew would take ten times as long.
            self.set_reactive(ScrollView.virtual_size, size)
            if scrolls:
                self.vertical_scrollbar.window_virtual_size = size.height
        if self.scroll_offset.y > self.max_scroll_y:
            self.scroll_to(y=self.max_scroll_y, animate=False)

    def _reveal(self, at: int) -> None:
        """Scrolls as little as brings a line into view, and the heading above it."""
        top = at
        while top > 0 and isinstance(self._lines[top - 1], Heading):
            top -= 1
        first = self.scroll_offset.y
        if top < first:
            self.scroll_to(y=top, animate=False, force=True)
        elif at >= first + self._page:
            self.scroll_to(y=at - self._page + 1, animate=False, force=True)

    def _refresh_at(self, at: int) -> None:
        if self._is_seen(at):
            self.refresh_line(at + self._top)

    def _repaint(self) -> None:
        self._strips.clear()
        self._style_of.clear()
        self.refresh()

    def notify_style_update(self) -> None:
        self._strips.clear()
        self._style_of.clear()
        super().notify_style_update()

    def _style(self, name: str, state: str) -> Style:
        """The style of a class on a line state, resolved once per theme."""
        style = self._style_of.get((name, state))
        if style is None:
            if not self.is_attached:
                return self.rich_style  # removed, and drawn once more before the next layout
            style = self.rich_style
            if state != "line":
                style += self.get_component_rich_style(f"table--{state}")
            # What is dim could hardly be read on the colour of the cursor.
            if name not in ("", state, "dim" if state == "cursor" else ""):
                part = self.get_component_rich_style(f"table--{name}")
                style += Style(
                    color=part.color, bold=part.bold, dim=part.dim, underline=part.underline
                )
            self._style_of[name, state] = style
        return style

    def render_line(self, y: int) -> Strip:
        width, room = self.size.width, self.size.width - 2
        if self._slots_width != width:
            self._slots, self._slots_width = fit(self._columns, room), width
            self._strips.clear()
        if y < self._top:
            return paint_header(self._slots, width, self._sort, self._style)
        at = y - self._top + self.scroll_offset.y
        if not self._lines:
            text = self._empty.plain if isinstance(self._empty, Content) else self._empty
            return paint_empty(text, width, self._page, y - self._top, self._style)
        if at >= len(self._lines):
            return Strip.blank(width, self._style("", "line"))
        line = self._lines[at]
        if isinstance(line, Heading):
            return paint_heading(line, width, self._style)
        return self._row_strip(line, at == self._cursor)

    def _row_strip(self, row: Row, under: bool) -> Strip:
        state = ("cursor" if self.has_focus else "blurred") if under else "line"
        look = (state, row.key in self._marks)
        kept = self._strips.get(row.key)
        if kept is not None and kept[1] == look and kept[0] == row:
            return kept[2]
        strip = paint_row(row, self._slots, self.size.width, state, look[1], self._style, self._lit)
        if len(self._strips) > _KEPT:
            self._strips.clear()
        self._strips[row.key] = (row, look, strip)
        return strip
