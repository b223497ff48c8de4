"""What can be done to a machine or a host."""

from coreos_tui.core.command import Command

COMMANDS = (
    Command("machines.shell", "e", "shell", "Open a shell on the host in a tab.", footer=True),
    Command("machines.journal", "l", "journal", "Follow the host's journal in a tab.", footer=True),
    Command(
        "machines.timeline", "L", "timeline", "Its journal, containers and engines as one log."
    ),
    Command("machines.inspect", "i", "inspect", "Show all that the host says of itself."),
    Command(
        "machines.up", "S", "up", "Start the machine (`vagrant up`).", footer=True, alters=True
    ),
    Command("machines.halt", "s", "halt", "Halt the machine.", footer=True, alters=True),
    Command("machines.reload", "r", "reload", "Restart the machine.", alters=True),
    Command("machines.suspend", "p", "suspend", "Suspend it, or resume it.", alters=True),
    Command("machines.destroy", "d", "destroy", "Destroy it, disk and all.", alters=True),
    Command("machines.again", "ctrl+r", "try again", "Try a broken connection again now."),
)
