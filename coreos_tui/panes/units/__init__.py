"""The units of a host's systemd."""

from coreos_tui.panes.units.view import UnitsPane

__all__ = ["UnitsPane"]
