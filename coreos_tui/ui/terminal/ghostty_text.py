"""Text out of libghostty-vt: the view, rows of the history, what is selected."""

from coreos_tui.ui.terminal.emulator import TextRow
from coreos_tui.ui.terminal.ghostty_library import CData, library


class Texts:
    """The text of one terminal, and the selection in it."""

    def __init__(self, terminal: CData) -> None:
        self._c = library()
        self._t = terminal
        self._row = self._c.ffi.new("GhosttyRow*")
        self._wraps = self._c.ffi.new("bool*")

    def view(self, cols: int, rows: int, joined: bool) -> str:
        """The view as text."""
        whole = self._between(self._ref(0, 0), self._ref(cols - 1, rows - 1))
        return self._format(whole, unwrap=joined)

    def rows(self, first: int, count: int, cols: int) -> list[TextRow]:
        """Rows of the history as text."""
        last = self._ref(cols - 1, first + count - 1, "SCREEN")
        whole = self._between(self._ref(0, first, "SCREEN"), last)
        texts = self._format(whole, unwrap=False, trim=False).split("\n")
        rows = [self._text_row(y, text, cols) for y, text in enumerate(texts, first)]
        return rows + [TextRow("")] * (count - len(rows))

    def _text_row(self, y: int, text: str, cols: int) -> TextRow:
        """A short row cannot go on: it need not be asked, which would take longer than its text.

        A wide character that has no room leaves the last cell empty.
        """
        if (len(text) >= cols - 1 or not text.isascii()) and self._goes_on(y):
            return TextRow(text, True)
        return TextRow(text.rstrip(" "))

    def _goes_on(self, y: int) -> bool:
        lib, ref = self._c.lib, self._c.ffi.new("GhosttyGridRef*", self._ref(0, y, "SCREEN"))
        self._c.check(lib.ghostty_grid_ref_row(ref, self._row), f"row {y}")
        asked = lib.ghostty_row_get(self._row[0], lib.GHOSTTY_ROW_DATA_WRAP, self._wraps)
        self._c.check(asked, f"the end of row {y}")
        return bool(self._wraps[0])

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

    def _between(self, start: CData, end: CData) -> CData:
        whole = self._c.sized("GhosttySelection")
        whole.start, whole.end = start, end
        return whole

    def _ref(self, x: int, y: int, space: str = "VIEWPORT") -> CData:
        """A reference to a cell, good until the terminal changes."""
        ffi, lib = self._c.ffi, self._c.lib
        point = ffi.new("GhosttyPointS*")
        point.tag = getattr(lib, f"GHOSTTY_POINT_TAG_{space}")
        point.value.x, point.value.y = x, y
        ref = self._c.sized("GhosttyGridRef")
        self._c.check(self._c.grid_ref(self._t, point[0], ref), f"cell {x},{y}")
        return ref[0]

    def _format(self, selection: CData, unwrap: bool, trim: bool = True) -> str:
        ffi, lib = self._c.ffi, self._c.lib
        options = self._c.sized("GhosttyTerminalSelectionFormatOptions")
        options.emit = lib.GHOSTTY_FORMATTER_FORMAT_PLAIN
        options.unwrap, options.trim, options.selection = unwrap, trim, selection
        size = ffi.new("size_t*")
        render = lib.ghostty_terminal_selection_format_buf
        asked = render(self._t, options[0], ffi.NULL, 0, size)
        if asked == lib.GHOSTTY_NO_VALUE or not size[0]:
            return ""
        out = ffi.new("uint8_t[]", size[0])
        self._c.check(render(self._t, options[0], out, size[0], size), "its text")
        return bytes(ffi.buffer(out, size[0])[:]).decode("utf-8", "replace")
