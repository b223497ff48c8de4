"""One SSH host, connected: implements Link."""

import asyncio
from collections.abc import Callable

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.transport.link import Completed
from coreos_tui.transport.ssh.channel import ChannelStream
from coreos_tui.transport.ssh.command import CommandStream, dial_command, watched
from coreos_tui.transport.ssh.connection import Connection, RefusedError
from coreos_tui.transport.ssh.program import SshProgram, open_program
from coreos_tui.transport.ssh.refusals import PROHIBITED, socket_fault
from coreos_tui.transport.ssh.shells import Shells
from coreos_tui.transport.ssh.target import SshTarget

PING = 2.0


class SshLink:
    """What can be asked of one SSH host over its one connection. Made by `connect`."""

    def __init__(self, connection: Connection, hang_up_path: Callable[[], object]) -> None:
        self._connection = connection
        self._shells = Shells(connection)
        self._hang_up_path = hang_up_path

    @property
    def name(self) -> str:
        return self.target.name

    @property
    def target(self) -> SshTarget:
        return self._connection.target

    @property
    def connection(self) -> Connection:
        """For those that go on from here to another host."""
        return self._connection

    async def run(self, script: str, *, deadline: float = 10.0, limit: int = 1 << 20) -> Completed:
        """Runs a POSIX sh script without input, in a shell that is already there.

        Raises HopError when the link is down or the deadline (seconds) has passed.
        """
        return await self._shells.run(script, deadline, limit)

    async def dial_socket(self, path: str) -> ChannelStream:
        """A `direct-streamlocal@openssh.com` channel to a Unix socket of the host.

        Raises HopError: PERMISSION where sshd or the socket's mode forbids it, SOCKET where it
        is missing or nobody listens.
        """
        try:
            channel = await self._connection.open("direct-streamlocal@openssh.com", path, "", 0)
        except RefusedError as error:
            raise await socket_fault(self, path, error.code == PROHIBITED) from None
        return self._connection.stream(channel)

    async def dial_port(self, address: str, port: int) -> ChannelStream:
        """A `direct-tcpip` channel to a TCP port as seen from the host. Raises HopError."""
        try:
            channel = await self._connection.open("direct-tcpip", address, port, "127.0.0.1", 0)
        except RefusedError as error:
            if error.code == PROHIBITED:
                raise HopError(
                    Hop.PERMISSION,
                    f"sshd on {self.name} forbids TCP forwarding",
                    "Set AllowTcpForwarding yes in its sshd_config",
                ) from None
            raise HopError(
                Hop.HOST, f"{address} port {port} takes no connection from {self.name}"
            ) from None
        return self._connection.stream(channel)

    async def dial_command(self, command: str) -> CommandStream:
        """Standard input and output of a command line, such as `docker system dial-stdio`."""
        return await dial_command(self._connection, command)

    async def open_output(self, script: str) -> CommandStream:
        """Output and errors of a POSIX sh script that runs as long as the stream is open."""
        return await dial_command(self._connection, watched(script))

    async def open_program(self, command: str | None, columns: int, rows: int) -> SshProgram:
        """Runs a command line (None: the login shell) on a terminal of the host."""
        return await open_program(self._connection, command, columns, rows)

    async def ping(self) -> float:
        """Seconds of one round trip. Raises HopError after two seconds of silence."""
        return await self._shells.ping(PING)

    async def lost(self) -> HopError:
        """Returns once the connection is down, with the reason."""
        return await asyncio.shield(self._connection.ending.future)

    async def close(self) -> None:
        """Hangs up. Takes under 0.2 s, whatever the far end does."""
        self._shells.close()
        try:
            await self._connection.close()
        finally:
            self._hang_up_path()
