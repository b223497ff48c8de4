"""Any command by its name."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Resize
from textual.fuzzy import Matcher
from textual.screen import ModalScreen
from textual.widgets import Input

from coreos_tui.core.command import Command, key_text
from coreos_tui.ui.table import Cell, Column, Row, Table

COLUMNS = (
    Column("title", "", 14, priority=9),
    Column("help", "", None, 20, priority=3),
    Column("key", "", 7, priority=5),
)


def _score(matcher: Matcher, word: str, command: Command) -> float:
    """How well a command fits: its title says more than what it does, its beginning most."""
    title = matcher.match(command.title)
    begins = command.title.casefold().startswith(word.strip().casefold())
    return 8.0 * begins + 3.0 * title + matcher.match(f"{command.title} {command.help}")


class Palette(ModalScreen[str]):
    """Its answer is the id of the command, or empty."""

    DEFAULT_CSS = """
    Palette { align: center top; background: $background 60%; }
    Palette > Vertical {
        margin-top: 3; width: 80; max-width: 96%; height: auto; max-height: 70%;
        background: $panel; padding: 1 2;
    }
    Palette Input { height: 1; padding: 0; margin-bottom: 1; background: $panel; }
    Palette Table > .table--blurred { background: $primary 45%; text-style: bold; }
    Palette.-flat > Vertical { margin: 0; height: 100%; max-height: 100%; padding: 0 1; }
    Palette.-flat Input { margin: 0; }
    Palette.-flat Table { height: 1fr; }
    Palette Table { height: 16; background: $panel; scrollbar-background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", priority=True),
        Binding("down,ctrl+n", "move(1)", priority=True),
        Binding("up,ctrl+p", "move(-1)", priority=True),
    ]

    def __init__(self, commands: Sequence[Command], keymap: Mapping[str, str]) -> None:
        super().__init__()
        self._commands, self._keymap = commands, keymap
        self._table = Table(COLUMNS)
        self._table.show_header = False
        self._table.can_focus = False

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Input(placeholder="a command, by some of its letters", compact=True)
            yield self._table

    def on_mount(self) -> None:
        self._fill("")

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._fill(event.value)

    def on_resize(self, event: Resize) -> None:
        self.set_class(event.size.height < 18, "-flat")

    def _fill(self, word: str) -> None:
        commands = sorted(self._commands, key=lambda each: each.moves)
        if word.strip():
            matcher = Matcher(word)
            scores = {c.id: _score(matcher, word, c) for c in commands}
            commands = [c for c in commands if scores[c.id] > 0]
            commands.sort(key=lambda c: -scores[c.id])
        self._table.empty = "No command has these letters."
        self._table.show([self._row(each) for each in commands])
        self._table.action_top()  # the best one, not the one that stood there before

    def _row(self, command: Command) -> Row:
        keys = key_text(self._keymap.get(command.id, command.keys).split(",")[0])
        title = command.title[:1].upper() + command.title[1:]
        cells = (Cell(title, "accent"), Cell(command.help), Cell(keys, "dim"))
        return Row(command.id, cells)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(str(self._table.cursor_key or ""))

    def on_table_chosen(self, event: Table.Chosen) -> None:
        event.stop()
        self.dismiss(str(event.key or ""))

    def action_move(self, by: int) -> None:
        if by > 0:
            self._table.action_down()
        else:
            self._table.action_up()

    def action_leave(self) -> None:
        self.dismiss("")
