"""Two-way bytes over a file descriptor that the event loop can wait for."""

import asyncio
import os
from collections.abc import Callable
from contextlib import suppress

from coreos_tui.core.errors import Hop, HopError


class Descriptor:
    """A non-blocking descriptor, owned: `close` closes it. One reader at a time."""

    def __init__(self, fd: int) -> None:
        os.set_blocking(fd, False)
        self._fd = fd
        self._loop = asyncio.get_running_loop()
        self._waiting: set[asyncio.Future[None]] = set()
        self._writing = asyncio.Lock()

    @property
    def fd(self) -> int:
        """The descriptor; -1 once closed."""
        return self._fd

    async def read(self, limit: int = 65536) -> bytes:
        """The next bytes; b"" at the end. A terminal ends with EIO, which is no error."""
        while self._fd >= 0:
            try:
                return os.read(self._fd, limit)
            except BlockingIOError:
                await self._ready(self._loop.add_reader, self._loop.remove_reader)
            except OSError:
                break
        return b""

    async def write(self, data: bytes) -> None:
        """Sends all of it. Raises HopError when nobody reads any more."""
        async with self._writing:
            rest = memoryview(data)
            while rest:
                if self._fd < 0:
                    raise HopError(Hop.TERMINAL, "the program has ended")
                try:
                    rest = rest[os.write(self._fd, rest) :]
                except BlockingIOError:
                    await self._ready(self._loop.add_writer, self._loop.remove_writer)
                except OSError:
                    raise HopError(Hop.TERMINAL, "the program has ended") from None

    def close(self) -> None:
        """Closes it; whoever waits is woken."""
        fd, self._fd = self._fd, -1
        if fd < 0:
            return
        if not self._loop.is_closed():
            self._loop.remove_reader(fd)
            self._loop.remove_writer(fd)
        os.close(fd)
        for future in self._waiting:
            _settle(future)

    async def _ready(self, add: Callable[..., None], remove: Callable[[int], bool | None]) -> None:
        future: asyncio.Future[None] = self._loop.create_future()
        self._waiting.add(future)
        fd = self._fd
        add(fd, _settle, future)
        try:
            await future
        finally:
            self._waiting.discard(future)
            if self._fd == fd:
                with suppress(OSError, ValueError):
                    remove(fd)


def _settle(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)
