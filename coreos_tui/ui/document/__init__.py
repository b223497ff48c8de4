"""A document to look through: a JSON value as a tree that folds, or plain text."""

from coreos_tui.ui.document.keys import COMMANDS
from coreos_tui.ui.document.view import Document

__all__ = ["COMMANDS", "Document"]
