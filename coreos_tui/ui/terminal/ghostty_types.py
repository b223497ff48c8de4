"""The C types that we name, parsed together when the library is loaded."""

from typing import Any

POINTED = (
    "bool",
    "int",
    "size_t",
    "uint16_t",
    "uint64_t",
    "GhosttyBuffer",
    "GhosttyCellsView",
    "GhosttyColorRgb",
    "GhosttyGridRef",
    "GhosttyKeyEncoder",
    "GhosttyKeyEvent",
    "GhosttyMouseEncoder",
    "GhosttyMouseEncoderSize",
    "GhosttyMouseEvent",
    "GhosttyPointS",
    "GhosttyRenderState",
    "GhosttyRenderStateCursor",
    "GhosttyRenderStateRowCells",
    "GhosttyRenderStateRowIterator",
    "GhosttyRenderStateRowSelection",
    "GhosttyRow",
    "GhosttyScrollViewportTwin",
    "GhosttySelection",
    "GhosttyString",
    "GhosttyStyle",
    "GhosttyTerminal",
    "GhosttyTerminalModeConfig",
    "GhosttyTerminalScrollbar",
    "GhosttyTerminalSelectLineOptions",
    "GhosttyTerminalSelectWordOptions",
    "GhosttyTerminalSelectionFormatOptions",
)
PLAIN = (
    "GhosttyScrollViewportTwin",
    "GhosttyTerminalScrollViewport",
    "GhosttyTerminalBellFn",
    "GhosttyTerminalSizeFn",
    "GhosttyTerminalWritePtyFn",
)
FUNCTIONS = (
    "void(*)(GhosttyTerminal, GhosttyScrollViewportTwin)",
    "GhosttyResult(*)(GhosttyTerminal, GhosttyPointS, GhosttyGridRef*)",
)
# Of an open array there is no field: cffi parses these two by themselves.
ARRAYS = ("char[]", "uint8_t[]")
_TYPES = (*(f"{each}*" for each in POINTED), *PLAIN, *FUNCTIONS)


def parse_together(ffi: Any, more: str = "") -> None:
    """Parses our types, and `more` declarations before them, in one go.

    cffi reads each name of a type behind all names of the library, which takes 6 ms; the fields of
    a struct it reads at once. Should it keep elsewhere what it has read, it is only slow again.
    """
    fields = "".join(f"{_as_field(each, f't{at}')};" for at, each in enumerate(_TYPES))
    ffi.cdef(f"{more} struct coreos_tui_types {{ {fields} }};", override=True)
    known = getattr(ffi, "_parsed_types", {})
    read = ffi.typeof("struct coreos_tui_types").fields
    for each, (_, field) in zip(_TYPES, read, strict=True):
        known[each] = field.type, False


def _as_field(ctype: str, name: str) -> str:
    if "(*)" in ctype:
        return ctype.replace("(*)", f"(*{name})")
    return f"{ctype} {name}"
