"""Logs: a bounded ring of lines, and the widget that follows and searches it.

The widget is loaded when it is first asked for: the start needs only the keys.
"""

from typing import TYPE_CHECKING, Any

from coreos_tui.ui.logs.keys import COMMANDS
from coreos_tui.ui.logs.spans import Span

if TYPE_CHECKING:
    from coreos_tui.ui.logs.ring import Ring
    from coreos_tui.ui.logs.view import LogView

__all__ = ["COMMANDS", "LogView", "Ring", "Span"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(name)
    from coreos_tui.ui.logs.ring import Ring
    from coreos_tui.ui.logs.view import LogView

    return {"LogView": LogView, "Ring": Ring}[name]
