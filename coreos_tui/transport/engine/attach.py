"""The terminal of a container's own first process.

Source: POST /containers/{id}/attach and /containers/{id}/resize of the Docker Engine API.
"""

import asyncio

from coreos_tui.core.errors import HopError
from coreos_tui.transport.engine.calls import Calls
from coreos_tui.transport.engine.unframed import Unframed
from coreos_tui.transport.link import ByteStream


async def attach(calls: Calls, id_: str, *, tty: bool, columns: int, rows: int) -> "Attached":
    """Output from now on, and keys where the container has a terminal. Raises HopError.

    A program on a terminal draws itself when its size changes, so it is told two.
    """
    query = {"stream": 1, "stdin": int(tty), "stdout": 1, "stderr": 1}
    stream = await calls.upgrade(f"/containers/{id_}/attach", query)
    program = Attached(calls, id_, stream if tty else Unframed(stream), tty=tty)
    await program.resize(columns, rows + 1)
    await program.resize(columns, rows)
    return program


class Attached:
    """A container's process; see `transport.link.Program`. Closing detaches, it runs on."""

    def __init__(self, calls: Calls, id_: str, stream: ByteStream, *, tty: bool) -> None:
        self._calls = calls
        self._id = id_
        self._stream = stream
        self._tty = tty

    async def read(self, limit: int = 65536) -> bytes:
        data = await self._stream.read(limit)
        # Without a terminal nobody has made its line ends into a terminal's.
        return data if self._tty else data.replace(b"\n", b"\r\n")

    async def write(self, data: bytes) -> None:
        await self._stream.write(data)

    def close(self) -> None:
        self._stream.close()

    async def resize(self, columns: int, rows: int) -> None:
        """As `Program.resize`; a process without a terminal has no size."""
        if not self._tty:
            return
        size = {"w": max(1, columns), "h": max(1, rows)}
        try:
            await self._calls.answer("POST", f"/containers/{self._id}/resize", size)
        except HopError:
            return

    async def wait(self) -> int | None:
        """The exit code once the container has ended; None where it runs on or is gone."""
        for pause in (0.01, 0.05, 0.1, 0.2, 0.4):
            try:
                found = await self._calls.get(f"/containers/{self._id}/json")
            except HopError:
                return None
            state = found.get("State") if isinstance(found, dict) else None
            if isinstance(state, dict) and not state.get("Running"):
                code = state.get("ExitCode")
                return code if isinstance(code, int) else None
            await asyncio.sleep(pause)
        return None
