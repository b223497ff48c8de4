"""Questions before something is lost."""

from collections.abc import Sequence
from typing import ClassVar, Generic, NamedTuple, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Resize
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from coreos_tui.core.sanitize import clean

A = TypeVar("A")
MOST = 10
_AROUND = 11  # lines of a question that are not its items
_KEY = "bold $text-accent"


def _listed(items: Sequence[str], most: int) -> str:
    shown = [clean(item) for item in items[:most]]
    if len(items) > most:
        shown.append(f"… and {len(items) - most} more")
    return "\n".join(shown)


def _choice(*choices: tuple[str, str]) -> Content:
    """Keys and what they do: `y stop    n or enter leave it`."""
    parts: list[str | tuple[str, str]] = []
    for keys, does in choices:
        parts.append("    " if parts else "")
        for at, key in enumerate(keys.split()):
            parts += [" or " if at else "", (key, _KEY)]
        parts.append(f" {does}")
    return Content.assemble(*parts)


class Question(ModalScreen[A], Generic[A]):
    """What is asked, what it is about, and at the foot what each key does.

    Where there are few lines the items give way, never the foot.
    """

    DEFAULT_CSS = """
    Question { align: center middle; background: $background 60%; }
    Question > Vertical {
        width: auto; min-width: 40; max-width: 90%; height: auto; max-height: 100%;
        padding: 1 2; background: $panel; border-left: thick $warning;
    }
    Question Static { width: auto; max-width: 100%; height: auto; }
    Question .title { text-style: bold; margin-bottom: 1; }
    Question .items { color: $text-muted; margin-bottom: 1; }
    Question .loss { margin-bottom: 1; }
    Question Input { width: 100%; height: 1; margin-bottom: 1; background: $surface; }
    Question.-flat > Vertical { padding: 0 1; min-width: 0; max-width: 100%; }
    Question.-flat .items { display: none; }
    Question.-flat Static, Question.-flat Input { margin: 0; }
    """

    def __init__(self, title: str, items: Sequence[str] = ()) -> None:
        super().__init__()
        self._asked, self._items = title, items

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content(clean(self._asked)), classes="title")
            if self._items:
                most = max(1, min(MOST, self.app.size.height - _AROUND))
                yield Static(Content(_listed(self._items, most)), classes="items")
            yield from self.foot()

    def foot(self) -> ComposeResult:
        """How it is answered."""
        raise NotImplementedError

    def on_resize(self, event: Resize) -> None:
        self.set_class(event.size.height <= _AROUND, "-flat")


class Ask(Question[bool]):
    """Names what will be hit and what is lost. `y` does it; enter only where it is `harmless`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)"),
        Binding("n,q,escape", "answer(False)"),
        Binding("enter", "usual"),
    ]

    def __init__(
        self,
        title: str,
        items: Sequence[str],
        verb: str,
        *,
        loss: str = "",
        harmless: bool = False,
    ) -> None:
        super().__init__(title, items)
        self._verb, self._loss, self._harmless = verb, loss, harmless

    def foot(self) -> ComposeResult:
        if self._loss:
            yield Static(Content(clean(self._loss)), classes="loss")
        yes, no = ("y enter", "n") if self._harmless else ("y", "n enter")
        yield Static(_choice((yes, clean(self._verb)), (no, "leave it")))

    def action_answer(self, yes: bool) -> None:
        self.dismiss(yes)

    def action_usual(self) -> None:
        self.dismiss(self._harmless)


class AskByName(Question[bool]):
    """The name has to be typed: for what cannot be had back."""

    DEFAULT_CSS = "AskByName > Vertical { border-left: thick $error; }"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave")]

    def __init__(self, title: str, items: Sequence[str], name: str) -> None:
        super().__init__(title, items)
        self._wanted = name

    def foot(self) -> ComposeResult:
        yield Input(placeholder=f"type {clean(self._wanted)} to do it", compact=True)
        yield Static(_choice(("enter", "do it"), ("esc", "leave it")), classes="hint")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value.strip() == self._wanted:
            self.dismiss(True)
        else:
            hint = f"That is not {clean(self._wanted)}. Nothing was done."
            self.query_one(".hint", Static).update(Content.styled(hint, "$text-error"))

    def action_leave(self) -> None:
        self.dismiss(False)


class Line(NamedTuple):
    """One of several lines to fill in: its name, what it is empty, what it holds."""

    name: str
    hint: str
    value: str


class AskLines(Question[tuple[str, ...]]):
    """Some lines of text, each of which may stay empty; no answer at all where it was left."""

    DEFAULT_CSS = """
    AskLines > Vertical { width: 64; border-left: thick $primary; }
    AskLines Horizontal { height: 1; margin-bottom: 1; }
    AskLines Horizontal > Static { width: 10; color: $text-muted; }
    AskLines Horizontal > Input { width: 1fr; margin: 0; }
    AskLines.-flat Horizontal { margin: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave")]

    def __init__(self, title: str, lines: Sequence[Line]) -> None:
        super().__init__(title)
        self._wanted = lines

    def foot(self) -> ComposeResult:
        for line in self._wanted:
            with Horizontal():
                yield Static(Content(clean(line.name)))
                yield Input(line.value, placeholder=clean(line.hint), compact=True)
        yield Static(_choice(("enter", "do it"), ("tab", "next line"), ("esc", "leave it")))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(tuple(line.value.strip() for line in self.query(Input)))

    def action_leave(self) -> None:
        self.dismiss(())


class AskLine(Question[str]):
    """One line of text; empty where it was left."""

    DEFAULT_CSS = "AskLine > Vertical { width: 64; border-left: thick $primary; }"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave")]

    def __init__(self, title: str, hint: str, value: str = "") -> None:
        super().__init__(title)
        self._hint, self._value = hint, value

    def foot(self) -> ComposeResult:
        yield Input(self._value, placeholder=clean(self._hint), compact=True)
        yield Static(_choice(("enter", "do it"), ("esc", "leave it")))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value.strip())

    def action_leave(self) -> None:
        self.dismiss("")
