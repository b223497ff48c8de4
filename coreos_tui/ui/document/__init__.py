"""A document to look through: a JSON value as a tree that folds, or plain text.

The widget is loaded when it is first asked for: the start needs only the keys.
"""

from typing import TYPE_CHECKING, Any

from coreos_tui.ui.document.keys import COMMANDS

if TYPE_CHECKING:
    from coreos_tui.ui.document.view import Document

__all__ = ["COMMANDS", "Document"]


def __getattr__(name: str) -> Any:
    if name != "Document":
        raise AttributeError(name)
    from coreos_tui.ui.document.view import Document

    return Document
