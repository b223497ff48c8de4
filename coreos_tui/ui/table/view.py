"""The table widget: a cursor and marks over a snapshot of rows."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from textual import events
from textual.binding import Binding
from textual.message import Message

from coreos_tui.ui.table.columns import GAP, Column
from coreos_tui.ui.table.keys import COMMANDS
from coreos_tui.ui.table.rows import Line, Row, lines_of
from coreos_tui.ui.table.surface import Surface

_CLASSES = ("good", "warn", "bad", "dim", "accent", "match", "mark", "group", "sorted")
_STATES = ("cursor", "blurred", "header")


class Table(Surface, can_focus=True, inherit_bindings=False):
    """Rows under a header, one of them under the cursor.

    The caller sorts and filters, and gives the outcome to `show`.
    """

    ALLOW_SELECT = False
    BINDINGS = [  # noqa: RUF012 - Textual's own name and type
        Binding(each.keys, each.verb, each.title, show=each.footer, id=each.id) for each in COMMANDS
    ]
    COMPONENT_CLASSES = {f"table--{each}" for each in (*_CLASSES, *_STATES)}  # noqa: RUF012
    DEFAULT_CSS = """
    Table {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        scrollbar-background: $surface;
        scrollbar-background-hover: $surface;
        scrollbar-color: $foreground 25%;
        background: $surface;
        color: $foreground;
        & > .table--header { color: $text-muted; background: $surface; }
        & > .table--sorted { color: $text-primary; text-style: bold; }
        & > .table--group { color: $text-accent; text-style: bold; }
        & > .table--cursor { background: $primary 45%; text-style: bold; }
        & > .table--blurred { background: $primary 18%; }
        & > .table--good { color: $text-success; }
        & > .table--warn { color: $text-warning; }
        & > .table--bad { color: $text-error; }
        & > .table--dim { color: $text-muted; }
        & > .table--accent { color: $text-accent; }
        & > .table--mark { color: $accent; text-style: bold; }
        & > .table--match { color: $warning; text-style: bold underline; }
        &:ansi > .table--blurred { background: ansi_bright_black; }
        &:ansi > .table--dim { text-style: dim; }
    }
    """

    @dataclass
    class Moved(Message):
        """The cursor is on another key now (None: the table is empty)."""

        table: "Table"
        key: Hashable | None

        @property
        def control(self) -> "Table":
            return self.table

    class Chosen(Moved):
        """A row was opened, with enter or a double click."""

    @dataclass
    class Marked(Message):
        """The marks changed."""

        table: "Table"
        keys: frozenset[Hashable]

        @property
        def control(self) -> "Table":
            return self.table

    @dataclass
    class ViewChanged(Message):
        """Other rows are in view now. At most once a refresh."""

        table: "Table"
        keys: tuple[Hashable, ...]

        @property
        def control(self) -> "Table":
            return self.table

    @dataclass
    class HeaderClicked(Message):
        """A column title was clicked: the caller may sort by it."""

        table: "Table"
        column: str

        @property
        def control(self) -> "Table":
            return self.table

    def __init__(self, columns: Sequence[Column], **kept: Any) -> None:
        super().__init__(columns, **kept)
        self._places: dict[Hashable, int] = {}
        self._told: tuple[Hashable, ...] = ()
        self._telling = False

    # --- what is shown

    def show(self, rows: Sequence[Row]) -> None:
        """Takes a snapshot. The cursor stays on its key, or on its line where the key went."""
        old, old_cursor, old_key = self._lines, self._cursor, self.cursor_key
        in_view = self._is_seen(old_cursor)
        self._lines = lines_of(rows)
        self._places = {
            line.key: at for at, line in enumerate(self._lines) if isinstance(line, Row)
        }
        self._cursor = self._places.get(old_key, -1) if old_cursor >= 0 else -1
        if self._cursor < 0:
            self._cursor = self._nearest(max(0, old_cursor))
        if len(old) != len(self._lines):
            self._resize_lines()
        self._refresh_changed(old, old_cursor)
        if in_view and self._cursor >= 0:
            self._reveal(self._cursor)
        if self.cursor_key != old_key or (old_cursor < 0) != (self._cursor < 0):
            self.post_message(self.Moved(self, self.cursor_key))
        self._tell_soon()

    def _refresh_changed(self, old: Sequence[Line], old_cursor: int) -> None:
        if not old or not self._lines:
            if old or self._lines:
                self.refresh()
            return
        first = self.scroll_offset.y
        for at in range(first, first + self._page):
            was = old[at] if at < len(old) else None
            now = self._lines[at] if at < len(self._lines) else None
            moved = (at == old_cursor) != (at == self._cursor)
            if moved or (was is not now and was != now):
                self._refresh_at(at)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._tell_soon()

    def on_resize(self) -> None:
        self._resize_lines()
        if self._cursor >= 0:
            self._reveal(self._cursor)
        self._tell_soon()

    def _tell_soon(self) -> None:
        if not self._telling and self.is_attached:
            self._telling = True
            self.call_after_refresh(self._tell_view)

    def _tell_view(self) -> None:
        self._telling = False
        keys = self.keys_in_view
        if keys != self._told:
            self._told = keys
            self.post_message(self.ViewChanged(self, keys))

    # --- the cursor and the marks

    @property
    def cursor_key(self) -> Hashable | None:
        """The key under the cursor; None where there are no rows."""
        line = self._lines[self._cursor] if 0 <= self._cursor < len(self._lines) else None
        return line.key if isinstance(line, Row) else None

    @property
    def marked(self) -> frozenset[Hashable]:
        """Keys that are marked and shown: what is out of sight is not acted on."""
        return frozenset(key for key in self._marks if key in self._places)

    @marked.setter
    def marked(self, keys: frozenset[Hashable]) -> None:
        if keys != self._marks:
            self._marks = frozenset(keys)
            self.refresh()
            self.post_message(self.Marked(self, self.marked))

    def move_to(self, key: Hashable) -> bool:
        """Puts the cursor on a key; False where it is not shown."""
        if key not in self._places:
            return False
        self._move(self._places[key])
        return True

    def _nearest(self, at: int, step: int = 1) -> int:
        """The line at or nearest to `at` that holds a row, first looking in `step`; else -1."""
        at = max(0, min(at, len(self._lines) - 1))
        for way in (step, -step):
            near = at
            while 0 <= near < len(self._lines):
                if isinstance(self._lines[near], Row):
                    return near
                near += way
        return -1

    def _move(self, at: int, step: int = 1) -> None:
        old, self._cursor = self._cursor, self._nearest(at, step)
        if self._cursor < 0:
            return
        self._reveal(self._cursor)
        if old != self._cursor:
            self._refresh_at(old)
            self._refresh_at(self._cursor)
            self.post_message(self.Moved(self, self.cursor_key))

    def action_up(self) -> None:
        self._move(self._cursor - 1, -1)

    def action_down(self) -> None:
        self._move(self._cursor + 1)

    def action_top(self) -> None:
        self._move(0)

    def action_bottom(self) -> None:
        self._move(len(self._lines) - 1, -1)

    def action_page_up(self) -> None:
        self._move(self._cursor - max(1, self.size.height - self._top - 1), -1)

    def action_page_down(self) -> None:
        self._move(self._cursor + max(1, self.size.height - self._top - 1))

    def action_choose(self) -> None:
        if self._cursor >= 0:
            self.post_message(self.Chosen(self, self.cursor_key))

    def action_mark(self) -> None:
        if self._cursor >= 0:
            self._marks = self._marks ^ {self.cursor_key}
            self._refresh_at(self._cursor)
            self.post_message(self.Marked(self, self.marked))

    def on_click(self, event: events.Click) -> None:
        if event.button != 1:
            return
        if event.y < self._top:
            self._header_clicked(event.x)
            return
        at = self.scroll_offset.y + event.y - self._top
        if at < len(self._lines) and isinstance(self._lines[at], Row):
            self._move(at)
            if event.chain == 2:
                self.action_choose()

    def _header_clicked(self, x: int) -> None:
        left = 1
        for slot in self._slots:
            if left <= x < left + slot.width:
                self.post_message(self.HeaderClicked(self, slot.column.id))
            left += slot.width + GAP
