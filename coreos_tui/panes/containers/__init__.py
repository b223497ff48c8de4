"""The containers of a host's engines."""

from coreos_tui.panes.containers.view import ContainersPane

__all__ = ["ContainersPane"]
