"""What each place is asked for, carried to who does it: one module a place."""

from coreos_tui.app.asked import (
    containers,
    etcd,
    fleet,
    journal,
    machines,
    release,
    units,
    updates,
    viewer,
)
from coreos_tui.app.asked.hands import CarryOut, Hands

PLACES: dict[str, CarryOut] = {
    "containers": containers.carry_out,
    "etcd": etcd.carry_out,
    "fleet": fleet.carry_out,
    "journal": journal.carry_out,
    "machines": machines.carry_out,
    "release": release.carry_out,
    "units": units.carry_out,
    "updates": updates.carry_out,
    "viewer": viewer.carry_out,
}

__all__ = ["PLACES", "Hands"]
