"""A terminal in a widget: a program's bytes in, a person's keys out.

All of it is loaded when it is first asked for: the start needs only the keys.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coreos_tui.ui.terminal.backend import open_emulator, preload
    from coreos_tui.ui.terminal.view import TerminalView

__all__ = ["TerminalView", "open_emulator", "preload"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(name)
    from coreos_tui.ui.terminal.backend import open_emulator, preload
    from coreos_tui.ui.terminal.view import TerminalView

    return {
        "TerminalView": TerminalView,
        "open_emulator": open_emulator,
        "preload": preload,
    }[name]
