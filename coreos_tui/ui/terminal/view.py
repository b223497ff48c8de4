"""The widget: shows one program's terminal and sends it what is typed.

Every key goes to the program but `TerminalView.ESCAPE_KEY`, which posts `Left`, and shift with
pageup, pagedown, home and end, which look back in history. There the keys of `commands` are ours,
`q` leads back, and any other does so and goes to the program. The app's priority bindings are
asked before any widget: it must hold them back while `takes_keys` is true of the focused view.
"""

from typing import ClassVar

from textual import events

from coreos_tui.ui.terminal import messages
from coreos_tui.ui.terminal.display import Phase
from coreos_tui.ui.terminal.keys import key_press
from coreos_tui.ui.terminal.scrollback import Scrollback


class TerminalView(Scrollback, can_focus=True, inherit_bindings=True):
    """A terminal. `on_bytes` takes what goes to the program, `on_size` its columns and rows."""

    PLACE = "Scrollback"
    ESCAPE_KEY: ClassVar[str] = "ctrl+right_square_bracket"
    ALLOW_SELECT = False  # Textual's own selection; a terminal has its own
    DEFAULT_CSS = "TerminalView { width: 1fr; height: 1fr; }"

    Opened = messages.Opened
    Closed = messages.Closed
    Left = messages.Left
    Bell = messages.Bell
    TitleChanged = messages.TitleChanged
    Copied = messages.Copied
    LookedBack = messages.LookedBack

    # --- typing

    def _type(self, data: bytes) -> None:
        """Sends what a person typed: the view goes to where it will show, a selection goes."""
        if not data or self._emulator is None:
            return
        if self.looking_back:
            self.look_ahead()
        elif self._emulator.view.below:
            self._emulator.scroll(None)
            self._pacer.ask()
        if self._pointer is not None and self._pointer.selecting:
            self._pointer.selecting = False
            self._emulator.select(None)
            self._pacer.ask()
        self._send(data)

    def on_key(self, event: events.Key) -> None:
        """Sends a key to the program, but for the few that are ours."""
        if event.key == self.ESCAPE_KEY:
            self._stop(event)
            self.post_message(self.Left(self))
        elif self._scrolled_by(event.key):
            self._stop(event)
        elif event.key == "q" and self.looking_back and self.phase is Phase.RUNNING:
            self._stop(event)
            self.look_ahead()
        elif self.takes_keys or self._means_the_program(event.key):
            self._stop(event)
            if (press := key_press(event.key, event.character)) is not None:
                self._once_open(lambda emulator: self._type(emulator.encode_key(press)))
        elif event.key in ("enter", "q"):
            self._stop(event)
            self.post_message(self.Closed(self))

    def on_paste(self, event: events.Paste) -> None:
        """Sends pasted text, made harmless."""
        self._stop(event)
        self._once_open(lambda emulator: self._type(emulator.encode_paste(event.text)))

    def on_focus(self) -> None:
        """Tells the program, if it asked, and draws the cursor full."""
        self._focus_changed(True)

    def on_blur(self) -> None:
        """Tells the program, if it asked, and draws the cursor faint."""
        self._focus_changed(False)

    def _focus_changed(self, focused: bool) -> None:
        if self._emulator is None or self._canvas is None:
            return
        self._send(self._emulator.encode_focus(focused))
        if self._canvas.cursor_row is not None:
            self._refresh_rows([self._canvas.cursor_row])

    def _scrolled_by(self, key: str) -> bool:
        go = {
            "shift+pageup": self.action_page_up,
            "shift+pagedown": self.action_page_down,
            "shift+home": self.action_top,
            "shift+end": self.action_bottom,
        }.get(key)
        if go is None or not self.look_back():
            return False
        go()
        return True

    def _means_the_program(self, key: str) -> bool:
        """Whether a key typed while looking back is none of ours, and so leads back."""
        if not self.looking_back or self.phase is not Phase.RUNNING:
            return False
        bound = self.screen.active_bindings.get(key)
        return bound is None or bound.node is not self

    # --- the mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """A press for the program, or the start of a selection."""
        if self._pointer is not None:
            self._stop(event)
            self.capture_mouse()
            self._moused(self._pointer.down(event, *self._cell(event)))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """A drag or motion for the program, or more of a selection."""
        if self._pointer is not None:
            self._stop(event)
            y = event.get_content_offset_capture(self).y
            outside = -1 if y < 0 else int(y >= self.content_size.height)
            self._moused(self._pointer.move(event, *self._cell(event), outside))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """A release for the program, or the end of a selection, which is then copied."""
        if self._pointer is not None:
            self._stop(event)
            self.release_mouse()
            self._moused(self._pointer.up(event, *self._cell(event)))
            if self._pointer.selecting:
                self.action_copy()

    def on_click(self, event: events.Click) -> None:
        """Two clicks select and copy a word, three a line."""
        if self._pointer is not None and self._pointer.clicked(event, *self._cell(event)):
            self._stop(event)
            self._pointer.selecting = True
            self._pacer.ask()
            self.action_copy()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel, away from the person."""
        self._wheel(event, -1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel, towards the person."""
        self._wheel(event, 1)

    def on_mouse_scroll_left(self, event: events.MouseScrollLeft) -> None:
        """The wheel, tilted."""
        self._wheel(event, 0)

    def on_mouse_scroll_right(self, event: events.MouseScrollRight) -> None:
        """The wheel, tilted."""
        self._wheel(event, 0)

    def _wheel(self, event: events.MouseEvent, towards: int) -> None:
        if self._pointer is not None:
            self._stop(event)
            self._moused(self._pointer.wheel(event, *self._cell(event), towards))

    def _moused(self, data: bytes) -> None:
        self._send(data)
        self._pacer.ask()

    def _cell(self, event: events.MouseEvent) -> tuple[int, int]:
        at = event.get_content_offset_capture(self)
        cols, rows = self._emulator.size if self._emulator else (1, 1)
        return min(max(at.x, 0), cols - 1), min(max(at.y, 0), rows - 1)

    @staticmethod
    def _stop(event: events.Event) -> None:
        event.stop()
        event.prevent_default()
