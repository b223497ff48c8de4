"""A tab with a program on a terminal: in a container, on a host, or a container's own."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from coreos_tui.app.tabs.shell_keys import COMMANDS, LEAVE
from coreos_tui.core.command import Command
from coreos_tui.core.errors import HopError, in_words
from coreos_tui.core.sanitize import clean
from coreos_tui.fleet.programs import Open
from coreos_tui.transport.link import Program
from coreos_tui.ui.pane import bindings_of
from coreos_tui.ui.prompt import Searching
from coreos_tui.ui.terminal import TerminalView, messages
from coreos_tui.ui.viewer import Tab

_CUT = 1.0


async def _never() -> HopError:
    future: asyncio.Future[HopError] = asyncio.get_running_loop().create_future()
    return await future


@dataclass(frozen=True, slots=True)
class Launch:
    """How a tab's program is started, and what can be done when it has ended.

    `lost` returns once the way to it is broken. `running` stands in the border meanwhile,
    `before` above what it says, `cut` below where it ended without a code. `offers` are verbs
    of `COMMANDS`; without `keys` none is sent.
    """

    open: Open
    lost: Callable[[], Awaitable[HopError]] = _never
    running: str = LEAVE
    before: str = ""
    cut: str = "the connection ended"
    keys: bool = True
    offers: Mapping[str, Callable[[], Awaitable[None]]] = field(default_factory=dict)


class ShellTab(Tab):
    """Runs one program; keeps its text when it has ended, and runs it again."""

    COMMANDS: ClassVar[tuple[Command, ...]] = COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = bindings_of(COMMANDS)
    DEFAULT_CSS = "ShellTab > .broken { height: auto; padding: 0 1; color: $text-error; }"

    def __init__(self, key: str, title: str, launch: Launch) -> None:
        super().__init__(key, title)
        self._launch = launch
        self._broken = Static("", markup=False, classes="broken")
        self._program: Program | None = None
        self._keys: asyncio.Queue[bytes] = asyncio.Queue()
        self._window = (0, 0)
        self._job: asyncio.Task[None] | None = None
        self._resizing: asyncio.Task[None] | None = None

    @property
    def commands(self) -> tuple[Command, ...]:
        """What is offered at the end; an offer that is none is left out."""
        if self.terminal.phase not in ("ended", "failed"):
            return ()
        return tuple(c for c in COMMANDS if c.verb in ("again", *self._launch.offers))

    def compose(self) -> ComposeResult:
        self.terminal = TerminalView(
            self.title, on_bytes=self._keys.put_nowait, on_size=self._sized
        )
        yield self._broken
        yield Searching(self.terminal)

    def on_mount(self) -> None:
        self._broken.display = False
        self.tell(mark="◌", state="opening …")

    def _sized(self, columns: int, rows: int) -> None:
        self._window = (columns, rows)
        if self._job is None:
            self._job = asyncio.ensure_future(self._run())
        elif self._program is not None:
            self._resizing = asyncio.ensure_future(self._resize(self._program))

    async def _resize(self, program: Program) -> None:
        with contextlib.suppress(HopError):
            await program.resize(*self._window)

    async def _run(self) -> None:
        try:
            self._program = program = await self._launch.open(*self._window)
        except Exception as error:
            self._fail(in_words(error))
            return
        self.tell(mark="●", state=self._launch.running)
        if self._launch.before:
            self.terminal.feed(f"\x1b[2m{self._launch.before}\x1b[m\r\n".encode())
        await self._resize(program)
        writer = asyncio.ensure_future(self._write(program))
        try:
            await self.terminal.pump(program.read)
            await self._explain_end(await program.wait())
        except Exception as error:
            self._fail(in_words(error))
        finally:
            writer.cancel()
            program.close()

    async def _write(self, program: Program) -> None:
        with contextlib.suppress(HopError):
            while True:
                data = await self._keys.get()
                if self._launch.keys:
                    await program.write(data)

    async def _explain_end(self, code: int | None) -> None:
        """A code where there is one; else the way to it was cut, or it goes on without us."""
        if code is not None:
            self._end("○", f"ended with code {code}")
            return
        try:
            async with asyncio.timeout(_CUT):
                self._fail(await self._launch.lost())
        except TimeoutError:
            self._end("○", self._launch.cut)

    def _fail(self, error: HopError) -> None:
        """The whole sentence, above what the program has said so far."""
        self._end("✕", "")
        if self.is_attached:
            self._broken.update(error.sentence)
            self._broken.display = True

    def _end(self, mark: str, how: str) -> None:
        self._program = None
        if self.is_attached:
            keys = "enter closes the tab, r runs it again"
            self.terminal.end(f"{how}; {keys}" if how else keys)
            self.tell(mark=mark, state=how)

    def action_ask(self, id: str) -> None:  # noqa: A002 - the field's own name
        """Does what is offered at the end; nothing while the program runs."""
        verb = id.partition(".")[2]
        if verb == "again":
            self._again()
        elif verb in self._launch.offers:
            self.run_worker(self._launch.offers[verb](), exit_on_error=True)

    def _again(self) -> None:
        while not self._keys.empty():
            self._keys.get_nowait()
        self._job = None
        if self.terminal.resume():
            self._broken.display = False
            self.tell(mark="◌", state="opening …")

    def shut(self) -> None:
        if self._program is not None:
            self._program.close()
        if self._job is not None:
            self._job.cancel()

    def on_terminal_view_looked_back(self, event: messages.LookedBack) -> None:
        event.stop()
        self.tell(state=event.state or (self._launch.running if self._program else ""))
        self.post_message(Tab.Changed(self))

    def on_terminal_view_closed(self, event: messages.Closed) -> None:
        event.stop()
        self.post_message(Tab.Ended(self))

    def on_terminal_view_bell(self, event: messages.Bell) -> None:
        event.stop()
        if not self.terminal.has_focus:
            self.bell = True
            self.post_message(Tab.Changed(self))

    def on_terminal_view_title_changed(self, event: messages.TitleChanged) -> None:
        event.stop()
        if self._program is not None:
            self.subtitle = clean(self.terminal.title)
            self.post_message(Tab.Changed(self))
