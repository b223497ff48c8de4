"""What keys do in a journal, beside those of every log."""

from coreos_tui.core.command import Command

COMMANDS = (
    Command("journal.boot", "b", "boot", "Show every boot, this one, or the one before."),
    Command("journal.priority", "p", "priority", "Leave out debug, notices, then warnings."),
    Command("journal.host", "H", "whole host", "Follow the journal of the whole host."),
)
