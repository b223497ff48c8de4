"""The one screen: panes at their places, and what is asked for carried to who does it."""

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.events import DescendantBlur, DescendantFocus, Resize, ScreenResume
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

from coreos_tui.app.acting import NO_TAB, ONLY_TAB, Acting
from coreos_tui.app.bars import KeyBar, TopBar
from coreos_tui.app.commands import CLOSE, COMMANDS, PLACES, all_commands
from coreos_tui.app.layout import classes_for
from coreos_tui.app.places import Places
from coreos_tui.app.recording import Recording, Studio
from coreos_tui.app.tabs.shell_keys import LEAVE
from coreos_tui.app.typed import Typed
from coreos_tui.core import topics
from coreos_tui.core.command import Command
from coreos_tui.core.errors import HopError
from coreos_tui.core.selection import Selection
from coreos_tui.fleet.fleet import WORKSTATION, Fleet
from coreos_tui.registry import PANES, VIEWER
from coreos_tui.ui.pane import Asked, Pane, Pointed
from coreos_tui.ui.viewer import Tab, TabLine, Viewer

if TYPE_CHECKING:
    from coreos_tui.app.asked import Hands
    from coreos_tui.ui.document import Document
    from coreos_tui.ui.logs import LogView
    from coreos_tui.ui.terminal import messages


class MainScreen(Screen[None]):
    """Panes at the left, containers and viewer at the right."""

    # Where one starts; the first widget of all would have the keys for a moment, and cost a frame.
    AUTO_FOCUS = "#pane-containers Table"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(each.keys, f"ask('{each.id}')", each.title, show=False, id=each.id)
        for each in COMMANDS
    ]

    def __init__(
        self,
        fleet: Fleet,
        log_lines: int,
        keymap: dict[str, str],
        typed: Typed,
        studio: Studio | None = None,
        size: tuple[int, int] = (80, 24),
    ) -> None:
        super().__init__(classes=" ".join(classes_for(*size)))
        self.fleet, self.store = fleet, fleet.store
        self.panes = [pane(fleet.store) for pane in PANES]
        self.viewer = Viewer()
        self.selection = Selection("")
        self._keymap, self._studio, self._log_lines = keymap, studio, log_lines
        self._held = typed.held
        self._fitted: Size | None = None
        self._top = TopBar(fleet.store, fleet.site.read_only, fleet.site.demo)
        self._keys = KeyBar(fleet.site.demo)
        self._places = Places(self, self.panes, self.viewer, typed.held)

    def compose(self) -> ComposeResult:
        yield self._top
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield from (pane for pane in self.panes if pane.SIDE == "left")
            with Vertical(id="right"):
                yield from (pane for pane in self.panes if pane.SIDE == "right")
                yield self.viewer
        yield self._keys

    def on_mount(self) -> None:
        self._acting = Acting(self.app, self.fleet)
        self._recording = Recording(self.app, self._studio, self._top.record, self._acting.tell)
        self.point(Selection(WORKSTATION))
        self._places.enter_first()
        self._leave = self.store.watch(lambda _: self._places.tell_titles())

    def on_unmount(self) -> None:
        self._leave()

    @cached_property
    def _hands(self) -> "Hands":
        """Loads what tabs and questions are made of: the first frame does without."""
        from coreos_tui.app.asked import Hands
        from coreos_tui.app.opening import Opening

        opening = Opening(self.viewer, self.fleet, self._log_lines, self._held)
        return Hands(self.app, self.fleet, self.viewer, self._places, self._acting, opening)

    def on_resize(self, event: Resize) -> None:
        self._recording.resize(*event.size)
        self._places.fit()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """At first all has been styled a moment ago, and is painted with its layout."""
        if self._fitted is None:
            event.refresh_styles = False
            self.call_next(self._forget_wishes)

    def _screen_resized(self, size: Size) -> None:
        """Once a size: Textual tells a screen of its own layout too, to lay it out once more."""
        if size != self._fitted:
            super()._screen_resized(size)

    def _refresh_layout(self, size: Size | None = None, scroll: bool = False) -> None:
        """A new size is painted once: every widget would ask again, with all just painted."""
        super()._refresh_layout(size, scroll)
        if size is not None:
            self._fitted = size
            if self.is_current:
                self._forget_wishes()

    def _forget_wishes(self) -> None:
        for widget in (self, *self.query("*")):
            widget._repaint_required = False

    def on_viewer_turned(self, event: Viewer.Turned) -> None:
        event.stop()
        self._places.fit()

    # --- what stands under the cursor

    def point(self, selection: Selection) -> None:
        """Everybody hears what the next key acts on."""
        self.selection = selection
        self._top.point(selection)
        for pane in self.panes:
            pane.point(selection)
        self._places.tell_titles()

    def on_pointed(self, event: Pointed) -> None:
        event.stop()
        self.point(event.selection)

    # --- the keys where the focus is

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        chain = event.widget.ancestors_with_self
        place = next((each for each in chain if isinstance(each, Pane | Viewer)), None)
        if place is not None:
            self._places.bring_into_view(place)
        self._tell_keys(event.widget)

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        del event
        self.call_after_refresh(lambda: self._tell_keys(self.focused))

    def _tell_keys(self, widget: Widget | None) -> None:
        if getattr(widget, "takes_keys", False):
            self._keys.tell((), self._keymap, f"All keys go to the program. {LEAVE}.")
            return
        inside = (CLOSE,) if _tab_of(widget) is not None else ()
        self._keys.tell((*inside, *_commands_of(widget)), self._keymap)

    def on_tab_changed(self, event: Tab.Changed) -> None:
        event.stop()
        self._tell_keys(self.focused)

    # --- what is asked for

    def action_ask(self, id: str) -> None:  # noqa: A002 - the field's own name
        command = all_commands()[id]
        if command.id == "app.palette":
            self._choose_command()
        else:
            # At once: the next key may have been typed already, and means the next place.
            self._do_everywhere(command.verb)

    def on_asked(self, event: Asked) -> None:
        event.stop()
        if isinstance(event.subject, str) and event.command.id != "containers.start":
            self._acting.tell(event.subject, bad=True)
            return
        self._carry_out(event.command, event.subject)

    @work(exit_on_error=True)
    async def _carry_out(self, command: Command, subject: Any) -> None:
        from coreos_tui.app.asked import PLACES as ASKED  # late, as the hands are

        try:
            await ASKED[command.place](self._hands, command.verb, subject)
        except HopError as error:
            self._acting.tell(error.sentence, bad=True)

    async def on_tab_ended(self, event: Tab.Ended) -> None:
        event.stop()
        from coreos_tui.app.asked.viewer import close  # late, as the hands are

        await close(self._hands, event.tab)

    def on_terminal_view_left(self, event: "messages.Left") -> None:
        event.stop()
        self.viewer.line.focus()

    def on_terminal_view_copied(self, event: "messages.Copied") -> None:
        event.stop()
        self._hands.copy(event.text)

    def on_log_view_copied(self, event: "LogView.Copied") -> None:
        event.stop()
        self._hands.copy(event.text)

    def on_log_view_open_wanted(self, event: "LogView.OpenWanted") -> None:
        event.stop()
        self._open_line(event)

    @work(exit_on_error=True, group="line", exclusive=True)
    async def _open_line(self, event: "LogView.OpenWanted") -> None:
        line = event.line
        if event.whole is not None and line.dropped:
            try:
                line = await event.whole()
            except HopError as error:
                self._acting.tell(error.sentence, bad=True)
        await self._hands.opening.line(line)

    def on_document_copied(self, event: "Document.Copied") -> None:
        event.stop()
        self._hands.copy(event.text)

    # --- everywhere

    def _do_everywhere(self, verb: str) -> None:
        tabs = len(self.viewer.tabs)
        if verb in (f"pane_{VIEWER}", "tab_left", "tab_right") and tabs == 0:
            self._acting.tell(NO_TAB)
        elif verb in ("tab_left", "tab_right") and tabs == 1:
            self._acting.tell(ONLY_TAB)
        elif verb.startswith("pane_"):
            self._places.go_to(int(verb.removeprefix("pane_")))
        elif verb in ("next", "previous"):
            self._places.step(1 if verb == "next" else -1)
        elif verb in ("tab_left", "tab_right"):
            self._places.turn_tab(-1 if verb == "tab_left" else 1)
        elif verb == "close_tab":
            self._carry_out(all_commands()["viewer.close"], self.viewer.shown)
        elif verb in ("record", "screenshot"):
            self.run_worker(self._recording.carry_out(verb), exit_on_error=True)
        else:
            plain = {
                "zoom": self._places.zoom,
                "back": self._places.back,
                "help": self._help,
                "theme": self._next_theme,
                "demo": self._acting.demo,
                "quit": self.app.exit,
            }
            plain[verb]()

    def _help(self) -> None:
        from coreos_tui.ui.help import Help  # late: not at every start

        here = _place_of(self.focused)
        groups = sorted(PLACES, key=lambda place: place[0] != here)
        self.app.push_screen(Help(groups, self._keymap))

    @work(exit_on_error=True)
    async def _choose_command(self) -> None:
        """The one key of everywhere that waits for an answer: the palette."""
        from coreos_tui.ui.palette import Palette  # late: not at every start

        here, focused = self._places.here, self.focused
        own = _commands_of(focused)
        commands = (*own, *(c for c in COMMANDS if c.id != "app.palette"))
        chosen = await self.app.push_screen_wait(Palette(commands, self._keymap))
        command = next((each for each in own if each.id == chosen), None)
        if command is None:
            if chosen:
                self.action_ask(chosen)
        elif isinstance(here, Pane):
            here.action_ask(chosen)
        elif (tab := _tab_of(focused)) is not None and command in tab.commands:
            await tab.run_action(f"ask('{chosen}')")
        elif focused is not None:
            verb = f"ask('{chosen}')" if isinstance(focused, TabLine) else command.verb
            await focused.run_action(verb)

    def _next_theme(self) -> None:
        names = ["coreos", "coreos-light", "coreos-contrast"]
        at = names.index(self.app.theme) if self.app.theme in names else -1
        self.app.theme = names[(at + 1) % len(names)]

    def choose_host(self, name: str) -> bool:
        """Puts the cursor on a host, once it is known; whether it is."""
        known = {host.name for host in self.store.value(topics.HOSTS) or ()}
        if name in known:
            self.point(Selection(name))
        return name in known


def _place_of(widget: Widget | None) -> str:
    """Whose keys hold where the focus is, by the name it has among the places."""
    for each in widget.ancestors_with_self if widget else ():
        if isinstance(each, Pane):
            return each.TITLE
        if place := getattr(each, "PLACE", ""):
            return str(place)
        if isinstance(each, Tab):
            return "Viewer"
    return ""


def _tab_of(widget: Widget | None) -> Tab | None:
    """The tab around what has the focus."""
    chain = widget.ancestors_with_self if widget else ()
    return next((each for each in chain if isinstance(each, Tab)), None)


def _commands_of(widget: Widget | None) -> tuple[Command, ...]:
    """Those of the place where the focus is, and of the tab around it."""
    tab = _tab_of(widget)
    return (*(tab.commands if tab else ()), *dict(PLACES).get(_place_of(widget), ()))
