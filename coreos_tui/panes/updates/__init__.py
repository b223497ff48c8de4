"""Updates and reboots of every host, and where hosts drift apart."""

from coreos_tui.panes.updates.view import UpdatesPane

__all__ = ["UpdatesPane"]
