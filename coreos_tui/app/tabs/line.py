"""A tab that shows one line of a log whole."""

import json
from datetime import UTC
from typing import Any

from textual.app import ComposeResult

from coreos_tui.app.tabs.saving import save_held
from coreos_tui.app.tabs.sources import LONGEST
from coreos_tui.core.log import Line
from coreos_tui.core.text import size
from coreos_tui.ui.logs import LogView
from coreos_tui.ui.prompt import Searching
from coreos_tui.ui.viewer import Tab

_PIECE = 64 << 10


class LineTab(Tab):
    """The text wrapped, in pieces of 64 KiB; it can be searched and copied as any log."""

    def __init__(self, key: str, line: Line) -> None:
        super().__init__(key, "log line")
        self._line = line

    def compose(self) -> ComposeResult:
        self.log_view = LogView(size=2 * LONGEST, wrap=True, longest=_PIECE)
        yield Searching(self.log_view)

    def on_mount(self) -> None:
        line = self._line
        self.log_view.following = False
        starts = range(0, len(line.text), _PIECE) or (0,)
        self.log_view.append([Line(line.text[at : at + _PIECE], line.at) for at in starts])
        if line.dropped:
            self.log_view.note(f"{size(line.dropped)} more of it were not kept")
        when = f"{line.at.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}Z · " if line.at else ""
        self.tell(mark="≡", state=f"{when}{size(len(line.text) + line.dropped)}")

    async def on_log_view_save_wanted(self, event: LogView.SaveWanted) -> None:
        event.stop()
        await save_held(self.title, self.log_view)


def json_in(text: bytes) -> Any:
    """The object in a line, or the list that a line is; None where there is neither."""
    decoded = text.decode("utf-8", "replace")
    starts = {decoded.find("{"), 0 if decoded.startswith("[") else -1} - {-1}
    for start in sorted(starts):
        try:
            found = json.JSONDecoder().raw_decode(decoded[start:])[0]
        except (ValueError, RecursionError):
            continue
        if found and isinstance(found, dict | list):
            return found
    return None
