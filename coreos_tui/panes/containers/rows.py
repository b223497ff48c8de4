"""Containers as rows: pure."""

from collections.abc import Sequence
from datetime import date

from coreos_tui.core.container import Container
from coreos_tui.core.engine import Ref
from coreos_tui.core.eol import is_ended
from coreos_tui.core.now import now
from coreos_tui.core.text import share, size
from coreos_tui.panes.containers.model import Entry
from coreos_tui.ui.table import Cell, Column, Row

COLUMNS = (
    Column("glyph", "", 1, priority=9),
    Column("name", "name", 28, 13, priority=9),
    Column("state", "state", 13, 11, priority=8),
    Column("release", "release", 16, priority=7),
    Column("cpu", "cpu", 5, align="right", priority=5),
    Column("memory", "memory", 7, align="right", priority=4),
    Column("image", "image", None, 10, priority=2),
    Column("ports", "ports", 14, 9, priority=3),
)
_GLYPHS = {
    "running": ("●", "good"),
    "paused": ("‖", "warn"),
    "restarting": ("⟳", "bad"),
    "created": ("·", "dim"),
    "exited": ("○", "dim"),
    "removing": ("◐", "warn"),
    "dead": ("✕", "bad"),
}


class Rows:
    """Makes rows, and gives the same one again for what has not changed.

    So an event among 1,000 containers costs the row of the one that it names.
    """

    def __init__(self) -> None:
        self._made: dict[Ref, tuple[Entry, Row]] = {}
        self._as_of: tuple[bool, date | None] = (False, None)

    def of(self, entries: Sequence[Entry]) -> list[Row]:
        """Rows in the order given; headings where there is more than one engine or a project."""
        several = len({each.ref.engine for each in entries}) > 1
        old, as_of = self._made, (several, now().astimezone().date())  # a release ends on some day
        if as_of != self._as_of:
            old, self._as_of = {}, as_of
        made = [_again(old.get(each.ref), each, several) for each in entries]
        self._made = {each.ref: (each, row) for each, row in made}
        return [row for _, row in made]


def rows_of(entries: Sequence[Entry]) -> list[Row]:
    """All of them made anew."""
    return Rows().of(entries)


def _again(made: tuple[Entry, Row] | None, entry: Entry, several: bool) -> tuple[Entry, Row]:
    if made is not None and made[0] == entry:
        return made
    return entry, _row(entry, several)


def _row(entry: Entry, several: bool) -> Row:
    each, usage = entry.container, entry.usage
    glyph, word, look = state_of(each)
    cpu = share(usage.cpu) if usage and usage.cpu is not None else ""
    memory = size(usage.memory) if usage else ""
    cells = (
        Cell(glyph, look),
        Cell(each.name),
        Cell(word, look),
        _release(entry),
        Cell(cpu),
        Cell(memory),
        Cell(each.image, "dim"),
        Cell(" ".join(port.text for port in each.ports if port.public), "dim"),
    )
    return Row(entry.ref, cells, dim=entry.stale, group=_group(entry, several))


def _group(entry: Entry, several: bool) -> str:
    engine = entry.ref.engine if several else ""
    return " · ".join(part for part in (engine, entry.container.project) if part)


def _release(entry: Entry) -> Cell:
    if entry.release is None:
        return Cell("…", "dim")
    if not entry.release.known:
        return Cell("none", "dim")
    if is_ended(entry.release):
        return Cell(f"{entry.release.title} EOL", "warn")
    return Cell(entry.release.title)


def state_of(each: Container) -> tuple[str, str, str]:
    """Glyph, words and look of a state; each is told apart without colour."""
    glyph, look = _GLYPHS.get(each.state, ("?", "warn"))
    lasting = f" {each.lasting}" if each.lasting else ""
    if each.health == "unhealthy":
        return "✕", f"unwell{lasting}", "bad"
    if each.health == "starting":
        return "◌", f"starting{lasting}", "warn"
    if each.state == "running":
        return glyph, f"up{lasting}", look
    if each.state == "exited":
        code = each.exit_code
        return ("✕" if each.bad else glyph), f"exit {code}{lasting}", "bad" if each.bad else look
    if each.state == "restarting":
        return glyph, f"loops ({each.exit_code})", look
    return glyph, f"{each.state}{lasting}", look
