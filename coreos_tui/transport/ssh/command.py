"""A remote command as a stream: the fallback where sshd forwards no sockets."""

import os
import shlex
from typing import TYPE_CHECKING

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.transport.ssh.channel import ChannelStream
from coreos_tui.transport.ssh.connection import Connection
from coreos_tui.transport.ssh.outbox import Outbox

if TYPE_CHECKING:
    import paramiko

_NOISE = 1 << 20
_WORDS = 2048
# sshd ends nothing when its channel is closed: a program notices by its next output, if ever. But
# its standard input ends then, and that is waited for here.
_WATCHED = """exec 3<&0
/bin/sh -c {script} </dev/null 3<&- 2>&1 & program=$!
{{ read -r end <&3; kill $program; }} >/dev/null 2>&1 & watch=$!
wait $program
code=$?
kill $watch 2>/dev/null
exit $code"""


class CommandStream(ChannelStream):
    """Standard input and output of a command such as `docker system dial-stdio`.

    What rc files print comes before a mark and is dropped.
    """

    def __init__(self, channel: "paramiko.Channel", outbox: Outbox, mark: bytes) -> None:
        super().__init__(channel, outbox)
        self._mark = mark
        self._waiting = True
        self._answered = False
        self._rest = b""

    async def read(self, limit: int = 65536) -> bytes:
        """As ByteStream; raises HopError with its words when it ends before it said anything."""
        chunk = await self._past_mark() if self._waiting else b""
        chunk = chunk or self._rest or await super().read(limit)
        chunk, self._rest = chunk[:limit], chunk[limit:]
        if not chunk and not self._answered and not self._closed:
            await self._complain()
        self._answered = self._answered or bool(chunk)
        return chunk

    async def _past_mark(self) -> bytes:
        noise = b""
        while self._mark not in noise and len(noise) < _NOISE:
            chunk = await super().read()
            if not chunk:
                break
            noise += chunk
        self._waiting = False
        return noise.partition(self._mark)[2]

    async def _complain(self) -> None:
        said = b""
        while chunk := await self.read_errors():
            said = (said + chunk)[-_NOISE:]
        words = said.rpartition(self._mark)[2][:_WORDS]
        if words.strip():
            raise HopError(Hop.SOCKET, words.decode("utf-8", "replace").strip())


def watched(script: str) -> str:
    """A command line that runs a script without input, and ends it when its own input ends."""
    return _WATCHED.format(script=shlex.quote(script))


async def dial_command(connection: Connection, command: str) -> CommandStream:
    """Runs a command line without a terminal. Raises HopError when no session opens."""
    mark = os.urandom(12).hex()
    script = f"echo {mark}; echo {mark} >&2; {command}"
    channel = await connection.open_session()
    stream = connection.kept(CommandStream(channel, connection.outbox, f"{mark}\n".encode()))
    line = f"exec /bin/sh -c {shlex.quote(script)}"
    await connection.blocking(channel, lambda: channel.exec_command(line))
    return stream
