"""Which containers are shown, in which order, in which words."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coreos_tui.core import topics
from coreos_tui.core.container import Container, Port
from coreos_tui.core.engine import Ref, Usage
from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.machine import Host, HostFacts, Kind
from coreos_tui.core.release import Release, parse_release
from coreos_tui.core.store import Store
from coreos_tui.panes.containers.empty import FIRST_START, empty_text
from coreos_tui.panes.containers.model import SORTS, Entry, Wish, chosen, entries_of
from coreos_tui.panes.containers.rows import COLUMNS, Rows, rows_of, state_of

HOST = "core-01"
DEBIAN = parse_release('ID=debian\nVERSION_ID="12"\n')


def entry(name: str, engine: str = "docker", project: str = "", **fields: Any) -> Entry:
    usage, release = fields.pop("usage", None), fields.pop("release", None)
    labels = (("com.docker.compose.project", project),) if project else ()
    made = Container(name, name, labels=labels, **({"state": "running"} | fields))
    return Entry(Ref(HOST, engine, name, name), made, release, usage)


def names(entries: list[Entry]) -> str:
    return " ".join(each.ref.name for each in entries)


@pytest.mark.parametrize(
    ("sort", "order", "turned"),
    [
        ("name", "a b c", "c b a"),
        ("state", "c a b", "a b c"),
        ("image", "b c a", "a c b"),
        ("release", "b a c", "a c b"),
        ("cpu", "b a c", "c a b"),
        ("memory", "a b c", "c b a"),
        ("age", "c b a", "a b c"),
    ],
)
def test_each_sorting_begins_with_what_one_looks_for(sort: str, order: str, turned: str) -> None:
    def at(year: int) -> datetime:
        return datetime(year, 1, 1, tzinfo=UTC)

    three = [
        entry("a", image="z", usage=Usage(1.0, 90), created=at(2001)),
        entry("b", image="x", usage=Usage(9.0, 10), created=at(2002), release=DEBIAN),
        entry("c", image="y", state="dead", created=at(2003)),
    ]
    assert names(chosen(three, Wish(sort=sort))) == order
    assert names(chosen(three, Wish(sort=sort, turned=True))) == turned


def test_docker_comes_first_then_projects_then_what_has_none() -> None:
    mixed = [
        entry("p", "podman"),
        entry("z"),
        entry("b", project="shop"),
        entry("a", project="shop"),
        entry("q", "podman", project="blog"),
    ]
    for turned in (False, True):
        found = rows_of(chosen(mixed, Wish(turned=turned)))
        groups = ["docker · shop", "docker · shop", "docker", "podman · blog", "podman"]
        assert [row.group for row in found] == groups
    alone = rows_of(chosen([entry("b", project="shop"), entry("z")], Wish()))
    assert [row.group for row in alone] == ["shop", ""]


def test_a_filter_wants_all_its_words_wherever_they_stand() -> None:
    three = [entry("web", image="nginx:1.27", release=DEBIAN), entry("db", state="exited")]
    assert names(chosen(three, Wish(filter="NGINX debian"))) == "web"
    assert names(chosen(three, Wish(filter="nginx fedora"))) == ""
    assert names(chosen(three, Wish(filter="exited"))) == "db"
    assert names(chosen(three, Wish(all=False))) == "web"


ENTRIES = st.lists(
    st.builds(
        entry,
        st.text("abc", min_size=1, max_size=3),
        st.sampled_from(["docker", "podman"]),
        st.sampled_from(["", "shop", "blog"]),
        state=st.sampled_from(["running", "exited", "dead", "paused", "", "odd"]),
        usage=st.none() | st.builds(Usage, st.none() | st.floats(0, 900), st.integers(0, 9**9)),
        release=st.sampled_from([None, Release(), DEBIAN]),
        image=st.sampled_from(["nginx", "redis"]),
    ),
    max_size=9,
)


@given(ENTRIES, st.sampled_from(SORTS), st.booleans())
def test_sorting_loses_nothing_and_keeps_groups_together(
    entries: list[Entry], sort: str, turned: bool
) -> None:
    found = chosen(entries, Wish(sort=sort, turned=turned))
    assert sorted(map(repr, found)) == sorted(map(repr, entries))
    groups = [row.group for row in rows_of(found)]
    starts = [g for n, g in enumerate(groups) if n == 0 or g != groups[n - 1]]
    assert len(starts) == len(set(starts))


def test_the_sortings_go_round() -> None:
    wish = Wish(turned=True)
    for _ in SORTS:
        wish = wish.next_sort()
    assert wish == Wish()


@pytest.mark.parametrize(
    ("state", "status", "glyph", "word"),
    [
        ("running", "Up 3 hours", "●", "up 3 h"),
        ("running", "Up 3 hours (unhealthy)", "✕", "unwell 3 h"),
        ("running", "Up 2 seconds (health: starting)", "◌", "starting 2 s"),
        ("paused", "Up 2 days (Paused)", "‖", "paused 2 d"),
        ("exited", "Exited (0) 5 minutes ago", "○", "exit 0 5 m"),
        ("exited", "Exited (1) 5 minutes ago", "✕", "exit 1 5 m"),
        ("restarting", "Restarting (2) 3 seconds ago", "⟳", "loops (2)"),
        ("created", "Created", "·", "created"),
        ("dead", "Dead", "✕", "dead"),
        ("imagined", "", "?", "imagined"),
    ],
)
def test_states_are_told_apart_without_colour(
    state: str, status: str, glyph: str, word: str
) -> None:
    assert state_of(Container("1", "x", state=state, status=status))[:2] == (glyph, word)


def test_a_row_says_release_usage_and_only_published_ports() -> None:
    ubuntu = parse_release("", "DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=12.04\n")
    ports = (Port(80, 8080), Port(443))
    rows = rows_of(
        [
            entry("a", release=ubuntu, usage=Usage(12.34, 5 * 1024**2), ports=ports),
            entry("b", release=Release()),
            entry("c"),
        ]
    )
    cells = [{c.id: cell.text for c, cell in zip(COLUMNS, r.cells, strict=True)} for r in rows]
    assert cells[0] | {"release": "Ubuntu 12.04 EOL", "cpu": "12.3%"} == cells[0]
    assert (cells[0]["memory"], cells[0]["ports"]) == ("5.0 MiB", "8080→80")
    assert [each["release"] for each in cells[1:]] == ["none", "…"]
    assert (cells[1]["cpu"], cells[1]["memory"], cells[1]["ports"]) == ("", "", "")


def test_only_what_changed_is_made_anew() -> None:
    made, pair = Rows(), [entry("a"), entry("b")]
    before = made.of(pair)
    after = made.of([entry("a"), entry("b", state="exited")])
    assert after[0] is before[0]
    assert after == rows_of([entry("a"), entry("b", state="exited")])
    assert made.of([entry("b", state="exited")])[0] is after[1]
    stale = made.of([replace(each, stale=True) for each in pair])
    assert [row.dim for row in stale] == [True, True]


def test_entries_join_what_is_known_and_go_stale_with_their_engine() -> None:
    store = Store()
    listed = (
        Container("1", "web", image_id="sha", state="running"),
        Container("2", "job", state="exited"),
    )
    store.put(topics.engines(HOST), ("docker", "podman"))
    store.put(topics.containers(HOST, "docker"), listed)
    store.put(topics.releases(HOST, "docker"), {"sha": DEBIAN})
    store.put(topics.usage(HOST, "docker"), {"1": Usage(1.0, 1), "2": Usage(1.0, 1)})
    web, job = entries_of(store, HOST)
    assert (web.ref, web.release, web.usage) == (
        Ref(HOST, "docker", "1", "web"),
        DEBIAN,
        Usage(1.0, 1),
    )
    assert (job.release, job.usage, job.stale) == (None, None, False)
    store.fail(topics.containers(HOST, "docker"), HopError(Hop.ENGINE, "gone"))
    assert [row.dim for row in rows_of(entries_of(store, HOST))] == [True, True]
    assert entries_of(store, "elsewhere") == []


def test_an_empty_list_says_what_is_the_matter_in_the_order_of_the_hops() -> None:
    store = Store()
    store.put(topics.HOSTS, (Host("here", Kind.WORKSTATION), Host(HOST, Kind.MACHINE)))
    assert empty_text(store, HOST, some=True).startswith("No container matches.")
    assert empty_text(store, "", some=False) == ""
    assert empty_text(store, HOST, some=False) == f"Asking {HOST} …"
    store.fail(topics.host(HOST), HopError(Hop.SSH, "refused"))
    assert empty_text(store, HOST, some=False) == "ssh: refused."
    store.put(topics.host(HOST), HostFacts(HOST, DEBIAN))
    store.put(topics.engines(HOST), ())
    assert "neither Docker nor Podman" in empty_text(store, HOST, some=False)
    store.put(topics.HOSTS, (Host("here", Kind.WORKSTATION),))
    assert empty_text(store, "here", some=False) == "Asking here …"
    store.put(topics.engines("here"), ())
    assert empty_text(store, "here", some=False) == FIRST_START
    store.put(topics.engines(HOST), ("docker",))
    assert empty_text(store, HOST, some=False) == "Asking the engine …"
    store.fail(topics.containers(HOST, "docker"), HopError(Hop.PERMISSION, "denied"))
    assert empty_text(store, HOST, some=False) == "permission: denied."
    store.put(topics.containers(HOST, "docker"), ())
    assert empty_text(store, HOST, some=False).startswith(f"docker on {HOST} has no container")
