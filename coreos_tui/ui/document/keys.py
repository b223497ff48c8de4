"""What keys do in a document."""

from coreos_tui.core.command import Command

COMMANDS = (
    Command("document.up", "up,k", "Up", "Move to the line above."),
    Command("document.down", "down,j", "Down", "Move to the line below."),
    Command("document.page_up", "pageup", "Page up", "Move one page up."),
    Command("document.page_down", "pagedown", "Page down", "Move one page down."),
    Command("document.top", "home,g", "Top", "Move to the first line."),
    Command("document.bottom", "end,G", "Bottom", "Move to the last line."),
    Command("document.fold", "enter,space", "Fold", "Fold or open what is here.", footer=True),
    Command("document.close", "left,h", "Close", "Fold this, or go to what holds it."),
    Command("document.open", "right", "Open", "Open this."),
    Command("document.back", "shift+left", "Back", "Scroll long lines back."),
    Command("document.on", "shift+right", "On", "Scroll long lines on."),
    Command("document.all", "asterisk", "All", "Open all, or fold all."),
    Command("document.search", "slash", "Search", "Search names and values.", footer=True),
    Command("document.next", "n", "Next", "Go to the next match."),
    Command("document.previous", "N", "Previous", "Go to the match before."),
    Command("document.copy", "y", "Copy", "Copy the value here.", footer=True),
    Command("document.reveal", "R", "Reveal", "Show masked secrets, or mask them.", footer=True),
)
