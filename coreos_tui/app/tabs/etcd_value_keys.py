"""What keys do in the tab of a value of etcd; the start needs no more of it."""

from coreos_tui.core.command import Command

COMMANDS = (
    Command("value.older", "less_than_sign", "older", "Show the value before.", footer=True),
    Command("value.newer", "greater_than_sign", "newer", "Show the value after.", footer=True),
)
