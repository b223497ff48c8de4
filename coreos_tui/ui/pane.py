"""A pane: one topic under a one-line title, with its commands."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from coreos_tui.core.command import Command
from coreos_tui.core.selection import Selection
from coreos_tui.core.store import Store, Topic


def bindings_of(commands: Iterable[Command]) -> list[BindingType]:
    """Commands as bindings that ask for them by id."""
    return [
        Binding(each.keys, f"ask('{each.id}')", each.title, show=each.footer, id=each.id)
        for each in commands
    ]


@dataclass
class Asked(Message):
    """A command was asked for; `subject` is what it was asked of."""

    command: Command
    subject: Any


@dataclass
class Pointed(Message):
    """The cursor stands on something else."""

    selection: Selection


class PaneTitle(Static):
    """One line: the title, what it is about, and at the right how things stand."""

    DEFAULT_CSS = """
    PaneTitle { height: 1; padding: 0 1; color: $text-muted; background: $panel; }
    Pane:focus-within > PaneTitle { color: $text; background: $primary 30%; text-style: bold; }
    """

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self._parts = ("", "", "")

    def tell(self, title: str, about: str = "", state: str = "") -> None:
        """All three are clean text."""
        if (title, about, state) != self._parts:
            self._parts = (title, about, state)
            self.refresh()

    def render(self) -> Content:
        title, about, state = self._parts
        width = max(1, self.content_size.width)
        left = Content.assemble((title, "bold"), f"  {about}" if about else "")
        room = width - Content(state).cell_length - 2
        if room < len(title):
            return left.truncate(width, ellipsis=True)
        left = left.truncate(room, ellipsis=True)
        gap = width - left.cell_length - Content(state).cell_length
        return Content.assemble(left, " " * max(1, gap), state)


class Pane(Vertical):
    """Shows some topics of the store; says what was asked and what the cursor stands on.

    A pane sets `TITLE`, `COMMANDS`, `SIDE` (`left` or `right`) and writes `body` and `show`.
    """

    TITLE: ClassVar[str] = ""
    SIDE: ClassVar[str] = "right"
    COMMANDS: ClassVar[tuple[Command, ...]] = ()
    KINDS: ClassVar[frozenset[str]] = frozenset()

    DEFAULT_CSS = "Pane { height: 1fr; background: $surface; }"

    def __init_subclass__(cls, **kept: Any) -> None:
        cls.BINDINGS = bindings_of(cls.COMMANDS)
        super().__init_subclass__(**kept)

    def __init__(self, store: Store) -> None:
        super().__init__(id=f"pane-{self.TITLE.lower()}")
        self.store = store
        self.selection = Selection("")
        self.title_line = PaneTitle()

    def compose(self) -> ComposeResult:
        yield self.title_line
        yield from self.body()

    def body(self) -> ComposeResult:
        """The widgets below the title."""
        raise NotImplementedError

    def show(self) -> None:
        """Draws what the store holds now."""
        raise NotImplementedError

    def subject(self, command: Command) -> Any:  # noqa: ARG002 - panes look at it
        """What a command acts on, or a sentence (str) that says why there is nothing."""
        return None

    def point(self, selection: Selection) -> None:
        """The selection changed, here or elsewhere."""
        if selection != self.selection:
            self.selection = selection
            self.show()

    def on_mount(self) -> None:
        self._leave = self.store.watch(self._heard)
        self.show()

    def on_unmount(self) -> None:
        self._leave()

    def _heard(self, changed: frozenset[Topic[Any]]) -> None:
        if any(topic.kind in self.KINDS for topic in changed):
            self.show()

    def action_ask(self, id: str) -> None:  # noqa: A002 - the field's own name
        command = next(each for each in self.COMMANDS if each.id == id)
        self.post_message(Asked(command, self.subject(command)))
