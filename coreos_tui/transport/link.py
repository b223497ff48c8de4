"""What can be asked of one host, whatever way it is reached."""

from typing import NamedTuple, Protocol

from coreos_tui.core.errors import HopError


class Completed(NamedTuple):
    """A command that ended; `out` and `err` are cut at the limit asked for."""

    code: int
    out: bytes
    err: bytes


class Output(Protocol):
    """What a program says, as it says it."""

    async def read(self, limit: int = 65536) -> bytes:
        """The next bytes; b"" at the end, also when `close` was called meanwhile."""

    def close(self) -> None:
        """Ends it at once; a waiting `read` returns b"". Never waits, may be called twice."""


class ByteStream(Output, Protocol):
    """Two-way bytes: a socket, or a channel to one."""

    async def write(self, data: bytes) -> None:
        """Sends all of it, waiting where the far end is slow. Raises HopError when it is gone."""


class Program(ByteStream, Protocol):
    """A program on a terminal of its own: its output and its keys."""

    async def resize(self, columns: int, rows: int) -> None:
        """Tells the program the size of its window."""

    async def wait(self) -> int | None:
        """The exit code after the end of the output; None where nobody knows it."""


class Link(Protocol):
    """A host that is connected."""

    @property
    def name(self) -> str: ...

    async def run(self, script: str, *, deadline: float = 10.0, limit: int = 1 << 20) -> Completed:
        """Runs a POSIX sh script in one round trip.

        Raises HopError when the link is down or the deadline (seconds) has passed.
        """

    async def dial_socket(self, path: str) -> ByteStream:
        """Connects to a Unix socket of the host. Raises HopError naming socket or permission."""

    async def dial_port(self, address: str, port: int) -> ByteStream:
        """Connects to a TCP port as seen from the host."""

    async def open_output(self, script: str) -> Output:
        """Runs a POSIX sh script without terminal or input; its output, with the errors in it.

        Closing ends the script's shell, which is the program that the script ends in where
        that is reached by `exec`.
        """

    async def open_program(self, command: str | None, columns: int, rows: int) -> Program:
        """Runs a command line (None: the login shell) on a terminal of the host."""

    async def ping(self) -> float:
        """Seconds that one round trip takes. Raises HopError after two seconds of silence."""

    async def lost(self) -> HopError:
        """Returns once the link is down, with the reason."""

    async def close(self) -> None:
        """Hangs up. Takes under 0.2 s, whatever the far end does."""
