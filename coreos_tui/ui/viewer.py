"""The viewer: tabs in which logs run and shells stay open, under one line of titles."""

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import ContentSwitcher

from coreos_tui.core.command import Command
from coreos_tui.core.sanitize import clean
from coreos_tui.ui.pane import Asked, bindings_of

COMMANDS = (
    Command("viewer.enter", "enter", "into the tab", "Give the keys to the tab.", footer=True),
    Command("viewer.close", "x,delete", "close tab", "End and close the tab.", footer=True),
    Command("viewer.left", "left,h", "previous tab", "Show the tab to the left.", footer=True),
    Command("viewer.right", "right", "next tab", "Show the tab to the right.", footer=True),
)
_TELLING = 40
_SUBTITLE = 24


class Tab(Vertical):
    """One tab. `key` tells whether it is open already; `mark` is one cell before the title.

    `COMMANDS` are keys of the tab, beside those of what is inside it.
    """

    COMMANDS: ClassVar[tuple[Command, ...]] = ()

    DEFAULT_CSS = "Tab { height: 1fr; }"

    @dataclass
    class Changed(Message):
        """Its mark, title or state line changed."""

        tab: "Tab"

    @dataclass
    class Ended(Message):
        """It asks to be closed."""

        tab: "Tab"

    def __init__(self, key: str, title: str) -> None:
        super().__init__()
        self.key, self.title = key, clean(title)
        self.mark, self.state, self.bell, self.subtitle = "●", "", False, ""

    @property
    def commands(self) -> tuple[Command, ...]:
        """Those of `COMMANDS` that mean something now."""
        return self.COMMANDS

    def tell(self, *, mark: str | None = None, state: str | None = None) -> None:
        """Says how it stands: in the line of titles and at its right end."""
        before = (self.mark, self.state)
        self.mark = self.mark if mark is None else mark
        self.state = self.state if state is None else clean(state)
        if before != (self.mark, self.state) and self.is_attached:
            self.post_message(self.Changed(self))

    @property
    def label(self) -> str:
        """Its title, and the beginning of what it says of itself."""
        if not self.subtitle:
            return self.title
        return f"{self.title}: {Content(self.subtitle).truncate(_SUBTITLE, ellipsis=True).plain}"

    def focus_body(self) -> None:
        """Gives the keys to what is inside."""
        for widget in self.query("*"):
            if widget.can_focus and widget.display:
                widget.focus()
                return

    def search(self) -> bool:
        """Opens its search, where it has one."""
        return False

    def shut(self) -> None:
        """It is being closed: ends what runs behind it, without waiting."""

    def on_unmount(self) -> None:
        self.shut()


class TabLine(Widget, can_focus=True):
    """The titles; the shown one stands out."""

    PLACE = "Viewer"
    COMMANDS: ClassVar[tuple[Command, ...]] = COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = bindings_of(COMMANDS)
    DEFAULT_CSS = """
    TabLine { height: 1; background: $panel; color: $text-muted; }
    TabLine.-focused { background: $primary 30%; }
    TabLine:focus { text-style: underline; }
    """

    def __init__(self) -> None:
        super().__init__(id="tab-line")
        self.tabs: list[Tab] = []
        self.shown: Tab | None = None
        self._edges: list[tuple[int, int, Tab]] = []

    def render(self) -> Content:
        line = Content("")
        self._edges = []
        width = self.size.width
        state = self._state(width)
        room = max(1, width - state.cell_length - 2)
        for tab in self._visible(room):
            bell = "♪" if tab.bell else ""
            title = f" {tab.mark} {tab.label}{bell} "
            look = "$text bold reverse" if tab is self.shown else "$foreground 60%"
            start = line.cell_length
            line = line + Content.styled(title, look)
            self._edges.append((start, line.cell_length, tab))
        line = line.truncate(room, ellipsis=True)
        gap = max(1, width - line.cell_length - state.cell_length - 1)
        return Content.assemble(line, " " * gap, state, " ").truncate(max(1, width))

    def _state(self, width: int) -> Content:
        """What the titles leave of the line, at least half; nothing where that says nothing."""
        said = self.shown.state if self.shown and width >= _TELLING else ""
        titles = sum(Content(tab.label).cell_length + 5 for tab in self.tabs)
        room = max(1, width // 2, width - titles - 2)
        return Content.styled(said, "$foreground 60%").truncate(room, ellipsis=True)

    def _visible(self, room: int) -> list[Tab]:
        """Tabs from the left, dropping first ones until the shown one fits."""
        tabs = list(self.tabs)
        while len(tabs) > 1 and tabs[0] is not self.shown:
            upto = tabs[: tabs.index(self.shown) + 1] if self.shown in tabs else tabs
            if sum(Content(t.label).cell_length + 4 for t in upto) <= room:
                break
            tabs.pop(0)
        return tabs

    def on_click(self, event: events.Click) -> None:
        for start, end, tab in self._edges:
            if start <= event.x < end:
                self.post_message(Asked(Command("viewer.show", "", "", ""), tab))

    def action_ask(self, id: str) -> None:  # noqa: A002 - the field's own name
        command = next(each for each in self.COMMANDS if each.id == id)
        self.post_message(Asked(command, self.shown))


class Viewer(Vertical):
    """Holds the tabs; takes no room while there is none."""

    DEFAULT_CSS = """
    Viewer { height: 1fr; display: none; background: $surface; }
    Viewer.-open { display: block; }
    Viewer > ContentSwitcher { height: 1fr; }
    """

    class Turned(Message):
        """It opened its first tab or closed its last: it needs room, or none."""

    def __init__(self) -> None:
        super().__init__(id="viewer")
        self.line = TabLine()

    def compose(self) -> ComposeResult:
        yield self.line
        yield ContentSwitcher()

    def on_descendant_focus(self) -> None:
        self.line.add_class("-focused")

    def on_descendant_blur(self) -> None:
        self.line.remove_class("-focused")

    @property
    def tabs(self) -> list[Tab]:
        return self.line.tabs

    @property
    def shown(self) -> Tab | None:
        return self.line.shown

    def find(self, key: str) -> Tab | None:
        """The open tab of that key."""
        return next((tab for tab in self.tabs if tab.key == key), None)

    async def open(self, tab: Tab) -> None:
        """Adds a tab, shows it and gives it the keys."""
        self.add_class("-open")
        tab.id = f"tab-{id(tab)}"
        self.tabs.append(tab)
        await self.query_one(ContentSwitcher).mount(tab)
        self.show_tab(tab)
        self.post_message(self.Turned())
        tab.focus_body()

    def show_tab(self, tab: Tab) -> None:
        """Brings one to the front."""
        tab.bell = False
        self.line.shown = tab
        self.query_one(ContentSwitcher).current = tab.id
        self.line.refresh()

    def step(self, by: int) -> None:
        """Brings the next or previous one to the front."""
        if self.shown in self.tabs:
            at = (self.tabs.index(self.shown) + by) % len(self.tabs)
            self.show_tab(self.tabs[at])

    async def close(self, tab: Tab) -> None:
        """Ends a tab; its neighbour is shown, or nothing."""
        if tab not in self.tabs:
            return
        at = self.tabs.index(tab)
        self.tabs.remove(tab)
        if self.tabs and self.shown is tab:
            self.show_tab(self.tabs[min(at, len(self.tabs) - 1)])
        elif not self.tabs:
            self.line.shown = None
            self.remove_class("-open")
            self.post_message(self.Turned())
        self.line.refresh()
        await tab.remove()

    def on_tab_changed(self, event: Tab.Changed) -> None:
        del event  # it goes on to the screen: the keys may mean something else now
        self.line.refresh()
