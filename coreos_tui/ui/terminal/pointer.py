"""The mouse: to the program if it asked for it, else a selection and the way back in history.

With shift held the mouse is always ours.
"""

from textual import events

from coreos_tui.ui.terminal.emulator import Emulator, KeyPress, MouseInput
from coreos_tui.ui.terminal.keys import mouse_input

_WHEEL_ROWS = 3


class Pointer:
    """What the mouse does over one emulator. Methods return bytes for the program."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator
        self._anchor: tuple[int, int] | None = None
        self._programs = False
        self._last: MouseInput | None = None
        self.selecting = False

    def down(self, event: events.MouseDown, x: int, y: int) -> bytes:
        """A button went down: the program's press, or the start of a selection."""
        self.selecting = False
        self._programs = self._emulator.wants_mouse and not event.shift
        if self._programs:
            return self._emulator.encode_mouse(mouse_input(event, x, y))
        self._emulator.select(None)
        self._anchor = self._in_history(x, y) if event.button == 1 else None
        return b""

    def move(self, event: events.MouseMove, x: int, y: int, outside: int) -> bytes:
        """The mouse moved; `outside` is -1 above and 1 below the view, where dragging scrolls."""
        if self._anchor is not None:
            if outside:
                self._emulator.scroll(outside)
            here = self._in_history(x, y)
            if here != self._anchor or self.selecting:
                self.selecting = True
                self._emulator.select(*sorted((self._anchor, here), key=lambda at: at[::-1]))
            return b""
        moved = mouse_input(event, x, y)
        if event.shift or moved == self._last or not self._emulator.wants_mouse:
            return b""
        self._last = moved
        return self._emulator.encode_mouse(moved)

    def up(self, event: events.MouseUp, x: int, y: int) -> bytes:
        """A button came up; `selecting` then says whether a selection was made."""
        self._anchor = None
        if not self._programs:
            return b""
        self._programs = False
        return self._emulator.encode_mouse(mouse_input(event, x, y))

    def wheel(self, event: events.MouseEvent, x: int, y: int, towards: int) -> bytes:
        """The wheel turned: the program's, or arrow keys on its full screen, or our scrolling."""
        emulator = self._emulator
        if not event.shift:
            if emulator.wants_mouse:
                return emulator.encode_mouse(mouse_input(event, x, y))
            if emulator.wheel_is_arrows:
                arrow = KeyPress("up" if towards < 0 else "down")
                return emulator.encode_key(arrow) * (_WHEEL_ROWS if towards else 0)
        emulator.scroll(_WHEEL_ROWS * towards)
        return b""

    def clicked(self, event: events.Click, x: int, y: int) -> bool:
        """A second click selects the word, a third the line; says whether it selected."""
        if event.button != 1 or event.chain < 2 or self._taken(event):
            return False
        select = self._emulator.select_word if event.chain == 2 else self._emulator.select_line
        select(x, y)
        return True

    def _taken(self, event: events.MouseEvent) -> bool:
        return self._emulator.wants_mouse and not event.shift

    def _in_history(self, x: int, y: int) -> tuple[int, int]:
        return x, self._emulator.view.offset + y
