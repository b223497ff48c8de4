"""Selecting lines of a log with mouse or keys, to copy them or to open one whole."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from textual import events
from textual.actions import SkipAction
from textual.message import Message

from coreos_tui.core.log import Line
from coreos_tui.core.sgr import plain
from coreos_tui.ui.logs.finding import Finding


class Selecting(Finding):
    """A log of which lines can be taken. While keys select, those that scroll move its end."""

    @dataclass
    class Copied(Message, namespace="log_view"):
        """Lines to be put on the clipboard."""

        text: str
        lines: int

    @dataclass
    class OpenWanted(Message, namespace="log_view"):
        """A line is to be shown whole; `whole` asks for what was cut off where it came from."""

        line: Line
        whole: Callable[[], Awaitable[Line]] | None = None

    _pressed: int | None = None
    _anchor: int | None = None
    _tip = 0

    # --- with the mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        number = self._number_at(event.y)
        if event.button == 1 and number is not None:
            again = self._selection == (number, number)
            self._select(None if again else (number, number))
            self._pressed = None if again else number
            self._anchor = None
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._pressed is not None:
            number = self._number_at(max(0, min(event.y, self.size.height - 1)))
            if number is not None:
                low, high = sorted((self._pressed, number))
                self._select((low, high))

    def on_mouse_up(self) -> None:
        self._pressed = None
        self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        if event.chain == 2 and (number := self._number_at(event.y)) is not None:
            self._select((number, number))
            self.action_open()

    # --- with keys

    @property
    def selecting(self) -> bool:
        """Whether keys select."""
        return self._anchor is not None and self._selection is not None

    def action_select(self) -> None:
        """Begins at the match one stands on, the line clicked, or the last in view."""
        if self.selecting:
            self._select(None)
            return
        low, high = self._selection or self._in_view
        start = self._current if self._selection is None and self._current is not None else high
        if start < self.ring.first:
            return
        del low
        self._following = False
        self._anchor = self._tip = start
        self._select((start, start))

    def _move_tip(self, rows: int) -> None:
        """Moves the end of the selection by lines that are shown, and keeps it in view."""
        here = self._rows.row_of(self._tip)
        step = 1 if rows > 0 else -1
        row = max(0, min(here + rows, len(self._rows) - 1))
        at = self._rows.at(row)
        while at is not None and at[0] == self._tip and 0 < row < len(self._rows) - 1:
            row += step  # over the rows of a wrapped line
            at = self._rows.at(row)
        if at is None or self._anchor is None:
            return
        self._tip = at[0]
        low, high = sorted((self._anchor, self._tip))
        self._select((low, high))
        self._bring_into_view(self._tip)

    def _bring_into_view(self, number: int) -> None:
        row = self._rows.row_of(number) + self._head
        top, height = self.scroll_offset.y, self.size.height
        if not top <= row < top + height:
            y = row if row < top else row - height + 1
            self.scroll_to(y=max(0, y), animate=False, force=True)

    def _select(self, selection: tuple[int, int] | None) -> None:
        if selection is None:
            self._anchor = None
        if selection != self._selection:
            self._selection = selection
            self._strips.clear()
            self.refresh()
            self._tell()

    # --- what is taken

    def _taken(self) -> list[Line]:
        """The selected lines, else the match one stands on, else the lines in view."""
        low, high = self._selection or self._in_view
        if self._selection is None and self._current is not None:
            low = high = self._current
        lines = (self.ring.get(number) for number in self._rows.between(low, high))
        return [line for line in lines if line is not None]

    def action_copy(self) -> None:
        taken = self._taken()
        self.post_message(self.Copied("\n".join(plain(line.text) for line in taken), len(taken)))
        if self.selecting:
            self._select(None)

    def action_open(self) -> None:
        """The last of the lines taken, whole."""
        lines = [line for line in self._taken() if line.stream != "note"]
        if self.selecting and (line := self.ring.get(self._tip)) is not None:
            lines = [line]
        if lines:
            self.post_message(self.OpenWanted(lines[-1]))

    def action_leave(self) -> None:
        if self._selection is not None:
            self._select(None)
        elif self._search is not None:
            self.search("")
        else:
            raise SkipAction
