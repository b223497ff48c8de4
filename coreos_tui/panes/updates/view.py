"""The pane of updates: every host in a row, one of them in full below."""

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.events import Resize
from textual.widgets import Static

from coreos_tui.core import topics
from coreos_tui.core.command import Command
from coreos_tui.core.machine import Host
from coreos_tui.core.selection import Selection
from coreos_tui.core.text import count
from coreos_tui.panes.updates.commands import COMMANDS
from coreos_tui.panes.updates.detail import draw, lines_of
from coreos_tui.panes.updates.drift import drifts_of
from coreos_tui.panes.updates.rows import COLUMNS, rows_of, waiting
from coreos_tui.ui.pane import Pane, Pointed
from coreos_tui.ui.pane_title import Badge
from coreos_tui.ui.table import Table


class UpdatesPane(Pane):
    """Running and next version of every host, what its reboot waits for, and where they drift."""

    TITLE = "Updates"
    WHOLE = True
    COMMANDS: ClassVar[tuple[Command, ...]] = COMMANDS
    KINDS = frozenset({"hosts", "host", "update", "system", "failed units"})

    DEFAULT_CSS = """
    UpdatesPane > Table { height: auto; max-height: 50%; min-height: 4; }
    UpdatesPane > VerticalScroll {
        height: 1fr;
        padding: 1 1 0 1;
        scrollbar-size-vertical: 1;
        scrollbar-background: $surface;
        scrollbar-color: $foreground 25%;
    }
    """

    def body(self) -> ComposeResult:
        self._table = Table(COLUMNS)
        self._detail = Static("", markup=False)
        yield self._table
        with VerticalScroll(can_focus=False):
            yield self._detail

    def show(self) -> None:
        self._table.show(rows_of(self.store))
        drifts = len(drifts_of(self.store))
        state = f"{count(drifts, 'drift')}  v shows" if drifts else ""
        self.title_line.tell(self.TITLE, state=state)
        self._table.move_to(self.selection.host)
        self._show_detail()

    def _show_detail(self) -> None:
        host = self.selection.host
        lines = lines_of(self.store, host)
        error = self.store.get(topics.host(host)).error
        if error is not None:
            lines = [("not reached", error.sentence, "warn"), *lines]
        self._detail.update(draw(host, lines, max(20, self.size.width - 3)))

    def badge(self) -> Badge:
        waiting_hosts = waiting(self.store)
        return Badge(f"↻{waiting_hosts}", "warn") if waiting_hosts else Badge()

    def on_resize(self, event: Resize) -> None:  # noqa: ARG002 - Textual's signature
        if not self.behind:
            self._show_detail()

    def on_table_moved(self, event: Table.Moved) -> None:
        event.stop()
        if isinstance(event.key, str) and event.key != self.selection.host:
            self.post_message(Pointed(Selection(event.key)))

    def on_table_chosen(self, event: Table.Chosen) -> None:
        event.stop()
        self.action_ask("updates.inspect")

    def subject(self, command: Command) -> Any:
        if command.verb == "drift":
            return drifts_of(self.store) or "No hosts of one system differ, as far as they say."
        hosts: tuple[Host, ...] = self.store.value(topics.HOSTS) or ()
        name = self._table.cursor_key
        found = next((each for each in hosts if each.name == name), None)
        return found or "There is no host here yet."
