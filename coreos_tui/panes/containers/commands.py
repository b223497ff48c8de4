"""What can be done to containers."""

from coreos_tui.core.command import Command

COMMANDS = (
    Command(
        "containers.logs",
        "l",
        "logs",
        "Follow its logs in a tab (also enter); those of all marked ones as one.",
        footer=True,
    ),
    Command("containers.project", "L", "project logs", "Follow the logs of its project as one."),
    Command("containers.shell", "e", "shell", "Open a shell in it in a tab.", footer=True),
    Command("containers.exec", "E", "run…", "Run a command of your choice in it, as any user."),
    Command("containers.attach", "a", "attach", "Open its own terminal, or only its output."),
    Command("containers.inspect", "i", "inspect", "Show all the engine knows of it.", footer=True),
    Command("containers.top", "t", "processes", "Show its processes."),
    Command(
        "containers.stop", "s", "stop", "Stop it, or all marked ones.", footer=True, alters=True
    ),
    Command("containers.start", "S", "start", "Start it (or the engine that sleeps).", alters=True),
    Command("containers.restart", "r", "restart", "Restart it.", footer=True, alters=True),
    Command(
        "containers.pause", "p", "pause", "Pause it, or go on where it is paused.", alters=True
    ),
    Command("containers.kill", "K", "kill", "Kill it at once.", alters=True),
    Command("containers.remove", "d", "remove", "Remove it; its own files are lost.", alters=True),
    Command("containers.unit", "u", "unit", "Go to the systemd unit that runs it."),
    Command("containers.filter", "slash", "filter", "Show only what holds some text.", footer=True),
    Command("containers.all", "A", "all", "Show or hide those that do not run."),
    Command("containers.sort", "o", "sort", "Sort by the next column."),
    Command("containers.turn", "O", "turn", "Turn the order of the sorting round."),
    Command("containers.copy", "y", "copy", "Copy its id."),
)
