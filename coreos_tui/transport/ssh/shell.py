"""A `sh` that stays open on a host and runs one script after the other, 1 ms each.

Each script runs in a subshell without input. A nonce on both of its streams marks where its
output begins and ends, so that what rc files and earlier children print is never taken for it.
"""

import asyncio
import os
import re
import shlex
from collections.abc import Awaitable, Callable

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.transport.link import Completed
from coreos_tui.transport.ssh.channel import ChannelStream
from coreos_tui.transport.ssh.connection import Connection

Read = Callable[[], Awaitable[bytes]]


class Frame:
    """Finds one script's bytes between two marks, however the stream is cut up."""

    def __init__(self, nonce: str, limit: int) -> None:
        self._begin = re.compile(nonce.encode() + rb"<(\d+)\n")
        self._end = nonce.encode() + b">"
        self._overlap = len(nonce) + 16
        self._limit = limit
        self._pending = b""
        self._begun = False
        self.body = bytearray()
        self.group = 0
        self.code: int | None = None

    def feed(self, data: bytes) -> bool:
        """Takes the next bytes; true once the end mark was among them."""
        self._pending += data
        if not self._begun:
            found = self._begin.search(self._pending)
            if found is None:
                self._pending = self._pending[-self._overlap :]
                return False
            self._begun, self.group = True, int(found[1])
            self._pending = self._pending[found.end() :]
        body, mark, rest = self._pending.partition(self._end)
        if not mark:
            safe = max(0, len(self._pending) - len(self._end) + 1)
            self._take(self._pending[:safe])
            self._pending = self._pending[safe:]
        elif b"\n" in rest:
            self._take(body)
            self.code = int(rest.partition(b"\n")[0])
        return self.code is not None

    def _take(self, data: bytes) -> None:
        self.body += data[: max(0, self._limit - len(self.body))]


class Shell:
    """One persistent `sh` on a session channel. One script at a time."""

    def __init__(self, stream: ChannelStream) -> None:
        self._stream = stream
        self._out = Frame("", 0)
        self.usable = True

    @classmethod
    async def open(cls, connection: Connection) -> "Shell":
        """Starts it through the user's login shell. Raises HopError."""
        channel = await connection.open_session()
        await connection.blocking(channel, lambda: channel.exec_command("exec /bin/sh"))
        return cls(connection.stream(channel))

    async def run(self, script: str, limit: int) -> Completed:
        """Runs a script; when cancelled or cut off, the shell is not `usable` any more."""
        nonce = os.urandom(12).hex()
        out, err = Frame(nonce, limit), Frame(nonce, limit)
        self._out = out
        self.usable = False
        await self._stream.write(framed(script, nonce).encode())
        await asyncio.gather(
            self._collect(out, self._stream.read), self._collect(err, self._stream.read_errors)
        )
        self.usable = True
        return Completed(out.code or 0, bytes(out.body), bytes(err.body))

    async def find_group(self) -> int:
        """The process group of the script that was given up; 0 where its shell has ended."""
        while not self._out.group:
            data = await self._stream.read()
            if not data:
                return 0
            self._out.feed(data)
        return self._out.group

    def close(self) -> None:
        self.usable = False
        self._stream.close()

    @staticmethod
    async def _collect(frame: Frame, read: Read) -> None:
        while not frame.feed(data := await read()):
            if not data:
                raise HopError(
                    Hop.HOST,
                    "its shell ended in the middle of a command",
                    "/bin/sh must run there for this user",
                )


def framed(script: str, nonce: str) -> str:
    """The line that runs a script between marks: `$$` in the first, `$?` in the last."""
    return (
        f"printf '%s<%d\\n' {nonce} $$; printf '%s<%d\\n' {nonce} $$ >&2; "
        f"(eval {shlex.quote(script)}) </dev/null; "
        f"printf '%s>%d\\n' {nonce} $?; printf '%s>0\\n' {nonce} >&2\n"
    )
