"""Keys as a tree of rows: what is open, what is wished for, what is shown. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from coreos_tui.core import topics
from coreos_tui.core.etcd import Api, Cluster, Entry, Folder, Key, Level, Wish, key_text
from coreos_tui.core.store import Reading, Store
from coreos_tui.core.text import span
from coreos_tui.core.wish import Filtered
from coreos_tui.ui.table import Cell, Column, Row

COLUMNS = (
    Column("key", "key", None, 16, priority=9),
    Column("revision", "revision", 10, 8, align="right", priority=7),
    Column("writes", "writes", 7, 6, align="right", priority=5),
    Column("note", "", 18, 10, priority=6),
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the cursor may stand: a key, a folder, or what stands for the rest of one.

    `page` is how much of the folder is read: when there is more, its old end is a place no longer,
    and the cursor stands on the first of the new.
    """

    api: Api
    raw: bytes
    kind: str = "key"
    page: int = 0


@dataclass(frozen=True, slots=True)
class View(Filtered):
    """What the user has opened: folders with how many of their pages, and the filter."""

    open: dict[tuple[Api, bytes], int] = field(default_factory=dict)

    def pages(self, api: Api, prefix: bytes) -> int:
        """How many pages of a level are wished for; 0 where it is closed."""
        return self.open.get((api, prefix), 0 if prefix else 1)

    def turned(self, place: Place) -> "View":
        """With a folder opened, or closed."""
        at = (place.api, place.raw)
        kept = {key: pages for key, pages in self.open.items() if key != at}
        return replace(self, open=kept if at in self.open else self.open | {at: 1})

    def led_to(self, place: Place) -> "View":
        """Without the filter, with a folder open that it has found."""
        cuts = [at + 1 for at, byte in enumerate(place.raw) if byte == ord("/")]
        above = {(place.api, place.raw[:cut]): 1 for cut in cuts if cut > 1}
        return View(open=above | self.open)

    def longer(self, place: Place) -> "View":
        """With one more page of a level."""
        return replace(self, open=self.open | {(place.api, place.raw): place.page + 1})


def wishes_of(cluster: Cluster, view: View) -> frozenset[Wish]:
    """Every level that is open, and what the filter asks for."""
    found = {Wish(api, b"", view.pages(api, b"")) for api in cluster.apis}
    found |= {Wish(api, prefix, pages) for (api, prefix), pages in view.open.items()}
    if view.filter:
        found |= {_search(api, view.filter) for api in cluster.apis}
    return frozenset(found)


def rows_of(store: Store, cluster: Cluster, view: View) -> list[Row]:
    """The tree, or with a filter the keys it finds."""
    rows: list[Row] = []
    for api in cluster.apis:
        group = _group(store, cluster, api)
        lines = _found(store, cluster, api, view) if view.filter else None
        if lines is None:
            lines = _level(store, cluster, api, view, b"", 0)
        rows += [replace(each, group=group) for each in lines]
    return rows


def _group(store: Store, cluster: Cluster, api: Api) -> str:
    level = store.value(topics.level(cluster.id, Wish(api)))
    counted = f" · {level.total:,}" if level and level.total is not None else ""
    return f"{api.value} keys{counted}"


def _level(
    store: Store, cluster: Cluster, api: Api, view: View, prefix: bytes, depth: int
) -> Iterator[Row]:
    """One level with all that is open below it."""
    reading = store.get(topics.level(cluster.id, Wish(api, prefix)))
    yield from _instead(reading, api, prefix, depth)
    level = reading.value or Level()
    for entry in level.entries:
        opened = isinstance(entry, Folder) and view.pages(api, entry.raw) > 0
        inner = store.value(topics.level(cluster.id, Wish(api, entry.raw))) if opened else None
        yield _row(api, entry, prefix, depth, opened, inner, dim=reading.stale)
        if opened:
            yield from _level(store, cluster, api, view, entry.raw, depth + 1)
    if level.more:
        yield _line(Place(api, prefix, "more", level.pages), depth, "… more", note=_left(level))


def _instead(reading: Reading[Level], api: Api, prefix: bytes, depth: int) -> Iterator[Row]:
    """What stands where keys are not, or not any more."""
    if reading.error is not None:
        yield _line(Place(api, prefix, "error"), depth, reading.error.sentence, "bad")
    elif reading.value is None:
        yield _line(Place(api, prefix, "asking"), depth, "asking …")
    elif not reading.value.entries:
        yield _line(Place(api, prefix, "none"), depth, "no key here")


def _left(level: Level) -> str:
    return f"of {_counted(level)}" if level.total is not None else ""


def _counted(level: Level | None) -> str:
    if level is None or level.total is None:
        return ""
    return "1 key" if level.total == 1 else f"{level.total:,} keys"


def _found(store: Store, cluster: Cluster, api: Api, view: View) -> Iterator[Row]:
    """Keys that begin with the filter, and those that are on the screen and hold it."""
    reading = store.get(topics.level(cluster.id, _search(api, view.filter)))
    level = reading.value or Level()
    keys: dict[bytes, Entry] = {each.raw: each for each in level.entries}
    for wish in wishes_of(cluster, view):
        if wish.api is api and not wish.search:
            known = store.value(topics.level(cluster.id, wish)) or Level()
            held = (each for each in known.entries if view.filter in key_text(each.raw))
            keys |= {each.raw: each for each in held}
    for raw in sorted(keys):
        yield _row(api, keys[raw], b"", 0, False, None, dim=reading.stale)
    if level.more:
        yield _line(Place(api, b"", "rest"), 0, "… and more that begin so", note=_left(level))
    elif not keys:
        none = reading.value is not None and reading.error is None
        words = (_line(Place(api, b"", "none"), 0, "no key begins so, or holds it so far"),)
        yield from words if none else _instead(reading, api, b"", 0)


def _search(api: Api, text: str) -> Wish:
    return Wish(api, text.encode("utf-8", "surrogateescape"), 1, search=True)


def _row(
    api: Api,
    entry: Entry,
    prefix: bytes,
    depth: int,
    opened: bool,
    inner: Level | None,
    *,
    dim: bool,
) -> Row:
    name = key_text(entry.raw[len(prefix) :])
    indent = "  " * depth
    if isinstance(entry, Folder):
        cells = (
            Cell(f"{indent}{'▾' if opened else '▸'} {name}", "accent"),
            Cell(""),
            Cell(""),
            Cell(_counted(inner), "dim"),
        )
        return Row(Place(api, entry.raw, "folder"), cells, dim=dim)
    cells = (
        Cell(f"{indent}  {name}"),
        Cell(f"{entry.mod_revision:,}", "dim"),
        Cell(f"{entry.version:,}" if entry.version else "", "dim"),
        Cell(_lasting(entry), "warn"),
    )
    return Row(Place(api, entry.raw), cells, dim=dim)


def _lasting(key: Key) -> str:
    """Whether it goes away by itself."""
    if key.ttl:
        return f"gone in {span(key.ttl)}"
    return f"lease {key.lease:x}" if key.lease else ""


def _line(place: Place, depth: int, words: str, look: str = "dim", note: str = "") -> Row:
    cells = (Cell(f"{'  ' * depth}  {words}", look), Cell(""), Cell(""), Cell(note, "dim"))
    return Row(place, cells)
