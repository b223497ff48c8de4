"""The few persistent shells of a host: scripts share them, the heartbeat never queues."""

import asyncio
import time

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.transport.link import Completed
from coreos_tui.transport.ssh.connection import Connection
from coreos_tui.transport.ssh.faults import no_answer
from coreos_tui.transport.ssh.shell import Shell

# sshd allows ten sessions a connection (MaxSessions); shells of the user need the rest.
AT_ONCE = 2


class Shells:
    """Lends idle shells, opens one where none is idle, and replaces those that broke."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._idle: list[Shell] = []
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._clearing: set[asyncio.Task[None]] = set()

    async def run(self, script: str, deadline: float, limit: int) -> Completed:
        """Runs a script. Raises HopError after `deadline` seconds, waiting for a turn included."""
        if "\0" in script:
            raise HopError(Hop.HOST, "a script with a NUL byte cannot be run")
        try:
            async with asyncio.timeout(deadline), self._turn:
                return await self._run(script, limit)
        except TimeoutError:
            self._connection.check()
            raise HopError(
                Hop.HOST, f"a command on {self._connection.target.name} took over {deadline:g} s"
            ) from None

    async def ping(self, patience: float) -> float:
        """Seconds of one round trip through sshd and sh. Raises HopError after `patience`."""
        began = time.monotonic()
        try:
            async with asyncio.timeout(patience):
                await self._run(":", 0)
        except TimeoutError:
            self._connection.check()
            raise no_answer(self._connection.target, patience) from None
        return time.monotonic() - began

    def close(self) -> None:
        for shell in self._idle:
            shell.close()
        for task in self._clearing:
            task.cancel()

    async def _run(self, script: str, limit: int) -> Completed:
        self._connection.check()
        shell = self._idle.pop() if self._idle else await Shell.open(self._connection)
        try:
            return await shell.run(script, limit)
        except HopError:
            # A connection that breaks ends its channels a moment before it says why.
            await asyncio.wait([self._connection.ending.future], timeout=0.1)
            self._connection.check()
            raise
        finally:
            if shell.usable:
                self._idle.append(shell)
            else:
                self._drop(shell)

    def _drop(self, shell: Shell) -> None:
        if self._connection.ending.future.done():
            shell.close()
            return
        task = asyncio.create_task(self._clear(shell))
        self._clearing.add(task)
        task.add_done_callback(self._clearing.discard)

    async def _clear(self, shell: Shell) -> None:
        """Ends what a shell that was given up is still running: closing a channel does not."""
        try:
            async with asyncio.timeout(10.0):
                group = await shell.find_group()
                if group:
                    # This form is the one that dash, bash and busybox all take.
                    await self._run(f"kill -TERM -{group} || kill -TERM {group}", 1024)
        except (HopError, TimeoutError):
            return
        finally:
            shell.close()
