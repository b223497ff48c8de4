"""Hosts of the fleet as rows: pure."""

from collections.abc import Iterable

from coreos_tui.core.update import Need, Update
from coreos_tui.panes.fleet.model import HostLine
from coreos_tui.ui.table import Cell, Column, Row

COLUMNS = (
    Column("glyph", "", 1, priority=9),
    Column("host", "host", 14, 12, priority=9),
    Column("state", "state", 8, 6, priority=7),
    Column("release", "release", 26, 16, priority=6),
    Column("update", "update", 11, 10, priority=5),
    Column("units", "failed units", None, 13, priority=8),
    Column("up", "up/bad", 8, align="right", priority=7),
    Column("load", "load", 5, align="right", priority=4),
    Column("memory", "mem", 4, align="right", priority=3),
    Column("disk", "disk", 4, align="right", priority=3),
)
_FULL = 0.9


def rows_of(lines: Iterable[HostLine]) -> list[Row]:
    """One row a host."""
    return [_row(line) for line in lines]


def _row(line: HostLine) -> Row:
    averages, standing = line.load.averages, line.standing
    busy = averages is not None and averages[0] > 2 * (line.load.cores or 1)
    cells = (
        Cell(standing.glyph, standing.look),
        Cell(line.host.name),
        Cell(standing.word, standing.look),
        Cell(line.release or "—", "" if line.release else "dim"),
        _update(line.update),
        _failed(line),
        _counts(line),
        Cell(f"{averages[0]:.2f}" if averages else "", "warn" if busy else ""),
        _used(line.load.memory_used),
        _used(line.load.disk_used),
    )
    return Row(line.host.name, cells, dim=line.stale)


def _update(update: Update | None) -> Cell:
    if update is None:
        return Cell("", "dim")
    if update.reboot.need is Need.YES:
        return Cell("↻ reboot", "warn")
    if update.next.known and update.next.value:
        return Cell(f"→ {update.next.value}", "accent")
    if update.reboot.need is Need.UNKNOWN:
        return Cell("unknown", "dim")
    return Cell("none seen", "dim")


def _failed(line: HostLine) -> Cell:
    if line.failed is None:
        return Cell("", "dim")
    if not line.failed:
        return Cell("none", "dim")
    names = " ".join(unit.name.removesuffix(".service") for unit in line.failed)
    return Cell(f"✕ {names}", "bad")


def _counts(line: HostLine) -> Cell:
    if line.engine_error:
        return Cell("engine ✕", "bad")
    if not line.up and not line.bad:
        return Cell("—", "dim")
    return Cell(f"{line.up}/{line.bad}", "bad" if line.bad else "")


def _used(part: float | None) -> Cell:
    if part is None:
        return Cell("")
    return Cell(f"{part:.0%}", "bad" if part >= _FULL else "")
