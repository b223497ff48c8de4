"""What can be done with units; letters as everywhere."""

from coreos_tui.core.command import Command

COMMANDS = (
    Command("units.journal", "l", "journal", "Follow its journal in a tab (also enter).", True),
    Command("units.inspect", "i", "inspect", "Show all that systemd knows of it.", footer=True),
    Command("units.files", "u", "unit file", "Show its unit file and drop-ins.", footer=True),
    Command("units.processes", "t", "processes", "Show its processes."),
    Command("units.shell", "e", "shell", "Open a shell on its host in a tab."),
    Command("units.stop", "s", "stop", "Stop it, or all marked ones.", footer=True, alters=True),
    Command("units.start", "S", "start", "Start it.", alters=True),
    Command("units.restart", "r", "restart", "Restart it.", footer=True, alters=True),
    Command("units.kill", "K", "kill", "Send its processes SIGTERM.", alters=True),
    Command("units.enable", "b", "at boot", "Start it at every boot (enable).", alters=True),
    Command("units.disable", "B", "not at boot", "No longer start it at boot.", alters=True),
    Command("units.forget", "F", "forget", "Forget that it failed (reset-failed).", alters=True),
    Command("units.container", "c", "container", "Go to the container that it runs."),
    Command("units.filter", "slash", "filter", "Show only what holds some text.", footer=True),
    Command("units.kind", "right", "next kind", "Show services, timers, sockets …", footer=True),
    Command("units.kind_back", "left", "kind before", "Show the kind before."),
    Command("units.failed", "f", "failed", "Show only what has failed, or all again."),
    Command("units.all", "A", "all", "Show or hide those that are not active."),
    Command("units.sort", "o", "sort", "Sort by the next column."),
    Command("units.turn", "O", "turn", "Turn the order of the sorting round."),
    Command("units.again", "ctrl+r", "look again", "Ask the host again now."),
    Command("units.copy", "y", "copy", "Copy its name."),
)
