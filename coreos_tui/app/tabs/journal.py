"""A tab that follows the journal of a unit or of a whole host."""

from typing import ClassVar

from textual.binding import BindingType

from coreos_tui.app.tabs.journal_keys import COMMANDS
from coreos_tui.app.tabs.logs import LogsTab
from coreos_tui.core.log import LogSource
from coreos_tui.core.unit import UnitRef
from coreos_tui.fleet.units import Extent
from coreos_tui.ui.pane import Asked, bindings_of

_BOOTS = {None: "", 0: " this boot", -1: " previous boot"}
_PRIORITIES = {7: "", 6: " no debug", 4: " warnings", 3: " errors"}


class JournalTab(LogsTab):
    """A log with more keys: which boot, how important, and the way to the whole host."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_of(COMMANDS)

    def __init__(self, ref: UnitRef, extent: Extent, source: LogSource, lines: int) -> None:
        title = f"journal {ref.name or ref.host}{_BOOTS[extent.boot]}{_PRIORITIES[extent.priority]}"
        super().__init__(f"journal {ref.host} {ref.id} {extent}", title, [source], lines)
        self.ref, self.extent = ref, extent

    def action_ask(self, id: str) -> None:  # noqa: A002 - the field's own name
        command = next(each for each in COMMANDS if each.id == id)
        self.post_message(Asked(command, self))
