"""What keys do in every log."""

from coreos_tui.core.command import Command
from coreos_tui.ui.logs.spans import Span

SPANS = (
    (Span.ALL, "All", "all there is"),
    (Span.MINUTE, "1 min", "the last minute"),
    (Span.FIVE, "5 min", "the last 5 minutes"),
    (Span.QUARTER, "15 min", "the last 15 minutes"),
    (Span.HOUR, "1 h", "the last hour"),
    (Span.DAY, "24 h", "the last 24 hours"),
    (Span.START, "Start", "what came since its writer started"),
)
COMMANDS = (
    Command("log.up", "up,k", "Up", "Scroll one line up; stops following."),
    Command("log.down", "down,j", "Down", "Scroll one line down."),
    Command("log.page_up", "pageup", "Page up", "Scroll one page up; stops following."),
    Command("log.page_down", "pagedown", "Page down", "Scroll one page down."),
    Command("log.top", "home,g", "Oldest", "Go to the oldest line; older ones are loaded."),
    Command("log.bottom", "end,G", "Newest", "Go to the newest line and follow."),
    Command("log.left", "left", "Left", "Scroll long lines back."),
    Command("log.right", "right", "Right", "Scroll long lines on."),
    Command("log.follow", "f", "Follow", "Stick to the newest line, or stop.", footer=True),
    Command("log.search", "slash", "Search", "Search by a regular expression.", footer=True),
    Command("log.next", "n", "Next", "Go to the next match."),
    Command("log.previous", "N", "Previous", "Go to the match before."),
    Command("log.without", "exclamation_mark", "Hide", "Hide lines that match."),
    Command("log.only", "x", "Only", "Show only lines that match.", footer=True),
    Command("log.context", "C", "Context", "Show 0, 2 or 5 lines around matches."),
    Command("log.times", "t", "Times", "Times: none, local, UTC, age.", footer=True),
    Command("log.wrap", "w", "Wrap", "Wrap long lines, or cut them.", footer=True),
    Command("log.json", "J", "JSON", "Lines of JSON: level, message, fields; or as they are."),
    Command("log.open", "enter", "Open", "Show the last line in view, or the selected one, whole."),
    Command("log.select", "v", "Select", "Select lines by moving; again: none.", footer=True),
    Command("log.copy", "y", "Copy", "Copy the selected lines, or all that are in view."),
    Command("log.save", "ctrl+s", "Save", "Save the whole log to a new file; again: stop that."),
    *(
        Command(f"log.span_{span.name.lower()}", str(number), title, f"Show {what}.")
        for number, (span, title, what) in enumerate(SPANS)
    ),
    Command("log.clear", "c", "Clear", "Forget the lines so far."),
    Command("log.leave", "escape", "Leave", "Leave the selection, then the search."),
)
