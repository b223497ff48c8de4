"""Which units are shown, in which order, in which words; and the way to containers and back."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from coreos_tui.core import topics
from coreos_tui.core.answer import Answer, not_here, not_permitted
from coreos_tui.core.container import Container
from coreos_tui.core.engine import Ref
from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.store import Store
from coreos_tui.core.unit import Listening, Timer, Unit, UnitRef
from coreos_tui.panes.units.containers import short, units_of
from coreos_tui.panes.units.model import Catalogue, Entry, Wish, chosen, trouble
from coreos_tui.panes.units.rows import COLUMNS, Rows, detail_of, state_of

HOST = "core-01"
ID = "3f" * 32


def unit(name: str, active: str = "active", sub: str = "running", load: str = "loaded") -> Unit:
    return Unit(name, name, load, active, sub, f"about {name}")


UNITS = (
    unit("b.service"),
    unit("a.service", "inactive", "dead"),
    unit("once.service", sub="exited"),
    unit("gone.service", "inactive", "dead", "not-found"),
    unit("x.mount", "failed", "failed"),
    unit("tick.timer", sub="waiting"),
    unit("c.service", "activating", "auto-restart"),
)


def host(*units: Unit) -> Store:
    store = Store()
    store.put(topics.units(HOST), Answer(units or UNITS))
    return store


def names(store: Store, wish: Wish | None = None) -> str:
    return " ".join(e.unit.name for e in chosen(Catalogue().read(store, HOST), wish or Wish()))


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (Wish(), "x.mount c.service b.service once.service a.service"),
        (Wish(turned=True), "x.mount a.service once.service b.service c.service"),
        (Wish(sort="name"), "x.mount a.service b.service c.service once.service"),
        (Wish(kind="timer"), "x.mount tick.timer"),
        (Wish(kind="", sort="kind"), "x.mount a.service b.service c.service once.service "
         "tick.timer"),
        (Wish(state="failed"), "x.mount"),
        (Wish(state="active"), "x.mount c.service b.service once.service"),
        (Wish("GONE about"), "gone.service"),
        (Wish("nothing"), ""),
    ],
)  # fmt: skip
def test_what_has_failed_comes_first_and_then_what_was_asked_for(wish: Wish, expected: str) -> None:
    assert names(host(), wish) == expected


def test_wishes_go_round() -> None:
    assert Wish().next_kind(1).kind == "timer"
    assert Wish().next_kind(-1).kind == ""
    assert Wish().toggled("failed").toggled("active").toggled("active").state == "all"
    assert [Wish().next_sort().sort, Wish(sort="next").next_sort().sort] == ["name", "state"]


def test_the_failed_ones_are_known_before_the_others() -> None:
    store = Store()
    assert Catalogue().read(store, HOST) == []
    store.put(topics.failed_units(HOST), Answer((UNITS[4],)))
    assert names(store) == "x.mount"
    assert trouble(store, HOST) == ""
    store.put(topics.units(HOST), not_here("there is no systemd"))
    assert trouble(store, HOST) == "units of core-01: not here: there is no systemd"
    store.put(topics.units(HOST), not_permitted())
    assert "not permitted" in trouble(store, HOST)
    store.fail(topics.units(HOST), HopError(Hop.SSH, "it is cut"))
    assert trouble(store, HOST) == "ssh: it is cut."


def test_rows_of_a_reading_that_failed_are_dimmed() -> None:
    store = host()
    store.fail(topics.units(HOST), HopError(Hop.SSH, "it is cut"))
    assert all(row.dim for row in Rows().of(Catalogue().read(store, HOST)))


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (unit("a"), "● running good"),
        (unit("a", sub="exited"), "◌ exited dim"),
        (unit("a", "failed", "failed", "not-found"), "✕ failed bad"),
        (unit("a", "activating", "auto-restart"), "◐ auto-restart warn"),
        (unit("a", "inactive", "dead"), "○ dead dim"),
        (unit("a", "inactive", "dead", "masked"), "○ masked dim"),
        (unit("a", "new-state", ""), "? new-state warn"),
    ],
)
def test_states(made: Unit, words: str) -> None:
    assert " ".join(state_of(made.active, made.sub, made.load)) == words


def test_timers_and_sockets_say_what_they_wait_for() -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    timer = Timer("a.timer", "a.service", moment + timedelta(hours=3), moment - timedelta(days=2))

    def detail(**known: object) -> str:
        return detail_of(Entry(UnitRef(HOST, "a", "a"), unit("a"), **known), moment)

    assert detail() == "about a"
    assert detail(timer=timer) == "in 3 h, last 2 d ago → a.service"
    assert detail(timer=Timer("a.timer", "")) == "not planned, never yet"
    socket = Listening("a.socket", "/run/a.sock", ("a.service",))
    assert detail(listening=(socket, Listening("a.socket", "[::]:22"))) == (
        "/run/a.sock [::]:22 → a.service"
    )


def test_a_unit_leads_to_its_container_and_back() -> None:
    quadlet = unit("shop.service")
    scope = unit(f"docker-{ID}.scope")
    store = host(quadlet, scope, unit("other.service"), unit(f"libpod-{'0' * 64}.scope"))
    made = Container("ab" * 32, "shop", labels=(("PODMAN_SYSTEMD_UNIT", "shop.service"),))
    web = Container(ID, "web")
    store.put(topics.engines(HOST), ("docker", "podman"))
    store.put(topics.containers(HOST, "docker"), (web,))
    store.put(topics.containers(HOST, "podman"), (made,))
    found = {e.unit.name: e.container.name for e in Catalogue().read(store, HOST) if e.container}
    assert found == {"shop.service": "shop", scope.name: "web"}
    assert short(scope.name) == "docker-3f3f3f3f3f3f….scope"
    assert units_of(Ref(HOST, "podman", made.id, "shop"), made)[0] == "shop.service"
    assert scope.name in units_of(Ref(HOST, "docker", ID, "web"), web)
    assert units_of(Ref(HOST, "docker", ID, "web"), web)[-1] == "docker.service"
    row = next(
        row for row in Rows().of(Catalogue().read(store, HOST)) if "docker-" in row.cells[1].text
    )
    assert row.cells[3].text == "container web"


def test_rows_that_have_not_changed_are_the_same_rows() -> None:
    store, catalogue, drawn = host(), Catalogue(), Rows()
    first = drawn.of(chosen(catalogue.read(store, HOST), Wish()))
    again = tuple(unit("b.service", "failed") if u.name == "b.service" else u for u in UNITS)
    store.put(topics.units(HOST), Answer(tuple(replace(each) for each in again)))
    second = drawn.of(chosen(catalogue.read(store, HOST), Wish()))
    same = [row.key.name for row in second if any(row is old for old in first)]
    assert len(second) == len(first)
    assert "b.service" not in same
    assert len(same) == len(second) - 1
    assert [len(row.cells) for row in first] == [len(COLUMNS)] * len(first)


def test_ten_thousand_units_cost_a_key_less_than_a_tenth_of_a_second() -> None:
    store = host(*(unit(f"app-{n:05d}@{n % 7}.service") for n in range(10_000)))
    catalogue, drawn = Catalogue(), Rows()
    assert catalogue.is_new(store, HOST)
    assert len(list(catalogue.read_in_parts(store, HOST))) == 10
    assert not catalogue.is_new(store, HOST)
    entries = catalogue.read(store, HOST)
    drawn.of(chosen(entries, Wish()))
    took = []
    for text in ("a", "ap", "app", "app-1", "app-12"):
        began = time.perf_counter()
        drawn.of(chosen(entries, Wish(text)))
        took.append(time.perf_counter() - began)
    assert sorted(took)[2] < 0.1, took
