"""Programs on a terminal of an SSH host."""

from typing import TYPE_CHECKING

from coreos_tui.transport.ssh.channel import ChannelStream
from coreos_tui.transport.ssh.connection import Connection
from coreos_tui.transport.ssh.outbox import Outbox

if TYPE_CHECKING:
    import paramiko

_MOST = 65535


class SshProgram(ChannelStream):
    """A program on a pseudo-terminal over there. `close` hangs up: sshd sends it SIGHUP."""

    def __init__(self, channel: "paramiko.Channel", outbox: Outbox) -> None:
        super().__init__(channel, outbox)

    async def resize(self, columns: int, rows: int) -> None:
        """Tells it the size of its window; expects no reply."""
        width, height = min(columns, _MOST), min(rows, _MOST)
        self._outbox.post(lambda: self._channel.resize_pty(width, height))

    async def wait(self) -> int | None:
        """The exit code after the end of the output; None where nobody knows it."""
        return await self.exit_code()


async def open_program(
    connection: Connection, command: str | None, columns: int, rows: int
) -> SshProgram:
    """Starts a command line, or the login shell, on a new terminal. Raises HopError."""
    channel = await connection.open_session()

    def start() -> None:
        channel.get_pty("xterm-256color", min(columns, _MOST), min(rows, _MOST))
        if command is None:
            channel.invoke_shell()
        else:
            channel.exec_command(command)

    program = connection.kept(SshProgram(channel, connection.outbox))
    await connection.blocking(channel, start)
    return program
