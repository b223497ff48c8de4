"""The three ways of asking a far end: a short call, a reply that goes on, a hijacked stream."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Self, TypeVar

from coreos_tui.core.errors import HopError
from coreos_tui.transport.http.exchange import (
    BODY_LIMIT,
    Call,
    Channel,
    Dial,
    Reply,
    UnansweredError,
    endless,
    headers_of,
)
from coreos_tui.transport.http.far_end import FarEnd
from coreos_tui.transport.link import ByteStream

T = TypeVar("T")
_REFUSAL_LIMIT = 64 << 10


class Wire:
    """Connections to one far end; the last one that served a short call is kept for the next."""

    def __init__(self, dial: Dial, far: FarEnd) -> None:
        self._dial = dial
        self._far = far
        self._kept: Channel | None = None
        self._closed = False

    async def request(
        self, call: Call, *, deadline: float = 10.0, limit: int = BODY_LIMIT, cut: bool = False
    ) -> Reply:
        """One whole answer, whatever its status, within `deadline` seconds.

        Calls at the same time get connections of their own, so a slow one holds up no other.
        Raises HopError; `cut` keeps the first `limit` bytes of a body instead of raising.
        """
        try:
            async with asyncio.timeout(deadline):
                kept, self._kept = self._kept, None
                if kept is not None:
                    try:
                        return await self._exchange(kept, call, limit, cut)
                    except UnansweredError:
                        pass  # Servers close idle connections; a fresh one tells.
                return await self._exchange(await self._channel(), call, limit, cut)
        except TimeoutError as error:
            raise self._far.silent(deadline) from error

    async def open_stream(self, call: Call, *, deadline: float = 10.0) -> "Body":
        """A reply that goes on, once its head is here. Raises HopError where it is refused."""

        async def opened(channel: Channel) -> Body:
            await channel.send(call, old=True)
            head = await channel.head()
            if head.status_code >= 300:
                raise self._far.refused(head.status_code, await _said(channel), call.path)
            return Body(channel, raw=endless(head))

        return await self._open(opened, deadline)

    async def upgrade(self, call: Call, *, deadline: float = 10.0) -> ByteStream:
        """Hijacks a connection; not one of the first bytes is lost. Raises HopError."""

        async def opened(channel: Channel) -> ByteStream:
            await channel.send(call, upgrade=True)
            head = await channel.head()
            if head.status_code not in (101, 200):
                raise self._far.refused(head.status_code, await _said(channel), call.path)
            return Hijacked(channel.stream, channel.taken_over())

        return await self._open(opened, deadline)

    def close(self) -> None:
        """Hangs up the kept connection and keeps no more."""
        self._closed = True
        if self._kept is not None:
            self._kept.stream.close()
            self._kept = None

    async def _channel(self) -> Channel:
        return Channel(await self._dial(), self._far)

    async def _open(self, opened: Callable[[Channel], Awaitable[T]], deadline: float) -> T:
        try:
            async with asyncio.timeout(deadline):
                channel = await self._channel()
                try:
                    return await opened(channel)
                except BaseException:
                    channel.stream.close()
                    raise
        except TimeoutError as error:
            raise self._far.silent(deadline) from error

    async def _exchange(self, channel: Channel, call: Call, limit: int, cut: bool) -> Reply:
        reusable = False
        try:
            await channel.send(call)
            head = await channel.head()
            body = await channel.body(limit, cut=cut)
            reusable = channel.renew()
        finally:
            if reusable and self._kept is None and not self._closed:
                self._kept = channel
            else:
                channel.stream.close()
        return Reply(head.status_code, headers_of(head), body)


async def _said(channel: Channel) -> bytes:
    return await channel.body(_REFUSAL_LIMIT, cut=True)


class Body:
    """The bytes of a reply that goes on, as they come; close it to end it."""

    def __init__(self, channel: Channel, *, raw: bool) -> None:
        self._channel = channel
        self._raw = raw
        self._first = channel.taken_over() if raw else b""
        self._closed = False

    async def read(self, limit: int = 256 << 10) -> bytes:
        """What came since the last call, waiting for at least one byte; b"" at the end.

        Raises HopError where the reply breaks off before its end.
        """
        if self._closed:
            return b""
        if self._first:
            first, self._first = self._first, b""
            return first
        if self._raw:
            return await self._channel.stream.read(limit)
        try:
            return await self._channel.part()
        except HopError:
            if self._closed:
                return b""
            self.close()
            raise

    def close(self) -> None:
        """Ends the reply: a waiting `read` returns b"". May be called twice."""
        self._closed = True
        self._channel.stream.close()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        if data := await self.read():
            return data
        raise StopAsyncIteration


class Hijacked:
    """A connection that has left HTTP behind, with the bytes that came along with the head."""

    def __init__(self, stream: ByteStream, first: bytes) -> None:
        self._stream = stream
        self._first = first

    async def read(self, limit: int = 65536) -> bytes:
        if self._first:
            first, self._first = self._first[:limit], self._first[limit:]
            return first
        return await self._stream.read(limit)

    async def write(self, data: bytes) -> None:
        await self._stream.write(data)

    def close(self) -> None:
        self._first = b""
        self._stream.close()
