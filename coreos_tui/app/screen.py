"""The one screen: panes at their places, and what is asked for carried to who does it."""

from typing import Any, ClassVar, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.events import DescendantBlur, DescendantFocus, Resize
from textual.screen import Screen
from textual.widget import Widget

from coreos_tui.app.acting import Acting
from coreos_tui.app.bars import KeyBar, TopBar
from coreos_tui.app.commands import COMMANDS, PLACES, all_commands
from coreos_tui.app.opening import Opening
from coreos_tui.app.places import Places
from coreos_tui.app.recording import Recording, Studio
from coreos_tui.app.tabs.shell import LEAVE
from coreos_tui.core import topics
from coreos_tui.core.command import Command
from coreos_tui.core.errors import HopError
from coreos_tui.core.selection import Selection
from coreos_tui.fleet.fleet import WORKSTATION, Fleet
from coreos_tui.panes.containers.model import Entry
from coreos_tui.registry import PANES
from coreos_tui.transport.vagrant import Verb
from coreos_tui.ui.ask import AskLine
from coreos_tui.ui.document import Document
from coreos_tui.ui.help import Help
from coreos_tui.ui.logs import LogView
from coreos_tui.ui.palette import Palette
from coreos_tui.ui.pane import Asked, Pane, Pointed
from coreos_tui.ui.terminal import TerminalView, messages
from coreos_tui.ui.viewer import Tab, TabLine, Viewer


class MainScreen(Screen[None]):
    """Panes at the left, containers and viewer at the right."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(each.keys, f"ask('{each.id}')", each.title, show=False, id=each.id)
        for each in COMMANDS
    ]

    def __init__(
        self, fleet: Fleet, log_lines: int, keymap: dict[str, str], studio: Studio | None = None
    ) -> None:
        super().__init__()
        self.fleet, self.store = fleet, fleet.store
        self.panes = [pane(fleet.store) for pane in PANES]
        self.viewer = Viewer()
        self.selection = Selection("")
        self._keymap, self._studio = keymap, studio
        self._opening = Opening(self.viewer, fleet, log_lines)
        self._top = TopBar(fleet.store, fleet.site.read_only, fleet.site.demo)
        self._keys = KeyBar()
        self._places = Places(self, self.panes, self.viewer)

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

    def on_resize(self, event: Resize) -> None:
        self._recording.resize(*event.size)
        self._places.fit()

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
        if isinstance(widget, TerminalView) and widget.takes_keys:
            self._keys.tell((), self._keymap, f"All keys go to the program. {LEAVE}.")
            return
        self._keys.tell(dict(PLACES).get(_place_of(widget), ()), self._keymap)

    def on_tab_changed(self, event: Tab.Changed) -> None:
        event.stop()
        self._tell_keys(self.focused)

    # --- what is asked for

    def action_ask(self, id: str) -> None:  # noqa: A002 - the field's own name
        command = all_commands()[id]
        if command.id == "app.palette":
            self._carry_out(command, None)
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
        carry = getattr(self, f"_do_{command.place}")
        await carry(command.verb, subject)

    async def _do_containers(self, verb: str, subject: Any) -> None:
        if isinstance(subject, str):
            await self._start_engine(subject)
            return
        first: Entry = subject[0]
        opened = {
            "logs": self._opening.logs,
            "shell": self._opening.shell,
            "inspect": self._opening.inspect,
            "top": self._opening.processes,
        }
        if verb in opened:
            await opened[verb](first.ref)
        elif verb == "exec":
            await self._ask_command(first)
        elif verb == "copy":
            self._copy(first.ref.id)
        else:
            await self._acting.containers(verb, subject)

    async def _start_engine(self, host: str) -> None:
        """Touches the sockets of engines that sleep."""
        try:
            self.fleet.start_engine(host)
        except HopError as error:
            self._acting.tell(error.sentence, bad=True)
        else:
            self._acting.tell(f"Starting the engine of {host}.")

    async def _ask_command(self, entry: Entry) -> None:
        line = await self.app.push_screen_wait(
            AskLine(f"Run in {entry.ref.name}", "command, as you would type it", "sh")
        )
        if line:
            try:
                await self._opening.command(entry.ref, line)
            except ValueError as error:
                self._acting.tell(f"That is not a command line: {error}.", bad=True)

    async def _do_machines(self, verb: str, subject: Any) -> None:
        if verb == "shell":
            await self._opening.host_shell(subject)
        elif verb == "inspect":
            await self._opening.host_facts(subject)
        elif verb == "again":
            self.fleet.wake(subject.name)
        else:
            real = await self._acting.machine(cast(Verb, verb), subject)
            if real:
                await self._opening.vagrant(real, subject.name)

    async def _do_release(self, verb: str, subject: Any) -> None:
        del verb
        await self._opening.compare(subject)

    async def _do_viewer(self, verb: str, subject: Any) -> None:
        if subject is None:
            return
        if verb == "close":
            await self._close(subject)
        elif verb == "enter":
            subject.focus_body()
        elif verb == "show":
            self.viewer.show_tab(subject)
            subject.focus_body()
        else:
            self.viewer.step(-1 if verb == "left" else 1)

    async def _close(self, tab: Tab) -> None:
        await self.viewer.close(tab)
        if self.viewer.shown is not None:
            self.viewer.line.focus()
        else:
            self._places.unzoom()
            self._places.enter_first()

    async def on_tab_ended(self, event: Tab.Ended) -> None:
        event.stop()
        await self._close(event.tab)

    def on_terminal_view_left(self, event: messages.Left) -> None:
        event.stop()
        self.viewer.line.focus()

    def on_terminal_view_copied(self, event: messages.Copied) -> None:
        event.stop()
        self._copy(event.text)

    def on_log_view_copied(self, event: LogView.Copied) -> None:
        event.stop()
        self._copy(event.text)

    async def on_log_view_json_wanted(self, event: LogView.JsonWanted) -> None:
        event.stop()
        await self._opening.json(event.text)

    def on_document_copied(self, event: Document.Copied) -> None:
        event.stop()
        self._copy(event.text)

    def _copy(self, text: str) -> None:
        self.app.copy_to_clipboard(text[:100_000])
        self._acting.tell("Copied.")

    # --- everywhere

    def _do_everywhere(self, verb: str) -> None:
        if verb.startswith("pane_"):
            self._places.go_to(int(verb.removeprefix("pane_")))
        elif verb in ("next", "previous"):
            self._places.step(1 if verb == "next" else -1)
        elif verb in ("tab_left", "tab_right"):
            self._places.turn_tab(-1 if verb == "tab_left" else 1)
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
        here = _place_of(self.focused)
        groups = sorted(PLACES, key=lambda place: place[0] != here)
        self.app.push_screen(Help(groups, self._keymap))

    async def _do_app(self, verb: str, subject: Any) -> None:
        """The one key of everywhere that waits for an answer: the palette."""
        del verb, subject
        here, focused = self._places.here, self.focused
        own = dict(PLACES).get(_place_of(focused), ())
        commands = (*own, *(c for c in COMMANDS if c.id != "app.palette"))
        chosen = await self.app.push_screen_wait(Palette(commands, self._keymap))
        command = next((each for each in own if each.id == chosen), None)
        if command is None:
            if chosen:
                self.action_ask(chosen)
        elif isinstance(here, Pane):
            here.action_ask(chosen)
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
        if isinstance(each, TabLine | LogView | Document):
            return {TabLine: "Viewer", LogView: "Logs"}.get(type(each), "Inspect")
    return ""
