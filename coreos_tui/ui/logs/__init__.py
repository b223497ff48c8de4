"""Logs: a bounded ring of lines, and the widget that follows and searches it."""

from coreos_tui.ui.logs.keys import COMMANDS
from coreos_tui.ui.logs.ring import Line, Ring
from coreos_tui.ui.logs.view import LogView

__all__ = ["COMMANDS", "Line", "LogView", "Ring"]
