"""Copying text: to the terminal's clipboard, and to the desktop's where there is one."""

from collections.abc import Mapping
from typing import Any

from textual.app import App

from coreos_tui.core.text import count, size
from coreos_tui.transport.clipboard import put_on_clipboard

TERMINAL_TAKES = 56_244
"""Bytes: many terminals ignore an OSC 52 of more than 74,994 characters of base64."""
LONGEST = 8 << 20


async def copy(app: App[Any], text: str, environ: Mapping[str, str]) -> str:
    """Copies text and returns a sentence about it: how much, and by whom."""
    whole = text.encode("utf-8", "replace")
    fitting = whole[:TERMINAL_TAKES].decode("utf-8", "ignore")
    app.copy_to_clipboard(fitting)
    by = await put_on_clipboard(text[:LONGEST], environ)
    lines = count(text.count("\n") + 1, "line")
    if by:
        return f"Copied {lines} with {by}."
    if len(whole) > TERMINAL_TAKES:
        part = f"the first {size(TERMINAL_TAKES)} of {size(len(whole))}"
        return f"Copied {part}: terminals take no more. ctrl+s in a log saves it whole."
    return f"Copied {lines}." if "\n" in text else "Copied."
