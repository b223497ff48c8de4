"""The pane of machines and hosts."""

from typing import Any, ClassVar

from textual.app import ComposeResult

from coreos_tui.core import topics
from coreos_tui.core.at_hand import machine_of
from coreos_tui.core.command import Command
from coreos_tui.core.machine import Host
from coreos_tui.core.selection import Selection
from coreos_tui.panes.machines.commands import COMMANDS
from coreos_tui.panes.machines.rows import COLUMNS, rows_of, state_line
from coreos_tui.ui.pane import Pane, Pointed
from coreos_tui.ui.sentence import Sentence
from coreos_tui.ui.table import Table

VAGRANT_VERBS = frozenset({"up", "halt", "reload", "suspend", "destroy"})


class MachinesPane(Pane):
    """This workstation, every machine of the Vagrantfile, every SSH host."""

    TITLE = "Machines"
    SIDE = "left"
    COMMANDS: ClassVar[tuple[Command, ...]] = COMMANDS
    KINDS = frozenset({"hosts", "machines", "host", "engines", "engine"})

    def body(self) -> ComposeResult:
        self._table = Table(COLUMNS)
        self._broken = Sentence()
        yield self._table
        yield self._broken

    def show(self) -> None:
        self._table.show(rows_of(self.store))
        self.title_line.tell(self.TITLE, state=state_line(self.store))
        self._broken.say(self._sentence())

    def _sentence(self) -> str:
        """What is wrong where the cursor stands, else with Vagrant."""
        reading = self.store.get(topics.host(self.selection.host))
        error = reading.error or self.store.get(topics.MACHINES).error
        return error.sentence if error else ""

    def on_table_moved(self, event: Table.Moved) -> None:
        event.stop()
        if isinstance(event.key, str) and event.key != self.selection.host:
            self.post_message(Pointed(Selection(event.key)))

    def on_table_chosen(self, event: Table.Chosen) -> None:
        event.stop()
        self.action_ask("machines.shell")

    def point(self, selection: Selection) -> None:
        self._table.move_to(selection.host)
        super().point(selection)

    def subject(self, command: Command) -> Any:
        name = self._table.cursor_key
        hosts: tuple[Host, ...] = self.store.value(topics.HOSTS) or ()
        host = next((each for each in hosts if each.name == name), None)
        if host is None:
            return "There is no machine here yet."
        if command.verb in VAGRANT_VERBS:
            return machine_of(self.store, host, command.title)
        return host
