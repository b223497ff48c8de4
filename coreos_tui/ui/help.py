"""All keys, by place, searchable."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from coreos_tui.core.command import Command, key_text

_KEY = "bold $text-accent"
_FOOT = Content.assemble(("↑ ↓", _KEY), " scroll    ", ("esc", _KEY), " back")
Groups = Sequence[tuple[str, tuple[Command, ...]]]


class Help(ModalScreen[None]):
    """Every command of every place with the keys it has now."""

    DEFAULT_CSS = """
    Help { align: center middle; background: $background 60%; }
    Help > Vertical { width: 84; max-width: 96%; height: 90%; background: $panel; padding: 1 2; }
    Help Input { height: 1; padding: 0; background: $panel; margin-bottom: 1; }
    Help VerticalScroll {
        height: 1fr;
        scrollbar-size-vertical: 1;
        scrollbar-background: $panel;
        scrollbar-background-hover: $panel;
        scrollbar-color: $foreground 25%;
    }
    Help .foot { margin-top: 1; }
    Help.-flat > Vertical { height: 100%; max-width: 100%; padding: 0 1; }
    Help.-flat Input, Help.-flat .foot { margin: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,question_mark", "leave", priority=True),
        Binding("down", "scroll(1)", priority=True),
        Binding("up", "scroll(-1)", priority=True),
        Binding("pagedown", "scroll(15)", priority=True),
        Binding("pageup", "scroll(-15)", priority=True),
    ]

    def __init__(self, groups: Groups, keymap: Mapping[str, str]) -> None:
        super().__init__()
        self._groups, self._keymap = groups, keymap
        self._text = Static("", markup=False)

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Input(placeholder="type to search the keys", compact=True)
            with VerticalScroll(can_focus=False):
                yield self._text
            yield Static(_FOOT, classes="foot")

    def on_resize(self, event: Resize) -> None:
        self.set_class(event.size.height < 18, "-flat")
        self.call_after_refresh(lambda: self._fill(self.query_one(Input).value))

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._fill(event.value)

    def _fill(self, word: str) -> None:
        lines: list[Content] = []
        for place, commands in self._groups:
            fitting = [each for each in commands if self._fits(each, word.casefold())]
            if fitting:
                lines.append(Content.styled(place, _KEY))
                lines += [line for each in fitting for line in self._drawn(each)]
                lines.append(Content(""))
        self._text.update(Content("\n").join(lines) if lines else Content("No key does that."))

    def _keys(self, command: Command) -> str:
        return key_text(self._keymap.get(command.id, command.keys))

    def _fits(self, command: Command, word: str) -> bool:
        return word in f"{command.title} {command.help} {self._keys(command)}".casefold()

    def _drawn(self, command: Command) -> list[Content]:
        """Keys and what they do, which goes on in its own column."""
        keys = Content.styled(f"  {self._keys(command):<12} ", "bold")
        room = max(10, self.query_one(VerticalScroll).size.width - keys.cell_length - 1)
        first, *more = Content(command.help).wrap(room)
        return [keys + first, *(Content(" " * keys.cell_length) + line for line in more)]

    def action_scroll(self, lines: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_leave(self) -> None:
        self.dismiss()
