"""The emulation library libghostty-vt, as pyghostty 0.1 binds it, loaded on first use."""

import json
from functools import cache
from typing import Any, NamedTuple, TypeAlias

from coreos_tui.ui.terminal.ghostty_types import parse_together

CData: TypeAlias = Any
"""A C value: cffi has no types to give."""

# cffi cannot pass a union by value; a struct of the same layout is passed the same way.
_SCROLL_TWIN = """
typedef struct {
    GhosttyTerminalScrollViewportTag tag;
    struct { intptr_t delta; uint64_t padding; } value;
} GhosttyScrollViewportTwin;
"""


class Field(NamedTuple):
    """Where a value sits in a packed 64-bit cell."""

    shift: int
    mask: int

    def of(self, cell: int) -> int:
        return cell >> self.shift & self.mask


class CellLayout(NamedTuple):
    """The bit layout of a cell, as the library itself describes it."""

    tag: Field
    codepoint: Field
    palette: Field
    red: Field
    green: Field
    blue: Field
    style: Field
    wide: Field

    @property
    def look_mask(self) -> int:
        """The bits two neighbours must share to be drawn as one run."""
        return sum(f.mask << f.shift for f in (self.tag, self.style, self.wide))


class Library(NamedTuple):
    """The loaded library: cffi's `ffi` and `lib`, the layout of cells, functions taking unions."""

    ffi: CData
    lib: CData
    cell: CellLayout
    scroll_viewport: CData
    grid_ref: CData

    def check(self, result: int, what: str) -> None:
        """Raises RuntimeError unless a call succeeded."""
        if result:
            raise RuntimeError(f"the terminal library refused {what} ({result})")

    def sized(self, ctype: str) -> CData:
        """A new struct whose `size` fields, nested ones too, are filled in."""
        struct = self.ffi.new(ctype + "*")
        self._fill_sizes(struct)
        return struct

    def _fill_sizes(self, struct: CData) -> None:
        kind = self.ffi.typeof(struct).item
        for name, field in kind.fields:
            if name == "size":
                struct.size = self.ffi.sizeof(kind)
            elif field.type.kind == "struct":
                self._fill_sizes(self.ffi.addressof(struct[0], name))


def _cell_layout(described: dict[str, Any]) -> CellLayout:
    bits = described["types"]["GhosttyCell"]["bits"]

    def field(spec: dict[str, Any], base: int = 0) -> Field:
        return Field(base + spec["lsb"], (1 << spec["width"]) - 1)

    content = bits["content"]
    arms, base = content["arms"], content["lsb"]
    rgb = arms["BG_COLOR_RGB"]["bits"]
    return CellLayout(
        tag=field(bits["content_tag"]),
        codepoint=field(arms["CODEPOINT"]["bits"]["codepoint"], base),
        palette=field(arms["BG_COLOR_PALETTE"]["bits"]["index"], base),
        red=field(rgb["r"], base),
        green=field(rgb["g"], base),
        blue=field(rgb["b"], base),
        style=field(bits["style_id"]),
        wide=field(bits["wide"]),
    )


@cache
def library() -> Library:
    """The library. Raises ImportError or OSError where there is no build for the platform."""
    # Lazy, because importing it means parsing 3,500 lines of C declarations: 150 ms.
    from pyghostty import ffi, lib
    from pyghostty._ffi import union_fn

    parse_together(ffi, _SCROLL_TWIN)
    twin, real = "GhosttyScrollViewportTwin", "GhosttyTerminalScrollViewport"
    if (ffi.sizeof(twin), ffi.alignof(twin)) != (ffi.sizeof(real), ffi.alignof(real)):
        raise OSError("an unknown build of libghostty-vt")
    described = json.loads(ffi.string(lib.ghostty_type_json()))
    return Library(
        ffi,
        lib,
        _cell_layout(described),
        union_fn("ghostty_terminal_scroll_viewport", f"void(*)(GhosttyTerminal, {twin})"),
        union_fn(
            "ghostty_terminal_grid_ref",
            "GhosttyResult(*)(GhosttyTerminal, GhosttyPointS, GhosttyGridRef*)",
        ),
    )
