"""What one line of the fleet says, and in which order: pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from coreos_tui.core import topics
from coreos_tui.core.load import Load
from coreos_tui.core.machine import Host
from coreos_tui.core.standing import Standing, standing_of
from coreos_tui.core.store import Store
from coreos_tui.core.unit import Unit
from coreos_tui.core.update import Need, Update
from coreos_tui.core.wish import Sorted

SORTS = ("trouble", "host", "release", "update", "units", "up", "load", "memory", "disk")


@dataclass(frozen=True, slots=True)
class HostLine:
    """One host with all that is known of it; None where nothing is."""

    host: Host
    standing: Standing
    release: str
    update: Update | None
    failed: tuple[Unit, ...] | None
    up: int
    bad: int
    engine_error: bool
    load: Load
    stale: bool = False

    @property
    def trouble(self) -> int:
        """How much is wrong: the higher, the sooner one should look."""
        wrong = 10 * self.standing.trouble + 8 * self.engine_error
        wrong += 4 * bool(self.failed) + 2 * bool(self.bad)
        return wrong + (self.update is not None and self.update.reboot.need is Need.YES)


@dataclass(frozen=True, slots=True)
class Wish(Sorted):
    """What the user wants to see."""

    SORTED_BY: ClassVar = SORTS

    sort: str = "trouble"


def lines_of(store: Store) -> list[HostLine]:
    """Every host, in the order of the site."""
    return [_line(store, host) for host in store.value(topics.HOSTS) or ()]


def _line(store: Store, host: Host) -> HostLine:
    name = host.name
    reading = store.get(topics.host(name))
    engines = store.value(topics.engines(name)) or ()
    listed = [
        each for engine in engines for each in store.value(topics.containers(name, engine)) or ()
    ]
    failed = store.value(topics.failed_units(name))
    known = reading.value is not None and reading.value.release.known
    return HostLine(
        host=host,
        standing=standing_of(store, host),
        release=reading.value.release.title if reading.value and known else "",
        update=store.value(topics.update(name)),
        failed=failed.value if failed is not None else None,
        up=sum(each.running for each in listed),
        bad=sum(each.bad for each in listed),
        engine_error=any(store.get(topics.engine(name, each)).error for each in engines),
        load=store.value(topics.load(name)) or Load(),
        stale=reading.stale,
    )


def chosen(lines: Iterable[HostLine], wish: Wish) -> list[HostLine]:
    """Those to show, sorted; equals stay in the order of the site."""
    words = wish.filter.casefold().split()
    shown = [each for each in lines if all(word in _text(each) for word in words)]
    return sorted(shown, key=lambda each: _order(each, wish.sort), reverse=wish.turned)


def _text(line: HostLine) -> str:
    units = " ".join(unit.name for unit in line.failed or ())
    parts = (line.host.name, line.standing.word, line.release, line.host.kind, units)
    return " ".join(parts).casefold()


def _order(line: HostLine, sort: str) -> tuple[object, ...]:
    averages = line.load.averages
    orders: dict[str, tuple[object, ...]] = {
        "trouble": (-line.trouble,),
        "host": (line.host.name,),
        "release": (line.release or "~",),
        "update": (_reboot_rank(line.update),),
        "units": (-len(line.failed or ()),),
        "up": (-line.up,),
        "load": (-(averages[0] if averages else -1.0),),
        "memory": (-(line.load.memory_used or -1.0),),
        "disk": (-(line.load.disk_used or -1.0),),
    }
    return orders[sort]


def _reboot_rank(update: Update | None) -> int:
    if update is None:
        return 3
    return {Need.YES: 0, Need.UNKNOWN: 1, Need.NO_EVIDENCE: 2}[update.reboot.need]
