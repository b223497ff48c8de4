"""All hosts of all sources, one line each."""

from coreos_tui.panes.fleet.view import FleetPane

__all__ = ["FleetPane"]
