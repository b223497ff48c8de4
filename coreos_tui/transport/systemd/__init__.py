"""systemd of a host: its journal, what it says of its units, and what it is told to do."""

from coreos_tui.transport.systemd.acts import VERBS, act, command
from coreos_tui.transport.systemd.cgroup import processes
from coreos_tui.transport.systemd.journal import Journal
from coreos_tui.transport.systemd.show import properties, unit_files

__all__ = ["VERBS", "Journal", "act", "command", "processes", "properties", "unit_files"]
