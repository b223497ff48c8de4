"""Questions before something is lost."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from coreos_tui.core.sanitize import clean

_CSS = """
{0} { align: center middle; background: $background 60%; }
{0} > Vertical {
    width: auto; min-width: 40; max-width: 90%; height: auto; max-height: 90%;
    padding: 1 2; background: $panel; border-left: thick $warning;
}
{0} Static { width: auto; max-width: 100%; height: auto; }
{0} .title { text-style: bold; margin-bottom: 1; }
{0} .items { color: $text-muted; margin-bottom: 1; max-height: 12; }
{0} Input { width: 100%; height: 1; padding: 0 1; margin-bottom: 1; background: $surface; }
"""
MOST = 10


def _listed(items: Sequence[str]) -> str:
    shown = [clean(item) for item in items[:MOST]]
    if len(items) > MOST:
        shown.append(f"… and {len(items) - MOST} more")
    return "\n".join(shown)


class Ask(ModalScreen[bool]):
    """Names what will be hit. `y` does it; enter only where nothing is lost (`harmless`)."""

    DEFAULT_CSS = _CSS.replace("{0}", "Ask")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)"),
        Binding("n,q,escape", "answer(False)"),
        Binding("enter", "usual"),
    ]

    def __init__(
        self, title: str, items: Sequence[str], verb: str, *, harmless: bool = False
    ) -> None:
        super().__init__()
        self._title_text, self._items, self._verb = title, items, verb
        self._harmless = harmless

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content(clean(self._title_text)), classes="title")
            yield Static(Content(_listed(self._items)), classes="items")
            yield Static(self._choice())

    def _choice(self) -> Content:
        key = "bold $text-accent"
        enter: list[str | tuple[str, str]] = [" or ", ("enter", key)]
        yes, no = (enter, []) if self._harmless else ([], enter)
        verb = clean(self._verb)
        return Content.assemble(("y", key), *yes, f" {verb}    ", ("n", key), *no, " leave it")

    def action_answer(self, yes: bool) -> None:
        self.dismiss(yes)

    def action_usual(self) -> None:
        self.dismiss(self._harmless)


class AskByName(ModalScreen[bool]):
    """The name has to be typed: for what cannot be had back."""

    DEFAULT_CSS = _CSS.replace("{0}", "AskByName").replace("$warning", "$error")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave")]

    def __init__(self, title: str, items: Sequence[str], name: str) -> None:
        super().__init__()
        self._title_text, self._items, self._wanted = title, items, name

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content(clean(self._title_text)), classes="title")
            yield Static(Content(_listed(self._items)), classes="items")
            yield Input(placeholder=f"type {clean(self._wanted)} to do it", compact=True)
            yield Static(Content("enter does it, esc leaves it"), classes="hint")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value.strip() == self._wanted:
            self.dismiss(True)
        else:
            hint = Content.styled(
                f"That is not {clean(self._wanted)}. Nothing was done.", "$text-error"
            )
            self.query_one(".hint", Static).update(hint)

    def action_leave(self) -> None:
        self.dismiss(False)


class AskLine(ModalScreen[str]):
    """One line of text; empty where it was left."""

    DEFAULT_CSS = _CSS.replace("{0}", "AskLine").replace("$warning", "$primary")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave")]

    def __init__(self, title: str, hint: str, value: str = "") -> None:
        super().__init__()
        self._title_text, self._hint, self._value = title, hint, value

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content(clean(self._title_text)), classes="title")
            yield Input(self._value, placeholder=clean(self._hint), compact=True)
            yield Static(Content("enter does it, esc leaves it"))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value.strip())

    def action_leave(self) -> None:
        self.dismiss("")
