"""What a terminal view posts to its ancestors."""

from textual.message import Message
from textual.widget import Widget


class Said(Message):
    """Something a terminal view has to say."""

    def __init__(self, terminal: Widget) -> None:
        super().__init__()
        self.terminal = terminal

    @property
    def control(self) -> Widget:
        """The view, for `@on` with a selector."""
        return self.terminal


class Opened(Said, namespace="terminal_view"):
    """The emulator is ready and `on_size` has been called: the program can be started."""


class Closed(Said, namespace="terminal_view"):
    """The program has ended and its reader wants to close the view."""


class Left(Said, namespace="terminal_view"):
    """The escape key was pressed: the focus should go elsewhere."""


class Bell(Said, namespace="terminal_view"):
    """The program rang the bell; posted at most five times a second."""


class TitleChanged(Said, namespace="terminal_view"):
    """The program set another title; it is in `terminal.title`, cleaned."""


class LookedBack(Said, namespace="terminal_view"):
    """How one looks back has changed; `state` says it, and is empty where one does not."""

    def __init__(self, terminal: Widget, state: str) -> None:
        super().__init__(terminal)
        self.state = state


class Copied(Said, namespace="terminal_view"):
    """Text was selected, or asked for by the copy action."""

    def __init__(self, terminal: Widget, text: str) -> None:
        super().__init__(terminal)
        self.text = text
