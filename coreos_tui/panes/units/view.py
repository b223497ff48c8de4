"""The pane of units."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

from textual.app import ComposeResult

from coreos_tui.core import topics
from coreos_tui.core.command import Command
from coreos_tui.core.selection import Selection
from coreos_tui.core.store import Store
from coreos_tui.core.text import span
from coreos_tui.core.unit import UnitRef
from coreos_tui.panes.units.commands import COMMANDS
from coreos_tui.panes.units.model import (
    KINDS,
    PART,
    Catalogue,
    Entry,
    Wish,
    chosen,
    reading_of,
    trouble,
)
from coreos_tui.panes.units.rows import COLUMNS, Rows
from coreos_tui.ui.pane_title import Badge
from coreos_tui.ui.table import Table
from coreos_tui.ui.table_pane import SortedPane

ALL = frozenset({"all"})
_LONGEST_BOOT = 3600


class UnitsPane(SortedPane[Wish]):
    """Every unit of the selected host, what has failed first."""

    TITLE = "Units"
    COMMANDS: ClassVar[tuple[Command, ...]] = COMMANDS
    KINDS = frozenset({"units", "timers", "listening", "failed units", "host", "system"})

    COLUMNS = COLUMNS
    SORTS: ClassVar = {"glyph": "state", "detail": "next"}

    def __init__(self, store: Store) -> None:
        super().__init__(store, Wish())
        self._drawn = Rows()
        self._catalogue = Catalogue()
        self._entries: list[Entry] = []
        self._asked_of = ""
        self._sought: tuple[str, ...] = ()

    def body(self) -> ComposeResult:
        yield self._table
        yield self._prompt

    def show(self) -> None:
        host = self.selection.host
        self._want(host)
        if self._catalogue.is_new(self.store, host):
            self.run_worker(self._read_in_parts(host), exclusive=True)
        else:
            self._read(host)

    def _read(self, host: str) -> None:
        self._entries = self._catalogue.read(self.store, host)
        found = self._find()
        self.draw()
        if found is not None:
            self._table.move_to(found)

    async def _read_in_parts(self, host: str) -> None:
        """Thousands of new ones would hold up a key; afterwards they are shown like any."""
        for _ in self._catalogue.read_in_parts(self.store, host):
            await asyncio.sleep(0)
        entries = self._catalogue.read(self.store, host)
        for start in range(0, len(entries), PART):
            self._drawn.of(entries[start : start + PART])
            await asyncio.sleep(0)
        if host == self.selection.host and not self.behind:
            self._read(host)

    def draw(self) -> None:
        shown = chosen(self._entries, self._wish)
        self.show_rows(self._drawn.of(shown), self._empty_text())
        self.title_line.tell(self.TITLE, self.selection.host, self._counted(len(shown)))

    def _find(self) -> UnitRef | None:
        """The unit that was sought, once all are known; the wish lets it be seen."""
        answer = self.store.value(topics.units(self.selection.host))
        if not self._sought or answer is None or not answer.known:
            return None
        known = {each.unit.name: each for each in self._entries}
        entry = next((known[name] for name in self._sought if name in known), None)
        self._sought = ()
        if entry is None:
            return None
        self._wish = Wish(kind=entry.unit.kind if entry.unit.kind in KINDS else "")
        return entry.ref

    def _counted(self, shown: int) -> str:
        parts = []
        if self._wish.filter:
            parts.append(f"/{self._wish.filter}")
        if self._wish.state != "all":
            parts.append(f"{self._wish.state} only")
        if marked := len(self._table.marked):
            parts.append(f"{marked} marked")
        kind = f"{self._wish.kind}s" if self._wish.kind else "every kind"
        parts += [f"‹{kind}› {shown}/{len(self._entries)}", *self._boot(self.selection.host)]
        return "  ".join(parts)

    def _boot(self, host: str) -> list[str]:
        """How long the boot took, where that makes sense: a container has its engine's."""
        facts, system = self.store.value(topics.host(host)), self.store.value(topics.system(host))
        systemd = system.systemd.value if system else None
        if facts is None or facts.booted is None or systemd is None or systemd.finished is None:
            return []
        took = (systemd.finished - facts.booted).total_seconds()
        return [f"booted in {span(took)}"] if 0 < took < _LONGEST_BOOT else []

    def _empty_text(self) -> str:
        host = self.selection.host
        if self._entries:
            return "No unit matches. esc shows all again, ← and → other kinds."
        sentence = trouble(self.store, host) or self._host_trouble(host)
        if sentence or reading_of(self.store, host).value is not None:
            return sentence or f"{host} has no unit that has failed; asking for the others …"
        return f"Asking {host} for its units …" if host else ""

    def _host_trouble(self, host: str) -> str:
        error = self.store.get(topics.host(host)).error
        return error.sentence if error else ""

    # --- what is fetched: the full list only of the host in front

    def _want(self, host: str) -> None:
        if self._asked_of and self._asked_of != host:
            self.store.want(topics.units(self._asked_of), frozenset())
        self._asked_of = host
        if host:
            self.store.want(topics.units(host), ALL)

    def give_way(self) -> None:
        super().give_way()
        if self.is_mounted:
            self._want("")

    def come_forward(self) -> None:
        self._missed = True
        super().come_forward()

    def badge(self) -> Badge:
        answer = self.store.value(topics.failed_units(self.selection.host))
        failed = len(answer.value or ()) if answer else 0
        return Badge(f"✕{failed}", "bad") if failed else Badge()

    def point(self, selection: Selection) -> None:
        if selection.host != self.selection.host:
            self.selection = Selection(selection.host)
            self.show_if_seen()

    def reveal(self, key: tuple[str, ...]) -> None:
        """`key` is names of units: the first that there is."""
        self._sought = key
        self.show_if_seen()

    # --- what is done in it

    def on_table_moved(self, event: Table.Moved) -> None:
        event.stop()

    def on_table_view_changed(self, event: Table.ViewChanged) -> None:
        event.stop()

    def on_table_chosen(self, event: Table.Chosen) -> None:
        event.stop()
        self.action_ask("units.journal")

    def clear(self) -> bool:
        if self._wish.state == "all":
            return super().clear()
        self.wish_for(replace(self._wish, filter="", state="all"))
        return True

    def own(self) -> dict[str, Callable[[], object]]:
        wish = self._wish
        return super().own() | {
            "kind": lambda: self.wish_for(wish.next_kind(1)),
            "kind_back": lambda: self.wish_for(wish.next_kind(-1)),
            "failed": lambda: self.wish_for(wish.toggled("failed")),
            "all": lambda: self.wish_for(wish.toggled("active")),
        }

    def subject(self, command: Command) -> Any:
        """The marked units where the command acts on many, else the one at the cursor."""
        if command.verb in ("again", "shell"):
            return self.selection.host
        key = self._table.cursor_key
        marks = self._table.marked
        if command.alters and marks:
            return tuple(each for each in self._entries if each.ref in marks)
        entry = self._catalogue.entry(key) if isinstance(key, UnitRef) else None
        return (entry,) if entry is not None else "There is no unit here to do that to."
