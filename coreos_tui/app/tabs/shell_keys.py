"""What keys do in a terminal tab whose program has ended; the start needs no more of it."""

from coreos_tui.core.command import Command

LEAVE = "ctrl+] leaves the keys to coreos-tui"
COMMANDS = (
    Command("shell.again", "r", "run again", "Start what has ended once more.", footer=True),
    Command(
        "shell.inspect", "i", "inspect", "Show all the engine knows of its container.", footer=True
    ),
    Command("shell.release", "o", "release", "Show the container's release files.", footer=True),
)
