"""What keys do in every table."""

from coreos_tui.core.command import Command

COMMANDS = (
    Command("table.up", "up,k", "Up", "Move to the row above."),
    Command("table.down", "down,j", "Down", "Move to the row below."),
    Command("table.top", "home,g", "Top", "Move to the first row."),
    Command("table.bottom", "end,G", "Bottom", "Move to the last row."),
    Command("table.page_up", "pageup", "Page up", "Move one page up."),
    Command("table.page_down", "pagedown", "Page down", "Move one page down."),
    Command("table.choose", "enter", "Open", "Open the row under the cursor."),
    Command("table.mark", "space", "Mark", "Mark the row, or take its mark away."),
)
