"""Updates of hosts as rows: pure."""

from coreos_tui.core import topics
from coreos_tui.core.answer import Answer, Lack
from coreos_tui.core.store import Reading, Store
from coreos_tui.core.update import Family, Need, Update
from coreos_tui.panes.updates.holders import locked_by, waits_of
from coreos_tui.ui.table import Cell, Column, Row

COLUMNS = (
    Column("glyph", "", 1, priority=9),
    Column("host", "host", 14, 12, priority=9),
    Column("version", "runs", 29, 16, priority=8),
    Column("next", "next", 22, 15, priority=7),
    Column("reboot", "reboot", 7, priority=8),
    Column("waits", "waits for", None, 17, priority=6),
    Column("strategy", "strategy", 12, 9, priority=4),
)
_SHORT = {
    Lack.NOT_PERMITTED: "not permitted",
    Lack.TIMED_OUT: "timed out",
    Lack.NOT_HERE: "—",
    Lack.NOT_ASKED: "…",
}
_REBOOT = {
    Need.YES: ("needed", "warn"),
    Need.NO_EVIDENCE: ("no sign", "dim"),
    Need.UNKNOWN: ("unknown", "dim"),
}


def rows_of(store: Store) -> list[Row]:
    """One row a host, in the order of the site."""
    return [_row(store, host.name) for host in store.value(topics.HOSTS) or ()]


def _row(store: Store, name: str) -> Row:
    reading = store.get(topics.update(name))
    update = reading.value
    if update is None:
        word = "not reached" if reading.error else "asking …"
        return Row(name, (Cell("·", "dim"), Cell(name), Cell(word, "dim"), *[Cell("")] * 4))
    facts = store.value(topics.host(name))
    title = facts.release.name if facts and facts.release.known else ""
    waits = [*locked_by(store, update), *waits_of(store, update)]
    cells = (
        glyph_of(update),
        Cell(name),
        Cell(f"{title} {update.version}".strip()),
        next_of(update),
        Cell(*_REBOOT[update.reboot.need]),
        Cell(waits[0] if waits else "", "warn"),
        cell_of(update.strategy),
    )
    return Row(name, cells, dim=reading.stale)


def glyph_of(update: Update) -> Cell:
    """Told apart without colour."""
    if update.reboot.need is Need.YES:
        return Cell("↻", "warn")
    if update.next.known and update.next.value:
        return Cell("↓", "accent")
    if update.family is Family.UNKNOWN or update.reboot.need is Need.UNKNOWN:
        return Cell("?", "dim")
    return Cell("●", "good")


def next_of(update: Update) -> Cell:
    """The version to come, and how far it is."""
    if not update.next.known:
        return cell_of(update.next)
    if not update.next.value:
        return Cell("none found", "dim")
    if update.staged:
        return Cell(f"{update.next.value} staged", "warn")
    if update.progress is not None and 0 < update.progress < 1:
        return Cell(f"{update.next.value} {update.progress:.0%}", "accent")
    return Cell(update.next.value, "accent")


def cell_of(answer: Answer[str]) -> Cell:
    """A value, or in a word or two why there is none."""
    if answer.lack is None:
        return Cell(answer.value or "—", "" if answer.value else "dim")
    return Cell(_SHORT[answer.lack], "warn" if answer.lack is Lack.TIMED_OUT else "dim")


def waiting(store: Store) -> int:
    """How many hosts wait for a reboot."""
    readings: list[Reading[Update]] = [store.get(topic) for topic in store.topics("update")]
    return sum(r.value is not None and r.value.reboot.need is Need.YES for r in readings)
