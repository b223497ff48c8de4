"""Keys that mean the same everywhere, and all commands there are."""

from coreos_tui.app.tabs.etcd_value_keys import COMMANDS as VALUE
from coreos_tui.app.tabs.journal_keys import COMMANDS as JOURNAL
from coreos_tui.app.tabs.shell_keys import COMMANDS as SHELL
from coreos_tui.core.command import Command
from coreos_tui.registry import NUMBERS, PANES, VIEWER
from coreos_tui.ui import viewer
from coreos_tui.ui.document.keys import COMMANDS as DOCUMENT
from coreos_tui.ui.logs.keys import COMMANDS as LOGS
from coreos_tui.ui.table import COMMANDS as TABLE
from coreos_tui.ui.terminal.commands import COMMANDS as SCROLLBACK

# What the app ends with when the demo is to follow.
DEMO = "demo"

COMMANDS = (
    Command("app.next", "tab", "next pane", "Give the keys to the next pane."),
    Command("app.previous", "shift+tab", "previous pane", "Give the keys to the previous pane."),
    *(
        Command(f"app.pane_{n}", str(n), pane.TITLE.lower(), f"Go to the pane {pane.TITLE}.")
        for pane, n in NUMBERS.items()
    ),
    Command(f"app.pane_{VIEWER}", str(VIEWER), "viewer", "Go to the tab in view."),
    Command("app.tab_left", "left_square_bracket", "previous tab", "Show the tab to the left."),
    Command("app.tab_right", "right_square_bracket", "next tab", "Show the tab to the right."),
    Command("app.close_tab", "ctrl+w", "close", "End and close the tab in view.", footer=True),
    Command("app.zoom", "z", "zoom", "Give the whole screen to this pane, or take it back."),
    Command("app.back", "escape", "back", "Clear the filter, close the zoom, go back."),
    Command("app.palette", "colon", "command", "Choose any command by its name."),
    Command("app.record", "f9", "record", "Start a recording of this terminal, or end it."),
    Command("app.screenshot", "ctrl+p", "screenshot", "Keep the screen as SVG, PNG and text."),
    Command("app.help", "question_mark,f1", "help", "Show all keys."),
    Command("app.theme", "T", "theme", "Change to the next theme."),
    Command("app.demo", "D", "demo", "Show a simulated stack, where there is nothing to show yet."),
    Command("app.quit", "q,ctrl+q", "quit", "Leave coreos-tui; what runs goes on running."),
)

CLOSE = next(each for each in COMMANDS if each.id == "app.close_tab")

PLACES: tuple[tuple[str, tuple[Command, ...]], ...] = (
    *((pane.TITLE, pane.COMMANDS) for pane in PANES),
    ("Viewer", viewer.COMMANDS),
    ("Logs", LOGS),
    ("Journal", JOURNAL),
    ("Shell", SHELL),
    ("Scrollback", SCROLLBACK),
    ("Inspect", DOCUMENT),
    ("Value of a key", VALUE),
    ("Lists", TABLE),
    ("Everywhere", COMMANDS),
)


def all_commands() -> dict[str, Command]:
    """Every command by its id."""
    return {each.id: each for _, commands in PLACES for each in commands}
