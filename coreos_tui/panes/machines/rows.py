"""Hosts and machines as rows: pure."""

from coreos_tui.core import topics
from coreos_tui.core.machine import Host, Machine, Power
from coreos_tui.core.standing import standing_with
from coreos_tui.core.store import Store
from coreos_tui.core.text import age
from coreos_tui.ui.table import Cell, Column, Row

COLUMNS = (
    Column("glyph", "", 1, priority=9),
    Column("name", "name", None, 12, priority=8),
    Column("state", "state", 8, 6, priority=6),
    Column("release", "release", 30, 16, priority=7),
    Column("since", "since", 5, priority=3),
    Column("provider", "by", 11, 10, priority=2),
)


def rows_of(store: Store) -> list[Row]:
    """One row a host, in the order of the site."""
    machines = {each.name: each for each in store.value(topics.MACHINES) or ()}
    stale = store.get(topics.MACHINES).stale
    return [
        _row(store, host, machines.get(host.name), stale)
        for host in store.value(topics.HOSTS) or ()
    ]


def _row(store: Store, host: Host, machine: Machine | None, stale: bool) -> Row:
    reading = store.get(topics.host(host.name))
    standing = standing_with(store, host, machine)
    release = reading.value.release.title if reading.value and reading.value.release.known else "—"
    provider = machine.provider if machine else host.kind.value
    since = machine.since if machine else (reading.value.booted if reading.value else None)
    cells = (
        Cell(standing.glyph, standing.look),
        Cell(host.name),
        Cell(standing.word, standing.look if standing.word != "…" else "dim"),
        Cell(release, "" if release != "—" else "dim"),
        Cell(age(since), "dim"),
        Cell(provider, "dim"),
    )
    dim = reading.stale or (stale and machine is not None)
    return Row(host.name, cells, dim=dim)


def state_line(store: Store) -> str:
    """How many there are and what is wrong with Vagrant itself, for the title."""
    error = store.get(topics.MACHINES).error
    machines = store.value(topics.MACHINES) or ()
    running = sum(each.power is Power.RUNNING for each in machines)
    counted = f"{running}/{len(machines)} run" if machines else ""
    return "vagrant ✕" if error is not None else counted
