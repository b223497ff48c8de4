"""A line to type in at the bottom, and a frame that gives one to whatever can be searched."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from coreos_tui.core.sanitize import clean


@dataclass
class SearchWanted(Message):
    """A widget asks for a prompt; `text` is what it is searched for now."""

    widget: Widget
    text: str


@runtime_checkable
class Searchable(Protocol):
    """What a `Searching` frame can be put round."""

    def search(self, text: str) -> None:
        """Searches; an empty text ends the search."""


class Prompt(Horizontal):
    """A label and one line of input. Hidden, and made of nothing, until `open`."""

    DEFAULT_CSS = """
    Prompt {
        height: 1;
        display: none;
        background: $panel;
        &.-open { display: block; }
        & > .prompt--label { width: auto; padding: 0 1; color: $text-primary; text-style: bold; }
        & > Input { width: 1fr; height: 1; border: none; padding: 0; background: $panel; }
        & > Input:focus { border: none; }
    }
    """

    @dataclass
    class Changed(Message):
        """Each time the text changes."""

        prompt: "Prompt"
        text: str

        @property
        def control(self) -> "Prompt":
            return self.prompt

    class Submitted(Changed):
        """Enter was pressed; the prompt is closed."""

    class Cancelled(Changed):
        """Escape was pressed; the prompt is closed. `text` is what it was opened with."""

    def __init__(self, label: str = "/", *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._label = Static(Content(clean(label)), classes="prompt--label")
        self._line: Input | None = None
        self._before = ""
        self._back: Widget | None = None

    @property
    def text(self) -> str:
        return self._line.value if self._line else ""

    def open(self, text: str = "", label: str | None = None) -> None:
        """Shows the prompt and takes the focus; gives it back when it closes."""
        if label is not None:
            self._label.update(Content(clean(label)))
        self._before, self._back = text, self.screen.focused
        line = self._line
        if line is None:
            line = self._line = Input(select_on_focus=False, compact=True)
            self.mount(self._label, line)
        with line.prevent(Input.Changed):
            line.value = text
        line.cursor_position = len(text)
        self.add_class("-open")
        line.focus()

    def close(self) -> None:
        """Hides the prompt."""
        self.remove_class("-open")
        if self._back is not None and self._back.is_attached:
            self._back.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(self, event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.close()
        self.post_message(self.Submitted(self, event.value))

    def on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            event.stop()
            self.close()
            self.post_message(self.Cancelled(self, self._before))


class Searching(Vertical):
    """One searchable widget with its prompt below it, opened when it asks for a search."""

    DEFAULT_CSS = """
    Searching { height: 1fr; & > .searched { height: 1fr; } }
    """

    def __init__(self, widget: Widget, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.searched = widget
        self._prompt = Prompt("/")
        widget.add_class("searched", update=False)  # it is styled when it is mounted

    def compose(self) -> ComposeResult:
        yield self.searched
        yield self._prompt

    def on_search_wanted(self, message: SearchWanted) -> None:
        message.stop()
        self._prompt.open(message.text)

    def _search(self, text: str) -> None:
        if isinstance(self.searched, Searchable):
            # Not from here: what it tells while its parent is at work would not bubble past that.
            self.searched.call_later(self.searched.search, text)

    def on_prompt_changed(self, message: Prompt.Changed) -> None:
        message.stop()
        self._search(message.text)

    def on_prompt_cancelled(self, message: Prompt.Cancelled) -> None:
        message.stop()
        self._search(message.text)

    def on_prompt_submitted(self, message: Prompt.Submitted) -> None:
        message.stop()
