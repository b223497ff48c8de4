"""This workstation: its shell, its sockets and programs on terminals of their own."""

import asyncio
import fcntl
import os
import pwd
import signal
import struct
import termios
from asyncio.subprocess import Process
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol, TypeVar

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.transport.descriptor import Descriptor
from coreos_tui.transport.link import Completed
from coreos_tui.transport.process import complete, kill, signal_group, spawn
from coreos_tui.transport.sockets import SocketStream, dial_tcp, dial_unix

# A session leader that opens a tty gets it as its controlling terminal. Doing so in sh, after
# the exec, needs no Python code between fork and exec, which is unsafe beside other threads.
_TAKE_TERMINAL = 'exec 0<>"$0" 1>&0 2>&0; exec "$@"'


class _Closable(Protocol):
    when_closed: Callable[[], object]

    def close(self) -> None: ...


C = TypeVar("C", bound=_Closable)


class LocalProgram:
    """A program on a pseudo-terminal of this machine."""

    def __init__(self, terminal: Descriptor, process: Process) -> None:
        self._terminal = terminal
        self._process = process
        self.when_closed: Callable[[], object] = bool

    async def read(self, limit: int = 65536) -> bytes:
        """The next bytes of its output; b"" at the end."""
        return await self._terminal.read(limit)

    async def write(self, data: bytes) -> None:
        """Types the bytes. Raises HopError when the program has ended."""
        await self._terminal.write(data)

    async def resize(self, columns: int, rows: int) -> None:
        """Sets the size of its window; the kernel tells it by SIGWINCH."""
        if self._terminal.fd >= 0:
            set_size(self._terminal.fd, columns, rows)

    async def wait(self) -> int | None:
        """The exit code, 128 and the signal's number where one ended it."""
        code = await self._process.wait()
        return 128 - code if code < 0 else code

    def close(self) -> None:
        """Hangs up: SIGHUP to the program's group, and the terminal is gone."""
        if self._process.returncode is None:
            signal_group(self._process, signal.SIGHUP)
            signal_group(self._process, signal.SIGCONT)
        self._terminal.close()
        self.when_closed()


class LocalOutput:
    """What a process of this machine says."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self.when_closed: Callable[[], object] = bool

    async def read(self, limit: int = 65536) -> bytes:
        """The next bytes; b"" at the end."""
        return await self._process.stdout.read(limit) if self._process.stdout else b""

    def close(self) -> None:
        """Kills it and its children."""
        kill(self._process)
        self.when_closed()


def set_size(fd: int, columns: int, rows: int) -> None:
    """Tells a terminal how large it is (TIOCSWINSZ)."""
    size = struct.pack("HHHH", min(rows, 65535), min(columns, 65535), 0, 0)
    with suppress(OSError):
        fcntl.ioctl(fd, termios.TIOCSWINSZ, size)


class LocalLink:
    """Implements Link for the machine this program runs on."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._open: set[_Closable] = set()
        self._running: set[Process] = set()
        self._lost: asyncio.Future[HopError] = asyncio.get_running_loop().create_future()

    @property
    def name(self) -> str:
        return self._name

    async def run(self, script: str, *, deadline: float = 10.0, limit: int = 1 << 20) -> Completed:
        """Runs `sh -c SCRIPT` with an empty standard input."""
        self._check()
        try:
            process = await spawn(("/bin/sh", "-c", script))
        except (OSError, ValueError) as error:
            raise HopError(Hop.HOST, f"sh does not start: {error}") from None
        self._running.add(process)
        try:
            done = await complete(process, deadline, limit)
        except TimeoutError:
            raise HopError(Hop.HOST, f"a command took more than {deadline:g} s") from None
        finally:
            self._running = {p for p in self._running if p.returncode is None}
        self._check()
        return done._replace(code=128 - done.code if done.code < 0 else done.code)

    async def dial_socket(self, path: str) -> SocketStream:
        """Connects to a Unix socket. Raises HopError naming socket or permission."""
        self._check()
        return self._kept(await dial_unix(path))

    async def dial_port(self, address: str, port: int) -> SocketStream:
        """Connects to a TCP port. Raises HopError with what the system said."""
        self._check()
        return self._kept(await dial_tcp(address, port))

    async def open_output(self, script: str) -> LocalOutput:
        """Runs `sh -c SCRIPT` with an empty standard input, as long as it takes."""
        self._check()
        try:
            process = await spawn(("/bin/sh", "-c", script), merged=True)
        except (OSError, ValueError) as error:
            raise HopError(Hop.HOST, f"sh does not start: {error}") from None
        self._running = {p for p in self._running if p.returncode is None} | {process}
        return self._kept(LocalOutput(process))

    async def open_program(self, command: str | None, columns: int, rows: int) -> LocalProgram:
        """Runs a command line by sh, or the login shell, on a new pseudo-terminal."""
        self._check()
        argv = ("/bin/sh", "-c", command) if command is not None else (login_shell(), "-l")
        try:
            ours, theirs = os.openpty()
        except OSError as error:
            raise HopError(Hop.TERMINAL, f"no terminal to be had: {error.strerror}") from None
        terminal = Descriptor(ours)
        try:
            set_size(ours, columns, rows)
            take = ("/bin/sh", "-c", _TAKE_TERMINAL, os.ttyname(theirs))
            process = await spawn((*take, *argv), env=_surroundings(), terminal=theirs)
        except (OSError, ValueError) as error:
            terminal.close()
            raise HopError(Hop.TERMINAL, f"{argv[0]} does not start: {error}") from None
        finally:
            os.close(theirs)
        return self._kept(LocalProgram(terminal, process))

    async def ping(self) -> float:
        """Nothing lies between: zero seconds, unless closed."""
        self._check()
        return 0.0

    async def lost(self) -> HopError:
        """Returns once `close` was called."""
        return await asyncio.shield(self._lost)

    async def close(self) -> None:
        """Ends all that it opened."""
        if not self._lost.done():
            self._lost.set_result(HopError(Hop.HOST, "closed"))
        for opened in tuple(self._open):
            opened.close()
        for process in self._running:
            kill(process)
        if self._running:
            await asyncio.wait(
                [asyncio.ensure_future(p.wait()) for p in self._running], timeout=0.1
            )

    def _kept(self, opened: C) -> C:
        self._open.add(opened)
        opened.when_closed = lambda: self._open.discard(opened)
        return opened

    def _check(self) -> None:
        if self._lost.done():
            raise self._lost.result()


def login_shell() -> str:
    """$SHELL, else the shell of the password file, else /bin/sh."""
    with suppress(KeyError):
        return os.environ.get("SHELL") or pwd.getpwuid(os.getuid()).pw_shell or "/bin/sh"
    return "/bin/sh"


def _surroundings() -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES", "NO_COLOR")}
    return kept | {"TERM": "xterm-256color"}
