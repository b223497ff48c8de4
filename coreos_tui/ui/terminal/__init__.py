"""A terminal in a widget: a program's bytes in, a person's keys out."""

from coreos_tui.ui.terminal.backend import open_emulator, preload
from coreos_tui.ui.terminal.view import TerminalView

__all__ = ["TerminalView", "open_emulator", "preload"]
