"""Sockets of this workstation as byte streams.

They read only when asked to: bytes that nobody reads stay in the kernel, wake nothing and slow
the sender down, which is all the back-pressure that a log at full speed needs.
"""

import asyncio
import contextlib
import socket
import ssl

from coreos_tui.core.errors import Hop, HopError


class SocketStream:
    """A connected, non-blocking socket; see `transport.link.ByteStream`."""

    def __init__(self, connected: socket.socket) -> None:
        connected.setblocking(False)
        self._socket = connected
        self._loop = asyncio.get_running_loop()
        self._waiting: dict[str, asyncio.Future[None]] = {}
        self._closed = False

    async def read(self, limit: int = 65536) -> bytes:
        while not self._closed:
            try:
                return self._socket.recv(limit)
            except (BlockingIOError, InterruptedError):
                await self._ready("read")
            except OSError:
                return b""
        return b""

    async def write(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            if self._closed:
                raise HopError(Hop.ENGINE, "the connection is closed")
            try:
                rest = rest[self._socket.send(rest) :]
            except (BlockingIOError, InterruptedError):
                await self._ready("write")
            except OSError as error:
                raise HopError(Hop.ENGINE, f"the connection broke: {error.strerror}") from error

    def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        self._loop.remove_reader(self._socket)
        self._loop.remove_writer(self._socket)
        self._socket.close()
        for future in self._waiting.values():
            _wake(future)

    async def _ready(self, way: str) -> None:
        future: asyncio.Future[None] = self._loop.create_future()
        watch, forget = {
            "read": (self._loop.add_reader, self._loop.remove_reader),
            "write": (self._loop.add_writer, self._loop.remove_writer),
        }[way]
        watch(self._socket, _wake, future)
        self._waiting[way] = future
        try:
            await future
        finally:
            del self._waiting[way]
            if not self._closed:
                forget(self._socket)


def _wake(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


class StreamPair:
    """asyncio's reader and writer as a ByteStream: what TLS goes through."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._closed = False

    async def read(self, limit: int = 65536) -> bytes:
        try:
            return b"" if self._closed else await self._reader.read(limit)
        except (OSError, ssl.SSLError):
            return b""

    async def write(self, data: bytes) -> None:
        try:
            self._writer.write(data)
            await self._writer.drain()
        except (OSError, ssl.SSLError, RuntimeError) as error:
            raise HopError(Hop.ENGINE, f"the connection broke: {error}") from error

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            # A reader that waits gets its end at once; the transport would tell it later.
            self._reader.feed_eof()
            with contextlib.suppress(RuntimeError):
                self._writer.transport.abort()
