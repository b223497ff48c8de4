"""Units as rows: pure."""

from datetime import datetime
from functools import lru_cache

from coreos_tui.core.now import now
from coreos_tui.core.text import age, span
from coreos_tui.core.unit import UnitRef
from coreos_tui.panes.units.containers import short
from coreos_tui.panes.units.model import Entry
from coreos_tui.ui.table import Cell, Column, Row

COLUMNS = (
    Column("glyph", "", 1, priority=9),
    Column("name", "unit", 36, 16, priority=8),
    Column("state", "state", 9, 7, priority=7),
    Column("detail", "what it is", None, 24, priority=2),
)
_GLYPHS = {
    "active": ("●", "good"),
    "reloading": ("◐", "warn"),
    "activating": ("◐", "warn"),
    "deactivating": ("◐", "warn"),
    "failed": ("✕", "bad"),
    "inactive": ("○", "dim"),
}
_MOST = 50_000
_FOUND = ("loaded", "stub", "merged")


class Rows:
    """Makes rows, and keeps those of entries that are the same; only timers' rows age."""

    def __init__(self) -> None:
        self._kept: dict[UnitRef, tuple[Entry, Row]] = {}

    def of(self, entries: list[Entry]) -> list[Row]:
        """Rows in the order given."""
        moment, kept, rows = now(), self._kept, []
        for entry in entries:
            old = kept.get(entry.ref)
            if old is None or old[0] is not entry or entry.timer is not None:
                old = kept[entry.ref] = (entry, _row(entry, moment))
            rows.append(old[1])
        if len(kept) > _MOST:
            self._kept = {}
        return rows


def _row(entry: Entry, moment: datetime) -> Row:
    unit = entry.unit
    glyph, state, look = _state_cells(unit.active, unit.sub, unit.load)
    cells = (
        glyph,
        Cell(short(unit.name), look),
        state,
        Cell(detail_of(entry, moment), "accent" if entry.container else "dim"),
    )
    return Row(entry.ref, cells, dim=entry.stale)


@lru_cache(256)
def _state_cells(active: str, sub: str, load: str) -> tuple[Cell, Cell, str]:
    """Cells of glyph and state, and the look of the name."""
    glyph, word, look = state_of(active, sub, load)
    return Cell(glyph, look), Cell(word, look), "dim" if look == "dim" else ""


def state_of(active: str, sub: str, load: str) -> tuple[str, str, str]:
    """Glyph, words and look of a state; each is told apart without colour."""
    glyph, look = _GLYPHS.get(active, ("?", "warn"))
    if active == "active" and sub == "exited":
        glyph, look = "◌", "dim"  # it has done its work, and nothing of it runs
    if active == "failed":
        return glyph, "failed", look
    return glyph, load if load not in _FOUND else sub or active, look


def detail_of(entry: Entry, moment: datetime) -> str:
    """What it says of itself; of a timer when it runs, of a socket where it listens."""
    if entry.container is not None:
        return f"container {entry.container.name}"
    if entry.timer is not None:
        when = _when(entry.timer.next, entry.timer.last, moment)
        return f"{when} → {entry.timer.activates}" if entry.timer.activates else when
    if entry.listening:
        starts = sorted({name for each in entry.listening for name in each.activates})
        where = " ".join(each.address for each in entry.listening)
        return f"{where} → {' '.join(starts)}" if starts else where
    return entry.unit.description


def _when(following: datetime | None, last: datetime | None, moment: datetime) -> str:
    ahead = f"in {span((following - moment).total_seconds())}" if following else "not planned"
    return f"{ahead}, last {age(last, moment)} ago" if last else f"{ahead}, never yet"
