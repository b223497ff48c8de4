"""What keys do while one looks back in a terminal, or at what has ended."""

from coreos_tui.core.command import Command

COMMANDS = (
    Command("scrollback.up", "up,k", "Up", "Scroll one line up, or move the chosen lines up."),
    Command("scrollback.down", "down,j", "Down", "Scroll one line down, or move them down."),
    Command("scrollback.page_up", "pageup", "Page up", "Scroll one page up."),
    Command("scrollback.page_down", "pagedown", "Page down", "Scroll one page down."),
    Command("scrollback.top", "home,g", "Oldest", "Go to the oldest line."),
    Command("scrollback.bottom", "end,G", "Newest", "Go to the newest line."),
    Command("scrollback.find", "slash", "Search", "Search by a regular expression.", footer=True),
    Command("scrollback.next", "n", "Next", "Go to the next match.", footer=True),
    Command("scrollback.previous", "N", "Previous", "Go to the match before."),
    Command("scrollback.choose", "v", "Choose", "Choose a line to copy.", footer=True),
    Command("scrollback.more_up", "shift+up,K", "More up", "Choose one more line above."),
    Command("scrollback.more_down", "shift+down,J", "More down", "Choose one more line below."),
    Command("scrollback.copy", "y", "Copy", "Copy the match, the lines, or the view.", footer=True),
    Command("scrollback.leave", "escape", "Leave", "Leave lines, search, then history."),
)
