"""Which units are shown, in which order: pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import ClassVar, NamedTuple, TypeVar

from coreos_tui.core import topics
from coreos_tui.core.answer import Answer
from coreos_tui.core.engine import Ref
from coreos_tui.core.errors import HopError
from coreos_tui.core.store import Reading, Store
from coreos_tui.core.unit import Listening, Timer, Unit, UnitRef
from coreos_tui.core.wish import Sorted
from coreos_tui.panes.units.containers import container_of, containers_by_unit

KINDS = ("service", "timer", "socket", "mount", "target", "path", "slice", "scope", "device", "")
SORTS = ("state", "name", "kind", "next")
_RANK = {"failed": 0, "active": 2, "inactive": 5}
_AT_WORK = frozenset({"running", "listening", "waiting", "mounted"})
PART = 1000
T = TypeVar("T")
_NEVER = datetime.max.replace(tzinfo=UTC)


class Entry(NamedTuple):
    """A unit with what is known of it elsewhere; `text` is what a filter looks at."""

    ref: UnitRef
    unit: Unit
    timer: Timer | None = None
    listening: tuple[Listening, ...] = ()
    container: Ref | None = None
    stale: bool = False
    rank: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Wish(Sorted):
    """What the user wants to see. `kind` "" is every kind; `state` all, active or failed."""

    SORTED_BY: ClassVar = SORTS

    sort: str = "state"
    kind: str = "service"
    state: str = "all"

    def next_kind(self, by: int) -> "Wish":
        at = KINDS.index(self.kind)
        return replace(self, kind=KINDS[(at + by) % len(KINDS)])

    def toggled(self, state: str) -> "Wish":
        return replace(self, state="all" if self.state == state else state)


class Catalogue:
    """The entries of hosts, by name. Those of which nothing has changed stay the same objects:
    of ten thousand few change, and a key must not wait for the others.
    """

    def __init__(self) -> None:
        self._kept: dict[UnitRef, Entry] = {}

    def is_new(self, store: Store, host: str) -> bool:
        """Whether so many units are not known yet that they had better be read in parts."""
        return len(_known(reading_of(store, host).value)) - len(self._kept) > PART

    def read(self, store: Store, host: str) -> list[Entry]:
        """Every unit of the host; the failed ones alone while the others are not known yet."""
        for _ in self.read_in_parts(store, host):
            pass
        return sorted(self._kept.values(), key=lambda each: each.unit.name)

    def read_in_parts(self, store: Store, host: str) -> Iterator[None]:
        """Reads as `read` does; a key may come in between two parts."""
        reading = reading_of(store, host)
        timers = {each.name: each for each in _known(store.value(topics.timers(host)))}
        sockets: dict[str, tuple[Listening, ...]] = {}
        for each in _known(store.value(topics.listening(host))):
            sockets[each.name] = (*sockets.get(each.name, ()), each)
        owners = containers_by_unit(store, host)
        stale, kept = reading.stale, self._kept
        fresh: dict[UnitRef, Entry] = {}
        for number, unit in enumerate(_known(reading.value)):
            if number % PART == PART - 1:
                yield
            ref, name = UnitRef(host, unit.id, unit.name), unit.name
            known = (timers.get(name), sockets.get(name, ()), container_of(owners, name), stale)
            old = kept.get(ref)
            if old is None or old.unit != unit or known != _known_of(old):
                text = f"{name} {unit.description} {unit.active} {unit.sub}".casefold()
                old = Entry(ref, unit, *known, _rank(unit), text)
            fresh[ref] = old
        self._kept = fresh

    def entry(self, ref: UnitRef) -> Entry | None:
        """One that was read the last time."""
        return self._kept.get(ref)


def _known_of(entry: Entry) -> tuple[object, ...]:
    return entry.timer, entry.listening, entry.container, entry.stale


def _rank(unit: Unit) -> int:
    """What is wrong or changes first, then what runs, what is done, what does not run."""
    rank = _RANK.get(unit.active, 1)
    return 3 if rank == 2 and unit.sub not in _AT_WORK else rank


def reading_of(store: Store, host: str) -> Reading[Answer[tuple[Unit, ...]]]:
    """All units, or the failed ones, whatever is known."""
    reading = store.get(topics.units(host))
    if reading.value is not None and reading.value.known:
        return reading
    failed = store.get(topics.failed_units(host))
    return failed if failed.value is not None and failed.value.known else reading


def trouble(store: Store, host: str) -> str:
    """Why the units are not to be had, in a sentence; empty where they are, or are asked for."""
    reading = store.get(topics.units(host))
    if reading.error is not None:
        return reading.error.sentence
    if reading.value is not None and not reading.value.known:
        try:
            reading.value.get()
        except HopError as error:
            return f"units of {host}: {error.said}"
    return ""


def chosen(entries: Iterable[Entry], wish: Wish) -> list[Entry]:
    """Those to show, of entries in the order of their names: what has failed first."""
    words = wish.filter.casefold().split()
    shown = [each for each in entries if _wanted(each, wish, words)]
    if wish.sort == "next":
        shown.sort(key=_next, reverse=wish.turned)
    elif wish.sort == "kind":
        shown.sort(key=lambda each: each.unit.kind, reverse=wish.turned)
    elif wish.sort == "state":
        shown.sort(key=lambda each: each.rank, reverse=wish.turned)
    elif wish.turned:
        shown.reverse()
    failed = [each for each in shown if not each.rank]
    return failed + [each for each in shown if each.rank]


def _known(answer: Answer[tuple[T, ...]] | None) -> tuple[T, ...]:
    return answer.value if answer is not None and answer.value is not None else ()


def _wanted(entry: Entry, wish: Wish, words: list[str]) -> bool:
    unit = entry.unit
    if wish.state != "all" and not (entry.rank == 0 or (wish.state == "active" and entry.rank < 5)):
        return False
    for word in words:
        if word not in entry.text:
            return False
    if not words and unit.load == "not-found" and unit.active == "inactive":
        return False  # only a name that some other unit mentions
    return not (entry.rank and wish.kind) or unit.kind == wish.kind


def _next(entry: Entry) -> datetime:
    return (entry.timer.next if entry.timer else None) or _NEVER
