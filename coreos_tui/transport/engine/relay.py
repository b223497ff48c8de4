"""A Unix socket of our own that leads to an engine elsewhere, for the library that needs one."""

import asyncio
import shutil
import tempfile
from pathlib import Path

from coreos_tui.core.errors import HopError
from coreos_tui.transport.engine.sockets import StreamPair
from coreos_tui.transport.http.exchange import Dial
from coreos_tui.transport.link import ByteStream


class Relay:
    """Listens in a directory that only we may enter; each connection becomes one dialled."""

    def __init__(self, dial: Dial) -> None:
        self._dial = dial
        self._folder: Path | None = None
        self._server: asyncio.Server | None = None
        self._starting = asyncio.Lock()
        self._pumping: set[asyncio.Task[None]] = set()

    async def path(self) -> str:
        """The socket's path; the first call begins to listen."""
        async with self._starting:
            if self._folder is None:
                self._folder = Path(tempfile.mkdtemp(prefix="coreos-tui-"))
            socket = str(self._folder / "engine.sock")
            if self._server is None:
                self._server = await asyncio.start_unix_server(self._accept, socket)
            return socket

    def close(self) -> None:
        """Stops listening, hangs up every connection, removes the directory. Never waits."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for task in self._pumping:
            task.cancel()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(self._serve(StreamPair(reader, writer)))
        self._pumping.add(task)
        task.add_done_callback(self._pumping.discard)

    async def _serve(self, near: StreamPair) -> None:
        try:
            far = await self._dial()
        except HopError:
            near.close()
            return
        ways = [asyncio.create_task(_pump(near, far)), asyncio.create_task(_pump(far, near))]
        try:
            # Neither end half-closes in what docker-py does: one end gone is the end.
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            near.close()
            far.close()


async def _pump(source: ByteStream, sink: ByteStream) -> None:
    try:
        while data := await source.read():
            await sink.write(data)
    except HopError:
        return
