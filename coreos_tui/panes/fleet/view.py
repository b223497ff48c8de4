"""The pane of the fleet."""

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.events import Click, DescendantBlur, DescendantFocus, Key

from coreos_tui.core.at_hand import machine_of
from coreos_tui.core.command import Command
from coreos_tui.core.selection import Selection
from coreos_tui.core.store import Store
from coreos_tui.core.text import count
from coreos_tui.panes.fleet.commands import COMMANDS
from coreos_tui.panes.fleet.model import HostLine, Wish, chosen, lines_of
from coreos_tui.panes.fleet.rows import COLUMNS, rows_of
from coreos_tui.ui.pane import Pointed
from coreos_tui.ui.pane_title import Badge
from coreos_tui.ui.table import Table
from coreos_tui.ui.table_pane import SortedPane

VAGRANT_VERBS = frozenset({"up", "halt", "reload", "suspend"})


class FleetPane(SortedPane[Wish]):
    """Every host: state, release, update, failed units, containers, load; the worst first."""

    TITLE = "Fleet"
    WHOLE = True
    COMMANDS: ClassVar[tuple[Command, ...]] = COMMANDS
    KINDS = frozenset(
        {"hosts", "machines", "host", "engines", "engine", "containers", "update", "load"}
    ) | {"failed units"}

    COLUMNS = COLUMNS
    SORTS: ClassVar = {"glyph": "trouble", "state": "trouble"}

    def __init__(self, store: Store) -> None:
        super().__init__(store, Wish())
        self._hosts: dict[str, HostLine] = {}
        # One comes here to see what is wrong: until one does something, the cursor is on the worst.
        self._untouched, self._found = True, False

    def body(self) -> ComposeResult:
        yield self._table
        yield self._prompt

    def show(self) -> None:
        lines = lines_of(self.store)
        self._hosts = {line.host.name: line for line in lines}
        shown = chosen(lines, self._wish)
        self.show_rows(rows_of(shown), "No host matches. esc shows all again.")
        if self.has_focus_within:
            self._seek(shown)
        self.title_line.tell(self.TITLE, state=self._counted(len(lines), len(shown)))

    def _counted(self, there: int, shown: int) -> str:
        parts = [f"/{self._wish.filter}"] if self._wish.filter else []
        parts += [f"by {self._wish.sort}"]
        parts.append(count(there, "host") if shown == there else f"{shown} of {there}")
        return "  ".join(parts)

    def come_forward(self) -> None:
        super().come_forward()
        self._seek(chosen(lines_of(self.store), self._wish))

    def _seek(self, shown: list[HostLine]) -> None:
        if self._untouched and shown and shown[0].trouble:
            self._found = self._table.move_to(shown[0].host.name)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        del event
        self.show()

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        del event
        self._untouched = self._untouched and not self._found

    def on_key(self, event: Key) -> None:
        del event
        self._untouched = False

    def on_click(self, event: Click) -> None:
        del event
        self._untouched = False

    def badge(self) -> Badge:
        bad = sum(line.trouble >= 4 for line in lines_of(self.store))
        return Badge(f"✕{bad}", "bad") if bad else Badge()

    def point(self, selection: Selection) -> None:
        super().point(selection)
        self._table.move_to(selection.host)

    def on_table_moved(self, event: Table.Moved) -> None:
        event.stop()
        if isinstance(event.key, str) and event.key != self.selection.host and not self.behind:
            self.post_message(Pointed(Selection(event.key)))

    def on_table_chosen(self, event: Table.Chosen) -> None:
        event.stop()
        self.action_ask("fleet.open")

    def subject(self, command: Command) -> Any:
        line = self._hosts.get(str(self._table.cursor_key))
        if line is None:
            return "There is no host here."
        if command.verb not in VAGRANT_VERBS:
            return line.host
        return machine_of(self.store, line.host, command.title)
