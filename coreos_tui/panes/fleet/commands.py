"""What can be done in the fleet; letters as in the list of machines."""

from coreos_tui.core.command import Command

COMMANDS = (
    Command("fleet.open", "enter", "containers", "Look at the host's containers.", footer=True),
    Command("fleet.shell", "e", "shell", "Open a shell on the host in a tab.", footer=True),
    Command("fleet.inspect", "i", "inspect", "Show all that the host says of itself."),
    Command("fleet.up", "S", "up", "Start the machine (`vagrant up`).", alters=True),
    Command("fleet.halt", "s", "halt", "Halt the machine.", footer=True, alters=True),
    Command("fleet.reload", "r", "reload", "Restart the machine.", alters=True),
    Command("fleet.suspend", "p", "suspend", "Suspend it, or resume it.", alters=True),
    Command("fleet.again", "ctrl+r", "try again", "Try a broken connection again now."),
    Command("fleet.filter", "slash", "filter", "Show only hosts that hold some text.", footer=True),
    Command("fleet.sort", "o", "sort", "Sort by the next column.", footer=True),
    Command("fleet.turn", "O", "turn", "Turn the order of the sorting round."),
    Command("fleet.copy", "y", "copy", "Copy its name."),
)
