"""Rows of cells out of libghostty-vt's render state: only those that changed, as runs.

Which rows changed is known at once; their cells are read when the first of them is drawn, so a
picture that is replaced before it is drawn costs next to nothing.
"""

from itertools import groupby

from coreos_tui.ui.terminal.emulator import Colour, Cursor, CursorShape, Look, Run
from coreos_tui.ui.terminal.ghostty_library import CData, library

_PLAIN = Look()
_MOST_LOOKS = 4096
_CLUSTER_BYTES = 256


class Rows:
    """The picture of the view: `update` takes a new one, `runs` and `selected` read its rows."""

    def __init__(self, terminal: CData) -> None:
        self._c = library()
        ffi, lib = self._c.ffi, self._c.lib
        self._terminal = terminal
        self._state = ffi.new("GhosttyRenderState*")
        self._iterator = ffi.new("GhosttyRenderStateRowIterator*")
        self._cells = ffi.new("GhosttyRenderStateRowCells*")
        self._c.check(lib.ghostty_render_state_new(ffi.NULL, self._state), "a render state")
        self._c.check(
            lib.ghostty_render_state_row_iterator_new(ffi.NULL, self._iterator), "a row iterator"
        )
        self._c.check(lib.ghostty_render_state_row_cells_new(ffi.NULL, self._cells), "row cells")
        self._y = ffi.new("uint16_t*")
        self._view = ffi.new("GhosttyCellsView*")
        self._span = self._c.sized("GhosttyRenderStateRowSelection")
        self._style = self._c.sized("GhosttyStyle")
        self._style_bytes = ffi.buffer(self._style)
        self._cursor = self._c.sized("GhosttyRenderStateCursor")
        self._cluster = ffi.new("uint8_t[]", _CLUSTER_BYTES)
        self._cluster_buffer = ffi.new("GhosttyBuffer*", (self._cluster, _CLUSTER_BYTES, 0))
        self._looks: dict[bytes, Look] = {}
        self._row_looks: dict[int, Look] = {}
        self._unread: set[int] = set()
        self._runs: dict[int, tuple[Run, ...]] = {}
        self._selected: dict[int, tuple[int, int]] = {}

    def free(self) -> None:
        """Gives the C side back."""
        lib = self._c.lib
        lib.ghostty_render_state_row_cells_free(self._cells[0])
        lib.ghostty_render_state_row_iterator_free(self._iterator[0])
        lib.ghostty_render_state_free(self._state[0])

    def update(self) -> list[int]:
        """Takes a new picture; returns the rows that differ from the last one."""
        lib, state = self._c.lib, self._state[0]
        self._c.check(lib.ghostty_render_state_update(state, self._terminal), "a picture")
        self._rewind()
        changed = []
        while lib.ghostty_render_state_row_iterator_next_dirty(self._iterator[0], self._y):
            changed.append(int(self._y[0]))
        lib.ghostty_render_state_clean(state)
        self._unread.update(changed)
        return changed

    def runs(self, y: int) -> tuple[Run, ...]:
        """The cells of a row."""
        if y in self._unread:
            self._read()
        return self._runs.get(y, ())

    def selected(self, y: int) -> tuple[int, int] | None:
        """The selected part of a row."""
        if y in self._unread:
            self._read()
        return self._selected.get(y)

    def cursor(self) -> Cursor | None:
        """The cursor of the picture."""
        lib, cursor = self._c.lib, self._cursor
        key = lib.GHOSTTY_RENDER_STATE_DATA_CURSOR
        if lib.ghostty_render_state_get(self._state[0], key, cursor):
            return None
        if not (cursor.visible and cursor.viewport_has_value):
            return None
        shape = {
            lib.GHOSTTY_RENDER_STATE_CURSOR_VISUAL_STYLE_BAR: CursorShape.BAR,
            lib.GHOSTTY_RENDER_STATE_CURSOR_VISUAL_STYLE_UNDERLINE: CursorShape.UNDERLINE,
        }.get(cursor.visual_style, CursorShape.BLOCK)
        x = int(cursor.viewport_x) - bool(cursor.wide_tail)
        return Cursor(x, int(cursor.viewport_y), shape)

    def _rewind(self) -> None:
        lib = self._c.lib
        key = lib.GHOSTTY_RENDER_STATE_DATA_ROW_ITERATOR
        got = lib.ghostty_render_state_get(self._state[0], key, self._iterator)
        self._c.check(got, "the rows of a picture")

    def _read(self) -> None:
        """Reads the rows that changed since they were last read."""
        self._rewind()
        y, following = 0, self._c.lib.ghostty_render_state_row_iterator_next
        while following(self._iterator[0]):
            if y in self._unread:
                self._runs[y] = tuple(self._row())
                self._read_selection(y)
            y += 1
        self._unread.clear()

    def _read_selection(self, y: int) -> None:
        lib, span = self._c.lib, self._span
        key = lib.GHOSTTY_RENDER_STATE_ROW_DATA_SELECTION
        if lib.ghostty_render_state_row_get(self._iterator[0], key, span):
            self._selected.pop(y, None)
        else:
            self._selected[y] = (int(span.start_x), int(span.end_x) + 1)

    def _row(self) -> list[Run]:
        lib, row = self._c.lib, self._iterator[0]
        raw, full = lib.GHOSTTY_RENDER_STATE_ROW_DATA_CELLS_RAW, None
        lib.ghostty_render_state_row_get(row, raw, self._view)
        cells: list[int] = self._c.ffi.unpack(self._view.ptr, self._view.len)
        mask = self._c.cell.look_mask
        runs: list[Run] = []
        self._row_looks.clear()
        start, count = 0, len(cells)
        while start < count:
            shared = cells[start] & mask
            end = start + 1
            while end < count and cells[end] & mask == shared:
                end += 1
            if full is None and shared:
                full = lib.GHOSTTY_RENDER_STATE_ROW_DATA_CELLS
                lib.ghostty_render_state_row_get(row, full, self._cells)
            self._add_runs(runs, cells, start, end)
            start = end
        return runs

    def _add_runs(self, runs: list[Run], cells: list[int], start: int, end: int) -> None:
        """Adds the runs of cells that share tag, style and width."""
        lib, layout = self._c.lib, self._c.cell
        first = cells[start]
        tag, wide = layout.tag.of(first), layout.wide.of(first)
        if wide == lib.GHOSTTY_CELL_WIDE_SPACER_TAIL:
            return
        style = layout.style.of(first)
        look = (self._row_looks.get(style) or self._look_at(start, style)) if style else _PLAIN
        shift, mask = layout.codepoint
        if tag == lib.GHOSTTY_CELL_CONTENT_CODEPOINT:
            if wide == lib.GHOSTTY_CELL_WIDE_WIDE:
                texts = [chr(cell >> shift & mask) for cell in cells[start:end]]
                runs.extend(Run(text, 2, look, cluster=True) for text in texts)
                return
            text = "".join([chr(cell >> shift & mask or 0x20) for cell in cells[start:end]])
            runs.append(Run(text, end - start, look))
        elif tag == lib.GHOSTTY_CELL_CONTENT_CODEPOINT_GRAPHEME:
            width = 2 if wide == lib.GHOSTTY_CELL_WIDE_WIDE else 1
            runs.extend(
                Run(self._cluster_at(x), width, look, cluster=True) for x in range(start, end)
            )
        else:
            for cell, same in groupby(cells[start:end]):
                width = len(list(same))
                runs.append(Run(" " * width, width, self._erased(cell)))

    def _erased(self, cell: int) -> Look:
        """An erased cell has only a background, which is in the cell itself."""
        layout = self._c.cell
        if layout.tag.of(cell) == self._c.lib.GHOSTTY_CELL_CONTENT_BG_COLOR_PALETTE:
            return Look(bg=layout.palette.of(cell))
        return Look(bg=(layout.red.of(cell), layout.green.of(cell), layout.blue.of(cell)))

    def _cluster_at(self, x: int) -> str:
        lib, cells = self._c.lib, self._cells[0]
        lib.ghostty_render_state_row_cells_select(cells, x)
        self._cluster_buffer.len = 0
        key = lib.GHOSTTY_RENDER_STATE_ROW_CELLS_DATA_GRAPHEMES_UTF8
        if lib.ghostty_render_state_row_cells_get(cells, key, self._cluster_buffer):
            return "\ufffd"
        raw = self._c.ffi.buffer(self._cluster, self._cluster_buffer.len)[:]
        return bytes(raw).decode("utf-8", "replace") or " "

    def _look_at(self, x: int, style: int) -> Look:
        """The look of a cell. Style ids are a page's own: they are kept for one row only."""
        lib, cells = self._c.lib, self._cells[0]
        lib.ghostty_render_state_row_cells_select(cells, x)
        key = lib.GHOSTTY_RENDER_STATE_ROW_CELLS_DATA_STYLE
        if lib.ghostty_render_state_row_cells_get(cells, key, self._style):
            return _PLAIN
        raw = bytes(self._style_bytes)
        look = self._looks.get(raw)
        if look is None:
            if len(self._looks) >= _MOST_LOOKS:
                self._looks.clear()
            look = self._looks[raw] = self._read_look()
        self._row_looks[style] = look
        return look

    def _read_look(self) -> Look:
        style = self._style
        return Look(
            fg=self._colour(style.fg_color),
            bg=self._colour(style.bg_color),
            bold=bool(style.bold),
            dim=bool(style.faint),
            italic=bool(style.italic),
            underline=2 if style.underline == 2 else int(style.underline > 0),
            reverse=bool(style.inverse),
            strike=bool(style.strikethrough),
            overline=bool(style.overline),
            conceal=bool(style.invisible),
        )

    def _colour(self, colour: CData) -> Colour:
        lib = self._c.lib
        if colour.tag == lib.GHOSTTY_STYLE_COLOR_PALETTE:
            return int(colour.value.palette)
        if colour.tag == lib.GHOSTTY_STYLE_COLOR_RGB:
            rgb = colour.value.rgb
            return (int(rgb.r), int(rgb.g), int(rgb.b))
        return None
