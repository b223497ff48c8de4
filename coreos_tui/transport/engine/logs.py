"""A container's log as batches of lines."""

import asyncio
import time
from typing import Self

from coreos_tui.core.errors import HopError
from coreos_tui.core.log import Line
from coreos_tui.transport.engine.calls import Calls
from coreos_tui.transport.engine.framed import FramedLines
from coreos_tui.transport.engine.frames import LINE_LIMIT, RawLines
from coreos_tui.transport.http.wire import Body

_PAUSE = 0.01
_BUSY = 32 << 10


class LogStream:
    """Batches of lines, as they come; reads only while somebody iterates.

    An engine writes every line by itself. So after a small batch it waits 10 ms before it reads
    on: at 20,000 lines a second that is 100 wake-ups instead of 20,000. A socket that is full
    of short lines holds more than a small batch, so no engine is slowed down by it.
    """

    def __init__(
        self, body: Body, *, tty: bool, timestamps: bool, longest: int = LINE_LIMIT
    ) -> None:
        self._body = body
        lines = RawLines if tty else FramedLines
        self._lines = lines(timestamps=timestamps, longest=longest)
        self._ended = False
        self._paced_until = 0.0

    def close(self) -> None:
        """Ends the log: a waiting iteration ends. May be called twice."""
        self._body.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> list[Line]:
        while not self._ended:
            # Even a full log lets the keyboard in between two batches.
            await asyncio.sleep(max(0.0, self._paced_until - time.monotonic()))
            data = await self._body.read()
            self._paced_until = time.monotonic() + _PAUSE if len(data) < _BUSY else 0.0
            if not data:
                self._ended = True
                self.close()
            if batch := self._taken(data):
                return batch
        raise StopAsyncIteration

    def _taken(self, data: bytes) -> list[Line]:
        if not data:
            return self._lines.last()
        try:
            return self._lines.feed(data)
        except HopError:
            self.close()
            raise


async def open_log(
    calls: Calls,
    id_: str,
    *,
    tty: bool,
    tail: int | None,
    follow: bool,
    since: float | None,
    until: float | None,
    timestamps: bool,
    longest: int = 0,
) -> LogStream:
    """GET /containers/{id}/logs; times are seconds since 1970. Raises HopError.

    Lines are cut at `longest` bytes, at 64 KiB where that is 0.
    """
    query = {
        "stdout": 1,
        "stderr": 1,
        "follow": int(follow),
        "timestamps": int(timestamps),
        "tail": "all" if tail is None else tail,
        "since": None if since is None else f"{since:.9f}",
        "until": None if until is None else f"{until:.9f}",
    }
    body = await calls.stream(f"/containers/{id_}/logs", query)
    return LogStream(body, tty=tty, timestamps=timestamps, longest=longest or LINE_LIMIT)
