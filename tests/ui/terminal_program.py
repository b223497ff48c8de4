"""A real program on a pty, and an app that shows it in a terminal view."""

import asyncio
import fcntl
import os
import pty
import struct
import subprocess
import termios
from pathlib import Path
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.message import Message
from textual.strip import Strip

from coreos_tui.ui.terminal import TerminalView


class Program:
    """A child process with a pty as its terminal."""

    def __init__(self, *argv: str, cwd: Path) -> None:
        self.argv = argv
        self.cwd = cwd
        self.typed = bytearray()
        self.sizes: list[tuple[int, int]] = []
        self._arrived: asyncio.Queue[bytes] = asyncio.Queue()
        self._ours, self._theirs = pty.openpty()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        env = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "PS1": "$ ", "HOME": "/"}
        env["LC_ALL"] = "C.UTF-8"
        theirs = self._theirs
        self._process = subprocess.Popen(
            self.argv, cwd=self.cwd, env=env, preexec_fn=lambda: os.login_tty(theirs)
        )
        os.close(theirs)
        asyncio.get_running_loop().add_reader(self._ours, self._read)

    def write(self, chunk: bytes) -> None:
        self.typed += chunk
        os.write(self._ours, chunk)

    def resize(self, cols: int, rows: int) -> None:
        self.sizes.append((cols, rows))
        size = struct.pack("HHHH", rows, cols, 0, 0)
        fcntl.ioctl(self._ours, termios.TIOCSWINSZ, size)

    async def read(self) -> bytes:
        return await self._arrived.get()

    def _read(self) -> None:
        try:
            chunk = os.read(self._ours, 65536)
        except OSError:
            chunk = b""
        if not chunk:
            asyncio.get_running_loop().remove_reader(self._ours)
        self._arrived.put_nowait(chunk)

    def close(self) -> None:
        asyncio.get_running_loop().remove_reader(self._ours)
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        else:
            os.close(self._theirs)
        os.close(self._ours)


class PaintedView(TerminalView):
    """A view that remembers what it was last asked to paint."""

    def __init__(self, program: Program) -> None:
        super().__init__("program", on_bytes=program.write, on_size=program.resize)
        self.painted: dict[int, Strip] = {}

    def render_line(self, y: int) -> Strip:
        self.painted[y] = super().render_line(y)
        return self.painted[y]

    def lines(self) -> list[str]:
        rows = self.content_size.height
        return [self.painted[y].text.rstrip() for y in sorted(self.painted) if y < rows]


class ProgramApp(App[None]):
    """One program in one view, from start to end."""

    BINDINGS: ClassVar = [("x", "oops", "a key of the app's own")]

    def __init__(self, program: Program) -> None:
        super().__init__()
        self.program = program
        self.view = PaintedView(program)
        self.said: list[Message] = []
        self.oopses = 0
        self._pumping: asyncio.Task[None] | None = None

    def compose(self) -> ComposeResult:
        yield self.view

    def on_mount(self) -> None:
        self.view.focus()

    def on_terminal_view_opened(self) -> None:
        self.program.start()
        self._pumping = asyncio.create_task(self._run())

    async def _run(self) -> None:
        await self.view.pump(self.program.read)
        self.view.end("the program has ended")

    def on_unmount(self) -> None:
        if self._pumping is not None:
            self._pumping.cancel()
        self.program.close()

    def action_oops(self) -> None:
        self.oopses += 1

    def on_terminal_view_left(self, message: TerminalView.Left) -> None:
        self.said.append(message)

    def on_terminal_view_closed(self, message: TerminalView.Closed) -> None:
        self.said.append(message)

    def on_terminal_view_bell(self, message: TerminalView.Bell) -> None:
        self.said.append(message)

    def on_terminal_view_looked_back(self, message: TerminalView.LookedBack) -> None:
        self.said.append(message)

    def on_terminal_view_copied(self, message: TerminalView.Copied) -> None:
        self.said.append(message)

    def heard(self, kind: type[Message]) -> list[Message]:
        return [message for message in self.said if type(message) is kind]
