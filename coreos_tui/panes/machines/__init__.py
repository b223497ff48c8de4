"""Where containers run: this workstation, Vagrant's machines, SSH hosts."""

from coreos_tui.panes.machines.view import MachinesPane

__all__ = ["MachinesPane"]
