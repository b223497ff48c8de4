"""What can be done to keys."""

from coreos_tui.core.command import Command

COMMANDS = (
    Command(
        "etcd.inspect",
        "i",
        "value",
        "Show the key's value in a tab, live (also enter); elsewhere all that is known of the "
        "cluster.",
        footer=True,
    ),
    Command("etcd.open", "right", "open", "Open the folder (also enter).", footer=True),
    Command("etcd.close", "left,h", "close", "Close the folder, or go to the one it is in."),
    Command("etcd.filter", "slash", "filter", "Show keys that begin with a text.", footer=True),
    Command("etcd.write", "w", "write", "Write its value, or a key below here.", alters=True),
    Command("etcd.delete", "d", "delete", "Delete the key.", alters=True),
    Command("etcd.copy", "y", "copy", "Copy the key.", footer=True),
    Command("etcd.again", "ctrl+r", "look again", "Ask every member again now."),
)
