"""Hosts and machines as rows."""

import pytest

from coreos_tui.core import topics
from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.machine import Host, HostFacts, Kind, Machine
from coreos_tui.core.release import parse_release
from coreos_tui.core.standing import GLYPHS, Standing, standing_of
from coreos_tui.core.store import Store
from coreos_tui.panes.machines.rows import COLUMNS, rows_of, state_line

FACTS = HostFacts("x", parse_release("ID=flatcar\nVERSION_ID=4459.2.1\n"))


def row_of(store: Store, at: int = 0) -> dict[str, str]:
    cells = rows_of(store)[at].cells
    return {column.id: cell.text for column, cell in zip(COLUMNS, cells, strict=True)}


def store_of(machine: Machine | None = None, kind: Kind = Kind.MACHINE) -> Store:
    store = Store()
    store.put(topics.HOSTS, (Host("core-01", kind),))
    if machine is not None:
        store.put(topics.MACHINES, (machine,))
    return store


@pytest.mark.parametrize(
    ("state", "busy", "glyph", "word"),
    [
        ("running", False, "◌", "…"),
        ("running", True, "◐", "busy"),
        ("poweroff", False, "○", "off"),
        ("not_created", False, "·", "absent"),
        ("saved", False, "‖", "saved"),
        ("gurumeditation", False, "!", "gurumeditation"),
        ("", False, "?", "unknown"),
    ],
)
def test_a_machine_says_its_state(state: str, busy: bool, glyph: str, word: str) -> None:
    row = row_of(store_of(Machine("core-01", "libvirt", state, busy=busy)))
    assert (row["glyph"], row["state"], row["provider"]) == (glyph, word, "libvirt")


def test_every_power_has_a_glyph_of_its_own() -> None:
    assert len({glyph for glyph, _ in GLYPHS.values()}) == len(GLYPHS)


@pytest.mark.parametrize(
    ("hop", "word"), [(Hop.HOST_KEY, "key"), (Hop.SSH, "ssh"), (Hop.HOST, "lost")]
)
def test_a_lost_host_keeps_its_release_dimmed_and_names_the_hop(hop: Hop, word: str) -> None:
    store = store_of(kind=Kind.SSH)
    store.put(topics.host("core-01"), FACTS)
    assert row_of(store) | {"state": "up", "release": "Flatcar 4459.2.1"} == row_of(store)
    store.fail(topics.host("core-01"), HopError(hop, "no"))
    assert (row_of(store)["glyph"], row_of(store)["state"]) == ("✕", word)
    assert row_of(store)["release"] == "Flatcar 4459.2.1"
    assert rows_of(store)[0].dim


def test_a_machine_that_is_off_is_off_whatever_its_link_says() -> None:
    store = store_of(Machine("core-01", "libvirt", "shutoff"))
    store.fail(topics.host("core-01"), HopError(Hop.SSH, "refused"))
    assert row_of(store)["state"] == "off"


def test_the_title_counts_machines_and_says_when_vagrant_is_broken() -> None:
    store = store_of()
    assert state_line(store) == ""
    store.put(topics.MACHINES, (Machine("a", state="running"), Machine("b", state="off")))
    assert state_line(store) == "1/2 run"
    store.fail(topics.MACHINES, HopError(Hop.VAGRANT, "locked"))
    assert state_line(store) == "vagrant ✕"


def test_a_host_whose_engine_hangs_does_not_look_well() -> None:
    store, host = Store(), Host("core-01", Kind.MACHINE)
    store.put(topics.host("core-01"), FACTS)
    store.put(topics.engines("core-01"), ("docker", "podman"))
    assert standing_of(store, host).look == "good"
    store.fail(topics.engine("core-01", "podman"), HopError(Hop.ASLEEP, "not started"))
    assert standing_of(store, host).look == "good"
    store.fail(topics.engine("core-01", "podman"), HopError(Hop.PERMISSION, "no"))
    assert (standing_of(store, host).word, standing_of(store, host).look) == ("engine", "warn")
    store.fail(topics.engine("core-01", "docker"), HopError(Hop.ENGINE, "docker did not answer"))
    assert standing_of(store, host) == Standing("!", "engine", "bad", 4)
