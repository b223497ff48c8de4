"""The fleet: one line a host, the worst first."""

from coreos_tui.core import topics
from coreos_tui.core.answer import Answer
from coreos_tui.core.container import Container
from coreos_tui.core.engine import EngineFacts
from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.load import Load
from coreos_tui.core.machine import Host, HostFacts, Kind, Machine
from coreos_tui.core.release import parse_release
from coreos_tui.core.store import Store
from coreos_tui.core.unit import Unit
from coreos_tui.core.update import Need, Reboot, Update
from coreos_tui.panes.fleet.model import SORTS, Wish, chosen, lines_of
from coreos_tui.panes.fleet.rows import COLUMNS, rows_of

DEBIAN = parse_release("ID=debian\nVERSION_ID=12\n")
BROKEN = Unit("lab-broken.service", "lab-broken.service", "loaded", "failed", "failed")


def fleet(*names: str) -> Store:
    store = Store()
    store.put(topics.HOSTS, tuple(Host(name, Kind.SSH) for name in names))
    for name in names:
        store.put(topics.host(name), HostFacts(name, DEBIAN))
        store.put(topics.failed_units(name), Answer(()))
    return store


def told(store: Store, wish: Wish | None = None) -> list[dict[str, str]]:
    rows = rows_of(chosen(lines_of(store), wish or Wish()))
    columns = [column.id for column in COLUMNS]
    return [dict(zip(columns, (c.text for c in row.cells), strict=True)) for row in rows]


def names(store: Store, wish: Wish | None = None) -> list[str]:
    return [row["host"] for row in told(store, wish)]


def test_the_worst_comes_first_and_equals_stay_in_their_order() -> None:
    store = fleet("a", "b", "c", "d", "e")
    assert names(store) == ["a", "b", "c", "d", "e"]
    store.put(topics.update("b"), Update(reboot=Reboot(Need.YES)))
    store.put(topics.failed_units("d"), Answer((BROKEN,)))
    store.fail(topics.host("e"), HopError(Hop.SSH, "refused"))
    assert names(store) == ["e", "d", "b", "a", "c"]
    assert told(store)[1]["units"] == "✕ lab-broken"
    assert told(store)[2]["update"] == "↻ reboot"
    assert names(store, Wish(turned=True))[-1] == "e"


def test_a_line_says_what_runs_and_how_loaded_it_is() -> None:
    store = fleet("a")
    store.put(topics.engines("a"), ("docker",))
    store.put(topics.engine("a", "docker"), EngineFacts("docker", "26.1"))
    up = Container("1" * 64, "web", "nginx", state="running", status="Up 3 hours")
    loops = Container("2" * 64, "loop", "job", state="restarting", status="Restarting (3) 1 s ago")
    store.put(topics.containers("a", "docker"), (up, loops))
    store.put(topics.load("a"), Load((0.5, 0.4, 0.3), 2, 1000, 250, 100, 5, 60.0))
    (line,) = told(store)
    assert (line["up"], line["load"], line["memory"], line["disk"]) == ("2/1", "0.50", "75%", "95%")
    store.fail(topics.engine("a", "docker"), HopError(Hop.ENGINE, "no answer"))
    assert told(store)[0]["up"] == "engine ✕"


def test_what_was_not_said_is_left_empty() -> None:
    store = Store()
    store.put(topics.HOSTS, (Host("off", Kind.MACHINE),))
    store.put(topics.MACHINES, (Machine("off", "docker", "stopped"),))
    (line,) = told(store)
    assert (line["glyph"], line["state"], line["release"]) == ("○", "off", "—")
    assert (line["units"], line["update"], line["load"], line["disk"]) == ("", "", "", "")


def test_the_filter_looks_at_names_releases_and_failed_units() -> None:
    store = fleet("a", "b")
    store.put(topics.failed_units("b"), Answer((BROKEN,)))
    assert names(store, Wish("broken")) == ["b"]
    assert names(store, Wish("debian BROKEN")) == ["b"]


def test_every_column_sorts() -> None:
    store = fleet("a", "b")
    store.put(topics.load("b"), Load((3.0, 0, 0), 1, 100, 5, 100, 5))
    store.put(topics.load("a"), Load((1.0, 0, 0), 1, 100, 50, 100, 50))
    by = {sort: names(store, Wish(sort=sort)) for sort in SORTS}
    assert [by["load"], by["memory"], by["disk"]] == [["b", "a"]] * 3
    assert by["host"] == by["up"] == ["a", "b"]
