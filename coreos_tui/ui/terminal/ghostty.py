"""The emulator on libghostty-vt, closed to what a program may not do from inside.

Off: images and the files, temporary files and shared memory they may name (kitty graphics),
reading and writing the clipboard (OSC 52), title reports, notifications. Strings a program never
ends are capped by the library.
"""

from collections.abc import Sequence

from coreos_tui.core.sanitize import clean
from coreos_tui.ui.terminal.emulator import (
    SCROLLBACK_BYTES,
    Cursor,
    KeyPress,
    MouseInput,
    Run,
    Span,
    TextRow,
)
from coreos_tui.ui.terminal.ghostty_input import Encoders
from coreos_tui.ui.terminal.ghostty_library import CData, library
from coreos_tui.ui.terminal.ghostty_rows import Rows
from coreos_tui.ui.terminal.ghostty_text import Texts

_CELL_PIXELS = (8, 16)
_LONGEST_APC = 4096
_LONGEST_TITLE = 200
_BRACKETED_PASTE, _FOCUS_EVENTS, _ALTERNATE_SCROLL, _SYNCHRONISED = 2004, 1004, 1007, 2026
_AFRESH = (
    b"\x1b[!p\x1b7\x1b[r\x1b8\x1b[m\x1b[?25h\x1b[?7;1007h\x1b[20;4l\x0f\x1b[<99u\x1b[>4;0m"
    b"\x1b[?1;9;66;1000;1002;1003;1004;1005;1006;1015;1016;2004;2026l\r\n"
)


class GhosttyEmulator:
    """One terminal; see `emulator.Emulator` for what its methods promise."""

    def __init__(self, cols: int, rows: int) -> None:
        self._c = library()
        ffi, lib = self._c.ffi, self._c.lib
        handle = ffi.new("GhosttyTerminal*")
        self._c.check(lib.ghostty_terminal_new(ffi.NULL, handle, cols, rows), "a terminal")
        self._t = handle[0]
        self._replies = bytearray()
        self._bell = False
        self._wanted = (cols, rows)
        self._limit()
        self._callbacks = self._listen()
        self._rows = Rows(self._t)
        self._texts = Texts(self._t)
        self._encoders = Encoders(self._t)
        self.resize(cols, rows)

    def close(self) -> None:
        """Frees the terminal and all that belongs to it."""
        self._encoders.free()
        self._rows.free()
        self._c.lib.ghostty_terminal_free(self._t)

    def _limit(self) -> None:
        lib, null = self._c.lib, self._c.ffi.NULL
        self._set("SCROLLBACK_MAX_BYTES", "size_t*", SCROLLBACK_BYTES)
        self._set_pointer("SCROLLBACK_MAX_LINES", null)
        self._set("KITTY_IMAGE_STORAGE_LIMIT", "uint64_t*", 0)
        self._set("KITTY_IMAGE_MEDIUM_FILE", "bool*", False)
        # Of the temporary files a list of directories is asked; none at all is off.
        lib.ghostty_terminal_set(
            self._t, lib.GHOSTTY_TERMINAL_OPT_KITTY_IMAGE_MEDIUM_TEMP_FILE, null
        )
        self._set("KITTY_IMAGE_MEDIUM_SHARED_MEM", "bool*", False)
        self._set("APC_MAX_BYTES", "size_t*", _LONGEST_APC)
        self._set("CLIPBOARD_WRITE_MAX_BYTES", "size_t*", 0)
        self._set("TITLE_REPORT", "bool*", False)

    def _listen(self) -> list[CData]:
        """The callbacks, which must be kept alive as long as the terminal."""
        ffi = self._c.ffi

        def reply(_terminal: CData, _user: CData, raw: CData, count: int) -> None:
            self._replies += ffi.buffer(raw, count)

        def bell(_terminal: CData, _user: CData) -> None:
            self._bell = True

        def size(_terminal: CData, _user: CData, out: CData) -> bool:
            out.columns, out.rows = self._wanted
            out.cell_width, out.cell_height = _CELL_PIXELS
            return True

        kept = []
        for option, kind, function in (
            ("WRITE_PTY", "GhosttyTerminalWritePtyFn", reply),
            ("BELL", "GhosttyTerminalBellFn", bell),
            ("SIZE", "GhosttyTerminalSizeFn", size),
        ):
            kept.append(ffi.callback(kind, function))
            self._set_pointer(option, kept[-1])
        return kept

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows."""
        return int(self._get("COLS", "uint16_t*")), int(self._get("ROWS", "uint16_t*"))

    @property
    def title(self) -> str:
        """The title, on one line, cut at 200 characters."""
        title = self._get("TITLE", "GhosttyString*")
        raw = bytes(self._c.ffi.buffer(title.ptr, title.len)[:]) if title.len else b""
        return clean(raw)[:_LONGEST_TITLE]

    @property
    def wants_mouse(self) -> bool:
        """Whether any mouse tracking mode is set."""
        return bool(self._get("MOUSE_TRACKING", "bool*"))

    @property
    def wheel_is_arrows(self) -> bool:
        """Whether the alternate screen is up and alternate scroll (1007) is not switched off."""
        return self.full_screen and self._mode(_ALTERNATE_SCROLL)

    @property
    def full_screen(self) -> bool:
        """Whether the alternate screen is up."""
        alternate = self._c.lib.GHOSTTY_TERMINAL_SCREEN_ALTERNATE
        return bool(self._get("ACTIVE_SCREEN", "int*") == alternate)

    @property
    def holding(self) -> bool:
        """Whether mode 2026 is set."""
        return self._mode(_SYNCHRONISED)

    @property
    def view(self) -> Span:
        """What part of the history is in view."""
        bar = self._get("SCROLLBAR", "GhosttyTerminalScrollbar*")
        return Span(int(bar.total), int(bar.offset), int(bar.len))

    def feed(self, data: bytes) -> bytes:
        """Takes output. A program may change the width (DECCOLM): it is set back at once."""
        self._c.lib.ghostty_terminal_vt_write(self._t, data, len(data))
        if self.size != self._wanted:
            self._resize(*self._wanted)
        return self._take_replies()

    def renew(self) -> None:
        """Leaves the alternate screen, forgets modes and scroll region, begins a line."""
        if self.full_screen:
            self.feed(b"\x1b[?1049l")  # elsewhere this would put the cursor back
        self.feed(_AFRESH)

    def take_bell(self) -> bool:
        """Whether the bell rang since the last call."""
        rang, self._bell = self._bell, False
        return rang

    def resize(self, cols: int, rows: int) -> bytes:
        """Resizes with reflow; the reply is for programs that asked for in-band reports."""
        self._wanted = (cols, rows)
        self._resize(cols, rows)
        return self._take_replies()

    def colours(self, fg: tuple[int, int, int], bg: tuple[int, int, int]) -> None:
        """Answers OSC 10 and 11; cells of the default colour stay the default colour."""
        self._set("COLOR_FOREGROUND", "GhosttyColorRgb*", fg)
        self._set("COLOR_BACKGROUND", "GhosttyColorRgb*", bg)

    def damage(self) -> Sequence[int]:
        """Takes a new picture; the rows that changed."""
        return self._rows.update()

    def row(self, y: int) -> tuple[Run, ...]:
        """The cells of a row of the picture."""
        return self._rows.runs(y)

    def selected(self, y: int) -> tuple[int, int] | None:
        """The selected part of a row of the picture."""
        return self._rows.selected(y)

    def cursor(self) -> Cursor | None:
        """The cursor of the picture."""
        return self._rows.cursor()

    def scroll(self, rows: int | None) -> None:
        """Moves the view; None goes to the newest row."""
        lib = self._c.lib
        move = self._c.ffi.new("GhosttyScrollViewportTwin*")
        move.tag = lib.GHOSTTY_SCROLL_VIEWPORT_BOTTOM
        if rows is not None:
            move.tag = lib.GHOSTTY_SCROLL_VIEWPORT_DELTA
            move.value.delta = rows
        self._c.scroll_viewport(self._t, move[0])

    def text(self, *, joined: bool = False) -> str:
        """The view as text."""
        return self._texts.view(*self.size, joined)

    def lines(self, first: int, count: int) -> list[TextRow]:
        """Rows of the history as text."""
        return self._texts.rows(first, count, self.size[0])

    def select(self, start: tuple[int, int] | None, end: tuple[int, int] = (0, 0)) -> None:
        """Selects cells of the history; the selection then moves with its text."""
        self._texts.select(start, end)

    def select_word(self, x: int, y: int) -> None:
        """Selects the word at a cell of the view."""
        self._texts.select_by("word", "GhosttyTerminalSelectWordOptions", x, y)

    def select_line(self, x: int, y: int) -> None:
        """Selects the line at a cell of the view."""
        self._texts.select_by("line", "GhosttyTerminalSelectLineOptions", x, y)

    def selection(self) -> str:
        """The selected text."""
        return self._texts.selected()

    def encode_key(self, press: KeyPress) -> bytes:
        """What a key sends."""
        return self._encoders.key(press)

    def encode_mouse(self, event: MouseInput) -> bytes:
        """What a mouse event sends."""
        return self._encoders.mouse(event, *self.size)

    def encode_paste(self, text: str) -> bytes:
        """What pasted text sends."""
        return self._encoders.paste(text, self._mode(_BRACKETED_PASTE))

    def encode_focus(self, focused: bool) -> bytes:
        """What a change of focus sends."""
        return self._encoders.focus(focused) if self._mode(_FOCUS_EVENTS) else b""

    def _resize(self, cols: int, rows: int) -> None:
        resized = self._c.lib.ghostty_terminal_resize(self._t, cols, rows, *_CELL_PIXELS)
        self._c.check(resized, f"{cols}x{rows}")

    def _take_replies(self) -> bytes:
        replies = bytes(self._replies)
        self._replies.clear()
        return replies

    def _mode(self, number: int) -> bool:
        config = self._c.ffi.new("GhosttyTerminalModeConfig*")
        config.mode = number
        key = self._c.lib.GHOSTTY_TERMINAL_DATA_MODE
        self._c.check(self._c.lib.ghostty_terminal_get(self._t, key, config), f"mode {number}")
        return bool(config.value)

    def _get(self, what: str, ctype: str) -> CData:
        out = self._c.ffi.new(ctype)
        key = getattr(self._c.lib, f"GHOSTTY_TERMINAL_DATA_{what}")
        self._c.check(self._c.lib.ghostty_terminal_get(self._t, key, out), what)
        return out[0]

    def _set(self, option: str, ctype: str, value: object) -> None:
        self._set_pointer(option, self._c.ffi.new(ctype, value))

    def _set_pointer(self, option: str, pointer: CData) -> None:
        key = getattr(self._c.lib, f"GHOSTTY_TERMINAL_OPT_{option}")
        self._c.check(self._c.lib.ghostty_terminal_set(self._t, key, pointer), option)
