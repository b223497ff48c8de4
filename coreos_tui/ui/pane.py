"""A pane: one topic under a one-line title, with its commands."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.compose import compose
from textual.containers import Vertical
from textual.events import DescendantBlur, DescendantFocus
from textual.message import Message
from textual.widget import Widget

from coreos_tui.core.command import Command
from coreos_tui.core.selection import Selection
from coreos_tui.core.store import Store, Topic
from coreos_tui.ui.pane_title import Badge, PaneTitle


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


class Pane(Vertical):
    """Shows some topics of the store; says what was asked and what the cursor stands on.

    A pane sets `TITLE`, `COMMANDS`, `SIDE` (`left` or `right`) and writes `body` and `show`.
    `WHOLE` says that it shows all hosts itself, and wants the whole width of a middling screen.
    """

    TITLE: ClassVar[str] = ""
    SIDE: ClassVar[str] = "right"
    WHOLE: ClassVar[bool] = False
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
        self._missed, self._gave_way = False, False
        self._unmounted: list[Widget] = []

    def compose(self) -> ComposeResult:
        """What stands behind others is made now, but mounted when it first comes forward."""
        yield self.title_line
        parts = compose(self, self.body())
        if self.behind:
            self._unmounted = parts
        else:
            yield from parts

    def body(self) -> ComposeResult:
        """The widgets below the title."""
        raise NotImplementedError

    def show(self) -> None:
        """Draws what the store holds now."""
        raise NotImplementedError

    def subject(self, command: Command) -> Any:  # noqa: ARG002 - panes look at it
        """What a command acts on, or a sentence (str) that says why there is nothing."""
        return None

    def reveal(self, key: Any) -> None:
        """Puts the cursor on a row of its own, whatever it had filtered away."""
        raise NotImplementedError

    def badge(self) -> Badge:
        """What is to be seen of it while another pane stands before it."""
        return Badge()

    def point(self, selection: Selection) -> None:
        """The selection changed, here or elsewhere."""
        if selection != self.selection:
            self.selection = selection
            self.show_if_seen()

    def show_if_seen(self) -> None:
        """Draws now, or when it comes to the front: what nobody sees costs nothing."""
        if self.behind:
            self._missed = True
        else:
            self.show()

    @property
    def behind(self) -> bool:
        """Whether another pane stands in its place."""
        return self._gave_way

    def give_way(self) -> None:
        """Another pane comes to the front in its place."""
        self._gave_way = True
        self.styles.display = "none"

    def come_forward(self) -> None:
        """Stands in front again, and shows what it missed."""
        self._gave_way = False
        self.styles.clear_rule("display")
        if self._unmounted:
            parts, self._unmounted = self._unmounted, []
            self.mount_all(parts)
        if self._missed and self.is_mounted:
            self._missed = False
            self.show()

    def on_mount(self) -> None:
        self._leave = self.store.watch(self._heard)
        self.show_if_seen()

    def on_unmount(self) -> None:
        self._leave()

    def on_descendant_focus(self, event: DescendantFocus) -> None:  # noqa: ARG002 - Textual's
        # By a class: `:focus-within` is not looked at again for what lies beside the focus.
        self.title_line.add_class("-focused")

    def on_descendant_blur(self, event: DescendantBlur) -> None:  # noqa: ARG002 - Textual's
        self.title_line.remove_class("-focused")

    def _heard(self, changed: frozenset[Topic[Any]]) -> None:
        if any(topic.kind in self.KINDS for topic in changed):
            self.show_if_seen()

    def action_ask(self, id: str) -> None:  # noqa: A002 - the field's own name
        command = next(each for each in self.COMMANDS if each.id == id)
        self.post_message(Asked(command, self.subject(command)))
