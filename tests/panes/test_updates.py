"""Updates of hosts as rows, in full, and where hosts drift apart."""

from datetime import timedelta

from coreos_tui.core import topics
from coreos_tui.core.answer import Answer, not_here, not_permitted, timed_out
from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.machine import Host, HostFacts, Kind
from coreos_tui.core.now import now
from coreos_tui.core.release import parse_release
from coreos_tui.core.store import Store
from coreos_tui.core.system import System
from coreos_tui.core.unit import Unit
from coreos_tui.core.update import Family, Lock, Need, Reboot, Update
from coreos_tui.panes.updates.detail import draw, lines_of
from coreos_tui.panes.updates.drift import drifts_of
from coreos_tui.panes.updates.rows import COLUMNS, rows_of, waiting

HOLDER, OTHER = "a" * 32, "b" * 32
STAGED = Update(
    family=Family.FLATCAR,
    version="4593.2.0",
    next=Answer("4593.2.5"),
    staged=True,
    previous=not_permitted("only root reads it"),
    channel=Answer("stable"),
    strategy=Answer("etcd-lock"),
    window=Answer("Sun 04:00 1 h"),
    last_checked=Answer(now() - timedelta(minutes=12)),
    operation=Answer("UPDATED_NEED_REBOOT"),
    waits_for=(f"the reboot lock, held by {HOLDER}",),
    reboot=Reboot(Need.YES, "an update is staged"),
    lock=Answer(Lock(0, 1, (HOLDER,), "http://127.0.0.1:2379")),
)


def fleet(*updates: Update) -> Store:
    """Hosts host-1, host-2, … of Flatcar with these updates."""
    store = Store()
    names = [f"host-{at}" for at in range(1, len(updates) + 1)]
    store.put(topics.HOSTS, tuple(Host(name, Kind.SSH) for name in names))
    for at, (name, update) in enumerate(zip(names, updates, strict=True)):
        lines = f"ID=flatcar\nVERSION_ID={update.version}\n"
        store.put(topics.host(name), HostFacts(name, parse_release(lines)))
        store.put(topics.update(name), update)
        store.put(topics.system(name), System(Answer((HOLDER, OTHER)[at % 2])))
        store.put(topics.failed_units(name), Answer(()))
    return store


def row_of(store: Store, at: int = 0) -> dict[str, str]:
    cells = rows_of(store)[at].cells
    return {column.id: cell.text for column, cell in zip(COLUMNS, cells, strict=True)}


def test_a_staged_update_names_the_host_that_holds_the_lock() -> None:
    store = fleet(Update(version="4593.2.0"), STAGED)
    assert row_of(store, 1) == {
        "glyph": "↻",
        "host": "host-2",
        "version": "Flatcar 4593.2.0",
        "next": "4593.2.5 staged",
        "reboot": "needed",
        "waits": "lock of host-1",
        "strategy": "etcd-lock",
    }
    assert waiting(store) == 1
    told = {label: words for label, words, _ in lines_of(store, "host-2")}
    assert told["reboot lock"] == "0 of 1 free, held by host-1"
    assert told["back to"] == "not permitted: only root reads it"
    assert told["last check"] == "12 m ago"
    assert told["reboot"] == "reboot needed: an update is staged"


def test_what_is_not_known_is_never_called_fine() -> None:
    store = fleet(
        Update(next=timed_out("update_engine_client"), strategy=not_permitted()),
        Update(Family.DEBIAN, "12.11", Answer(""), reboot=Reboot(Need.NO_EVIDENCE)),
    )
    assert row_of(store)["glyph"] == "?"
    assert (row_of(store)["next"], row_of(store)["reboot"]) == ("timed out", "unknown")
    assert row_of(store)["strategy"] == "not permitted"
    assert (row_of(store, 1)["next"], row_of(store, 1)["reboot"]) == ("none found", "no sign")
    store.put(topics.HOSTS, (*store.value(topics.HOSTS), Host("away", Kind.SSH)))
    assert row_of(store, 2)["version"] == "asking …"
    store.fail(topics.update("away"), HopError(Hop.SSH, "refused"))
    assert row_of(store, 2)["version"] == "not reached"


def test_a_holder_that_is_none_of_ours_stays_a_machine() -> None:
    lock = Answer(Lock(0, 1, ("c" * 32,)))
    store = fleet(Update(lock=lock))
    assert ("reboot lock", "0 of 1 free, held by machine cccccccc", "warn") in lines_of(
        store, "host-1"
    )
    store = fleet(Update(lock=not_here("no etcd")))
    assert ("reboot lock", "not here: no etcd", "dim") in lines_of(store, "host-1")


def test_hosts_of_one_system_that_differ_are_drift() -> None:
    store = fleet(*(Update(version=version) for version in ("1.0", "1.0", "2.0")))
    broken = Unit("a.service", "a.service", "loaded", "failed", "failed")
    store.put(topics.failed_units("host-2"), Answer((broken,)))
    told = {each.subject: each.words for each in drifts_of(store)}
    assert told == {
        "Flatcar": "1.0 on host-1, host-2; 2.0 on host-3",
        "a.service": "not failed on host-1, host-3; failed on host-2",
    }
    for name in ("host-1", "host-3"):
        store.put(topics.failed_units(name), Answer((broken,)))
    assert [each.subject for each in drifts_of(store)] == ["Flatcar"]


def test_long_words_are_wrapped_beside_their_label() -> None:
    drawn = draw("host-1", [("waits for", "word " * 20, "warn")], 40).plain.splitlines()
    assert drawn[1].startswith("waits for     word")
    assert all(len(line) <= 40 for line in drawn)
    assert all(line.startswith(" " * 13) for line in drawn[2:])
