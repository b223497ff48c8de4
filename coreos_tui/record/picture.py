"""One moment of a recording as SVG, PNG or text."""

import io
import re
from collections.abc import Iterable
from html import escape, unescape

from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment, Segments
from rich.style import Style

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.record.reading import Cast, Event
from coreos_tui.ui.terminal import open_emulator
from coreos_tui.ui.terminal.emulator import Emulator
from coreos_tui.ui.terminal.paint import Brush

EXTRA = "coreos-tui[render]"
_BASE = Style(color="#d5dbe3", bgcolor="#10151c")
_MONO = "DejaVu Sans Mono, Menlo, Liberation Mono, monospace"
_FONTS = {
    "font-family: Fira Code, monospace": f"font-family: {_MONO}",
    "font-size: 20px": "font-size: 20.26px",
    "font-family: arial": f"font-family: {_MONO}",
}
"""What draws boxes, blocks and braille in one font, as wide as Rich's cells of 12.2 pixels.

The renderer sets a whole run in another font where the first one lacks one character of it.
"""
_CELL = 12.2
_TEXT = re.compile(r'(<text [^>]*? x=")([\d.]+)(" [^>]*?textLength=")[\d.]+("[^>]*>)([^<]*)</text>')
_FOREIGN = re.compile(
    "([\u2800-\u28ff\u2e80-\ud7ff\uf900-\ufaff\ufe30-\uffef\U00010000-\U0010ffff]+)"
)


def play_until(emulator: Emulator, events: Iterable[Event], seconds: float) -> None:
    """Feeds what was put out until then, sizes included."""
    for event in events:
        if event.seconds > seconds:
            return
        if event.kind == "o":
            emulator.feed(event.text.encode("utf-8", "replace"))
        elif event.kind == "r":
            emulator.resize(*event.size)


def svg_of(cast: Cast, seconds: float) -> str:
    """The screen at that second, in a window's frame. Raises HopError without an emulator."""
    emulator = open_emulator(*cast.size)
    try:
        play_until(emulator, cast.pictures, seconds)
        return _drawn(emulator, cast.title or "coreos-tui")
    finally:
        emulator.close()


def text_of(cast: Cast, seconds: float) -> str:
    """The screen at that second, as lines."""
    emulator = open_emulator(*cast.size)
    try:
        play_until(emulator, cast.pictures, seconds)
        return emulator.text()
    finally:
        emulator.close()


def _drawn(emulator: Emulator, title: str) -> str:
    columns, rows = emulator.size
    emulator.damage()
    brush = Brush(_BASE)
    console = Console(
        width=columns,
        height=rows,
        file=io.StringIO(),
        force_terminal=True,
        color_system="truecolor",
        record=True,
        legacy_windows=False,
        safe_box=False,
    )
    segments: list[Segment] = []
    for y in range(rows):
        segments += [*brush.strip(emulator.row(y), columns), Segment.line()]
    console.print(Segments(segments[:-1]), end="")
    return console.export_svg(title=title)


def png_of(svg: str, zoom: float = 1.0) -> bytes:
    """The picture as PNG. Blocks for some 0.3 s; raises HopError where the extra is missing."""
    try:
        import resvg_py
    except ImportError:
        raise HopError(
            Hop.FILE, "a PNG needs a renderer", f"Install it: pip install '{EXTRA}'"
        ) from None
    for old, new in _FONTS.items():
        svg = svg.replace(old, new)
    return bytes(resvg_py.svg_to_bytes(svg_string=_TEXT.sub(_apart, svg), zoom=zoom))


def _apart(element: re.Match[str]) -> str:
    """A run of text, cut where a character comes from another font."""
    head, x, between, tail, escaped = element.groups()
    text = unescape(escaped)
    if not _FOREIGN.search(text):
        return element.group()
    drawn, at = [], float(x)
    for part in _FOREIGN.split(text):
        width = _CELL * cell_len(part)
        if part:
            kept = escape(part).replace(" ", "&#160;")
            drawn.append(f"{head}{at:g}{between}{width:g}{tail}{kept}</text>")
        at += width
    return "".join(drawn)
