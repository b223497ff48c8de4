"""What can be done about updates. Nothing here updates anything: that is the updater's."""

from coreos_tui.core.command import Command

COMMANDS = (
    Command("updates.shell", "e", "shell", "Open a shell on the host in a tab.", footer=True),
    Command("updates.drift", "v", "drift", "Show where hosts drift apart, in a tab.", footer=True),
    Command("updates.inspect", "i", "inspect", "Show all that the host says of its updates."),
    Command("updates.again", "ctrl+r", "look again", "Ask the host again now.", footer=True),
)
