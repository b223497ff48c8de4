"""The panes there are, in their order: the one registration."""

from coreos_tui.panes.containers import ContainersPane
from coreos_tui.panes.etcd import EtcdPane
from coreos_tui.panes.fleet import FleetPane
from coreos_tui.panes.machines import MachinesPane
from coreos_tui.panes.release import ReleasePane
from coreos_tui.panes.units import UnitsPane
from coreos_tui.panes.updates import UpdatesPane
from coreos_tui.ui.pane import Pane

PANES: tuple[type[Pane], ...] = (
    MachinesPane,
    ReleasePane,
    ContainersPane,
    UnitsPane,
    UpdatesPane,
    EtcdPane,
    FleetPane,
)

# The viewer keeps the number it has had from the beginning, whatever panes come.
VIEWER = 4
NUMBERS: dict[type[Pane], int] = {
    pane: at if at < VIEWER else at + 1 for at, pane in enumerate(PANES, 1)
}
