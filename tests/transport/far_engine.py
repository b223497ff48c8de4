"""A far end that answers an engine's calls with exactly the bytes a test wants."""

import asyncio
import json
import re
import ssl
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple, Self

from coreos_tui.transport.engine.api import Engine
from coreos_tui.transport.engine.sockets import SocketStream
from coreos_tui.transport.engine.unix import dial_unix


class Heard(NamedTuple):
    """One request as it came, its path without the version."""

    method: str
    version: str
    path: str
    query: str
    body: bytes
    protocol: str


class Far(NamedTuple):
    """The connection, for scripts that talk by themselves."""

    heard: Heard
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def say(self, *pieces: bytes) -> None:
        for piece in pieces:
            self.writer.write(piece)
            await self.writer.drain()
            await asyncio.sleep(0)


Script = Callable[[Far], Awaitable[object]]


class FarEngine:
    """Answers by path; a script that returns True hangs up, every other keeps the connection."""

    def __init__(self, folder: Path) -> None:
        self.path = str(folder / "far.sock")
        self.heard: list[Heard] = []
        self.connections = 0
        self._scripts: dict[str, Script] = {}
        self._more: list[asyncio.Server] = []
        self._tasks: set[asyncio.Task[None]] = set()

    def on(self, path: str, script: Script | bytes) -> None:
        """What to do when `path` is asked for: run a script, or say these bytes."""
        self._scripts[path] = saying(script) if isinstance(script, bytes) else script

    async def dial(self) -> SocketStream:
        return await dial_unix(self.path)

    def engine(self, name: str = "docker") -> Engine:
        return Engine(name, self.dial, address=self.path)

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_unix_server(self._accept, self.path)
        return self

    async def __aexit__(self, *_: object) -> None:
        for server in (self._server, *self._more):
            server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def listen_tcp(self, tls: ssl.SSLContext | None = None) -> int:
        """Listens on a port of the loopback too, and says which."""
        server = await asyncio.start_server(self._accept, "127.0.0.1", 0, ssl=tls)
        self._more.append(server)
        return int(server.sockets[0].getsockname()[1])

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.get_running_loop().create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                heard = await _request(reader)
                self.heard.append(heard)
                script = self._scripts.get(heard.path, saying(refused(404, "page not found")))
                if await script(Far(heard, reader, writer)) is True:
                    writer.close()
                    await writer.wait_closed()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.transport.abort()


async def _request(reader: asyncio.StreamReader) -> Heard:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    method, target, protocol = head.split("\r\n")[0].split(" ")
    size = re.search(r"content-length: (\d+)", head, re.IGNORECASE)
    body = await reader.readexactly(int(size[1])) if size else b""
    found = re.fullmatch(r"(?:/v([\d.]+))?(/[^?]*)\??(.*)", target)
    assert found
    return Heard(method, found[1] or "", found[2], found[3], body, protocol)


def saying(*pieces: bytes, hang_up: bool = False, stay: bool = False) -> Script:
    """A script that says the pieces one by one, then goes on, hangs up or stays silent."""

    async def script(far: Far) -> bool:
        await far.say(*pieces)
        if stay:
            await far.reader.read()
        return hang_up or stay

    return script


def ok(body: object, **headers: str) -> bytes:
    """A whole answer of status 200; what is not bytes is said as JSON."""
    said = body if isinstance(body, bytes) else json.dumps(body).encode()
    return _head(200, len(said), headers) + said


def refused(status: int, message: str) -> bytes:
    said = json.dumps({"message": message}).encode()
    return _head(status, len(said), {}) + said


def endless(*, chunked: bool = False) -> bytes:
    """The head of a reply that goes on."""
    framing = "Transfer-Encoding: chunked\r\n" if chunked else ""
    return f"HTTP/1.1 200 OK\r\n{framing}\r\n".encode()


def chunk(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def frame(stream: int, data: bytes) -> bytes:
    return bytes((stream, 0, 0, 0)) + len(data).to_bytes(4, "big") + data


def _head(status: int, size: int, headers: dict[str, str]) -> bytes:
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status} So\r\nContent-Length: {size}\r\n{lines}\r\n".encode()
