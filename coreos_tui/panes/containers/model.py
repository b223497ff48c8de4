"""Which containers are shown, in which order: pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from coreos_tui.core import topics
from coreos_tui.core.container import Container
from coreos_tui.core.engine import Ref, Usage
from coreos_tui.core.release import Release
from coreos_tui.core.store import Store
from coreos_tui.core.wish import Sorted

SORTS = ("name", "state", "image", "release", "cpu", "memory", "age")
_RANK = {"running": 1, "restarting": 0, "paused": 2, "created": 3, "exited": 4, "dead": 0}


@dataclass(frozen=True, slots=True)
class Entry:
    """A container with what is known of it elsewhere."""

    ref: Ref
    container: Container
    release: Release | None
    usage: Usage | None
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Wish(Sorted):
    """What the user wants to see."""

    SORTED_BY: ClassVar = SORTS

    sort: str = "name"
    all: bool = True


def entries_of(store: Store, host: str) -> list[Entry]:
    """Every container of every engine of the host."""
    found = []
    for engine in store.value(topics.engines(host)) or ():
        reading = store.get(topics.containers(host, engine))
        releases = store.value(topics.releases(host, engine)) or {}
        usage = store.value(topics.usage(host, engine)) or {}
        found += [
            Entry(
                Ref(host, engine, each.id, each.name),
                each,
                releases.get(each.image_id or each.image),
                usage.get(each.id) if each.state == "running" else None,
                reading.stale,
            )
            for each in reading.value or ()
        ]
    return found


def chosen(entries: Iterable[Entry], wish: Wish) -> list[Entry]:
    """Those to show, grouped by engine and project, sorted inside a group."""
    shown = [each for each in entries if _wanted(each, wish)]
    shown.sort(key=lambda each: each.container.name)
    shown.sort(key=lambda each: _order(each, wish.sort), reverse=wish.turned)
    shown.sort(
        key=lambda each: (_engine_rank(each), each.container.project == "", each.container.project)
    )
    return shown


def _engine_rank(entry: Entry) -> tuple[bool, str]:
    return entry.ref.engine != "docker", entry.ref.engine


def _wanted(entry: Entry, wish: Wish) -> bool:
    each = entry.container
    if not wish.all and not each.running:
        return False
    words = wish.filter.casefold().split()
    if not words:
        return True
    release = entry.release.title if entry.release else ""
    text = " ".join((each.name, each.image, each.state, each.project, release, each.short_id))
    return all(word in text.casefold() for word in words)


def _order(entry: Entry, sort: str) -> tuple[object, ...]:
    each, usage = entry.container, entry.usage
    if sort == "state":
        return (0 if each.bad else 1, _RANK.get(each.state, 5))
    if sort == "image":
        return (each.image,)
    if sort == "release":
        return (entry.release.title if entry.release else "~",)
    if sort == "cpu":
        return (-(usage.cpu or 0.0) if usage else 1.0,)
    if sort == "memory":
        return (-usage.memory if usage else 1,)
    if sort == "age":
        return (-each.created.timestamp() if each.created else 0.0,)
    return (each.name,)
