"""A table over a snapshot: given rows, it draws only the lines in view that changed."""

from coreos_tui.ui.table.columns import Column
from coreos_tui.ui.table.keys import COMMANDS
from coreos_tui.ui.table.rows import Cell, Row
from coreos_tui.ui.table.view import Table

__all__ = ["COMMANDS", "Cell", "Column", "Row", "Table"]
