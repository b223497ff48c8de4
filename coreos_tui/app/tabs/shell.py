"""A tab with a program on a terminal: a shell in a container, on a host, or here."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from textual.app import ComposeResult
from textual.widgets import Static

from coreos_tui.core.errors import HopError, in_words
from coreos_tui.core.sanitize import clean
from coreos_tui.transport.link import Program
from coreos_tui.ui.terminal import TerminalView, messages
from coreos_tui.ui.viewer import Tab

LEAVE = "ctrl+] leaves the keys to coreos-tui"
OpenProgram = Callable[[int, int], Awaitable[Program]]


class ShellTab(Tab):
    """Runs one program; keeps its text when it has ended."""

    DEFAULT_CSS = "ShellTab > .broken { height: auto; padding: 0 1; color: $text-error; }"

    def __init__(self, key: str, title: str, open_program: OpenProgram) -> None:
        super().__init__(key, title)
        self._open = open_program
        self._broken = Static("", markup=False, classes="broken")
        self._program: Program | None = None
        self._keys: asyncio.Queue[bytes] = asyncio.Queue()
        self._window = (0, 0)
        self._job: asyncio.Task[None] | None = None

    def compose(self) -> ComposeResult:
        self.terminal = TerminalView(
            self.title, on_bytes=self._keys.put_nowait, on_size=self._sized
        )
        yield self._broken
        yield self.terminal

    def on_mount(self) -> None:
        self._broken.display = False
        self.tell(mark="◌", state="opening …")

    def _sized(self, columns: int, rows: int) -> None:
        self._window = (columns, rows)
        if self._job is None:
            self._job = asyncio.ensure_future(self._run())
        elif self._program is not None:
            resizing = asyncio.ensure_future(self._resize(self._program))
            resizing.add_done_callback(lambda done: done.exception())

    async def _resize(self, program: Program) -> None:
        with contextlib.suppress(HopError):
            await program.resize(*self._window)

    async def _run(self) -> None:
        try:
            self._program = program = await self._open(*self._window)
        except Exception as error:
            self._fail(in_words(error))
            return
        self.tell(mark="●", state=LEAVE)
        await self._resize(program)
        writer = asyncio.ensure_future(self._write(program))
        try:
            await self.terminal.pump(program.read)
            code = await program.wait()
            words = "ended" if code is None else f"ended with code {code}"
            self._end("○", f"{words}; enter closes the tab")
        except Exception as error:
            self._fail(in_words(error))
        finally:
            writer.cancel()
            program.close()

    async def _write(self, program: Program) -> None:
        with contextlib.suppress(HopError):
            while True:
                await program.write(await self._keys.get())

    def _fail(self, error: HopError) -> None:
        """The whole sentence, above what the program has said so far."""
        self._end("✕", "enter closes the tab")
        if self.is_attached:
            self._broken.update(error.sentence)
            self._broken.display = True

    def _end(self, mark: str, sentence: str) -> None:
        self._program = None
        if self.is_attached:
            self.terminal.end(sentence)
            self.tell(mark=mark, state=sentence)

    def shut(self) -> None:
        if self._program is not None:
            self._program.close()
        if self._job is not None:
            self._job.cancel()

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
            self.tell(state=f"{clean(self.terminal.title)}  {LEAVE}".strip())
