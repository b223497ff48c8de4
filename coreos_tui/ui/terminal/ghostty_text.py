"""Text out of libghostty-vt: the view, rows of the history, what is selected."""

from coreos_tui.ui.terminal.ghostty_library import CData, library


class Texts:
    """The text of one terminal, and the selection in it."""

    def __init__(self, terminal: CData) -> None:
        self._c = library()
        self._t = terminal

    def view(self, cols: int, rows: int) -> str:
        """The view as text."""
        return self._text(self._ref(0, 0), self._ref(cols - 1, rows - 1))

    def rows(self, first: int, count: int, cols: int) -> list[str]:
        """Rows of the history as text."""
        last = self._ref(cols - 1, first + count - 1, "SCREEN")
        rows = self._text(self._ref(0, first, "SCREEN"), last).split("\n")
        return rows + [""] * (count - len(rows))

    def select(self, start: tuple[int, int] | None, end: tuple[int, int]) -> None:
        """Selects cells of the history, or nothing."""
        if start is None:
            self._choose(self._c.ffi.NULL)
            return
        chosen = self._c.sized("GhosttySelection")
        chosen.start, chosen.end = self._ref(*start, "SCREEN"), self._ref(*end, "SCREEN")
        self._choose(chosen)

    def select_by(self, what: str, options_type: str, x: int, y: int) -> None:
        """Selects what the library takes for a word or a line at a cell of the view."""
        options, chosen = self._c.sized(options_type), self._c.sized("GhosttySelection")
        options.ref = self._ref(x, y)
        find = getattr(self._c.lib, f"ghostty_terminal_select_{what}")
        if not find(self._t, options, chosen):
            self._choose(chosen)

    def selected(self) -> str:
        """The selected text, soft wraps joined."""
        return self._format(self._c.ffi.NULL, unwrap=True)

    def _choose(self, selection: CData) -> None:
        option = self._c.lib.GHOSTTY_TERMINAL_OPT_SELECTION
        chosen = self._c.lib.ghostty_terminal_set(self._t, option, selection)
        self._c.check(chosen, "a selection")

    def _text(self, start: CData, end: CData) -> str:
        whole = self._c.sized("GhosttySelection")
        whole.start, whole.end = start, end
        return self._format(whole, unwrap=False)

    def _ref(self, x: int, y: int, space: str = "VIEWPORT") -> CData:
        """A reference to a cell, good until the terminal changes."""
        ffi, lib = self._c.ffi, self._c.lib
        point = ffi.new("GhosttyPointS*")
        point.tag = getattr(lib, f"GHOSTTY_POINT_TAG_{space}")
        point.value.x, point.value.y = x, y
        ref = self._c.sized("GhosttyGridRef")
        self._c.check(self._c.grid_ref(self._t, point[0], ref), f"cell {x},{y}")
        return ref[0]

    def _format(self, selection: CData, unwrap: bool) -> str:
        ffi, lib = self._c.ffi, self._c.lib
        options = self._c.sized("GhosttyTerminalSelectionFormatOptions")
        options.emit = lib.GHOSTTY_FORMATTER_FORMAT_PLAIN
        options.unwrap, options.trim, options.selection = unwrap, True, selection
        size = ffi.new("size_t*")
        render = lib.ghostty_terminal_selection_format_buf
        asked = render(self._t, options[0], ffi.NULL, 0, size)
        if asked == lib.GHOSTTY_NO_VALUE or not size[0]:
            return ""
        out = ffi.new("uint8_t[]", size[0])
        self._c.check(render(self._t, options[0], out, size[0], size), "its text")
        return bytes(ffi.buffer(out, size[0])[:]).decode("utf-8", "replace")
