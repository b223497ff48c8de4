"""A way to the engine that can be cut, held up and opened again.

Run as a process: python detour.py SOCKET ENGINE. It takes `open`, `cut` or `hold` on a line of its
input, and answers `ok`.
"""

import asyncio
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Literal

State = Literal["open", "cut", "hold"]


class Detour:
    """The process, while it is entered. It starts cut."""

    def __init__(self, socket: Path, engine: Path) -> None:
        self.socket, self._engine = socket, engine

    @property
    def host(self) -> str:
        return f"unix://{self.socket}"

    def __enter__(self) -> "Detour":
        self._process = subprocess.Popen(
            [sys.executable, "-E", __file__, str(self.socket), str(self._engine)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        self.socket.unlink(missing_ok=True)

    def set(self, state: State) -> None:
        """Returns once it is so."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{state}\n")
        self._process.stdin.flush()
        if self._process.stdout.readline() != "ok\n":
            raise RuntimeError("the detour has ended")


class _Road:
    def __init__(self, socket: str, engine: str) -> None:
        self._socket, self._engine = socket, engine
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def set(self, state: str) -> None:
        if state == "cut":
            if self._server is not None:
                self._server.close()
                self._server = None
            with suppress(FileNotFoundError):
                os.unlink(self._socket)  # noqa: PTH108 - on the loop, and at once
            for writer in list(self._writers):
                writer.transport.abort()
            self._flowing.set()
            return
        if state == "hold":
            self._flowing.clear()
        else:
            self._flowing.set()
        if self._server is None:
            self._server = await asyncio.start_unix_server(self._serve, self._socket)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        await self._flowing.wait()
        there = None
        try:
            from_engine, there = await asyncio.open_unix_connection(self._engine)
            self._writers.add(there)
            await asyncio.gather(self._copy(reader, there), self._copy(from_engine, writer))
        except OSError:
            pass
        finally:
            for each in filter(None, (writer, there)):
                self._writers.discard(each)
                each.close()

    async def _copy(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while chunk := await reader.read(65536):
                await self._flowing.wait()
                writer.write(chunk)
                await writer.drain()
            writer.write_eof()


async def main() -> None:
    road = _Road(sys.argv[1], sys.argv[2])
    orders = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    while order := await orders.readline():
        await road.set(order.decode().strip())
        sys.stdout.write("ok\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main())
