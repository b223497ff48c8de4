"""Channels of a connection as streams on the event loop, without a thread each."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.transport.blocking import in_thread
from coreos_tui.transport.ssh.outbox import Outbox

if TYPE_CHECKING:
    import paramiko

_PIECE = 32000
_FULL = -1


class Bell:
    """Stands where paramiko keeps the event of a channel's buffer, and rings in the event loop.

    `channel.fileno()` would do with two descriptors a channel, and closing those while the
    transport thread writes to them is a race.
    """

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._waiter: asyncio.Future[None] | None = None

    def arm(self) -> asyncio.Future[None]:
        """A future that is done once something has come since this call."""
        self._waiter = waiter = self._loop.create_future()
        return waiter

    def disarm(self) -> None:
        """Nobody waits any more; bytes that come are not announced."""
        self._waiter = None

    def set(self) -> None:
        """paramiko, on its thread: bytes, or the end."""
        if self._waiter is not None:
            with suppress(RuntimeError):  # the loop is closed
                self._loop.call_soon_threadsafe(self.ring)

    def clear(self) -> None:
        """paramiko, on its thread: the buffer is empty again."""

    def ring(self) -> None:
        """Wakes whoever waits; on the event loop only."""
        waiter, self._waiter = self._waiter, None
        if waiter is not None and not waiter.done():
            waiter.set_result(None)


class Inlet:
    """One buffer of a channel: its output, or its errors."""

    def __init__(self, channel: Any, outbox: Outbox, *, errors: bool) -> None:
        self._channel = channel
        self._outbox = outbox
        self._buffer = self._channel.in_stderr_buffer if errors else self._channel.in_buffer
        self._bell = Bell()
        self._buffer.set_event(self._bell)
        self._closed = False

    async def read(self, limit: int) -> bytes:
        """The next bytes; b"" at the end."""
        while not self._closed:
            waiter = self._bell.arm()
            try:
                chunk: bytes = self._buffer.read(limit, 0.0)
            except OSError:  # paramiko's PipeTimeout: nothing there yet
                await waiter
                continue
            self._bell.disarm()
            self._acknowledge(len(chunk))
            return chunk
        return b""

    def close(self) -> None:
        self._closed = True
        self._bell.ring()

    def _acknowledge(self, size: int) -> None:
        # Channel.recv would send the window message from here and could block on a full socket.
        grown = self._channel._check_add_window(size)
        if grown > 0:
            self._outbox.post(lambda: _adjust(self._channel, grown))


def _adjust(channel: Any, size: int) -> None:
    import paramiko

    message = paramiko.Message()
    message.add_byte(paramiko.common.cMSG_CHANNEL_WINDOW_ADJUST)
    message.add_int(channel.remote_chanid)
    message.add_int(size)
    channel.transport._send_user_message(message)


class ChannelStream:
    """A ByteStream over a channel. Its errors, where it has any, come by `read_errors`."""

    def __init__(self, channel: "paramiko.Channel", outbox: Outbox) -> None:
        channel.settimeout(0.0)
        self._channel: Any = channel
        self._outbox = outbox
        self._out = Inlet(channel, outbox, errors=False)
        self._err = Inlet(channel, outbox, errors=True)
        self._writing = asyncio.Lock()
        self._closed = False
        self.when_closed: Callable[[], object] = bool

    async def read(self, limit: int = 65536) -> bytes:
        """The next bytes; b"" at the end, also when `close` was called meanwhile."""
        return await self._out.read(limit)

    async def read_errors(self, limit: int = 65536) -> bytes:
        """The next bytes of standard error; b"" at the end."""
        return await self._err.read(limit)

    async def write(self, data: bytes) -> None:
        """Sends all of it, at the pace of the far end. Raises HopError when it is gone."""
        async with self._writing:
            rest = memoryview(data)
            while rest:
                sent = await self._outbox.do(partial(self._send, bytes(rest[:_PIECE])))
                if sent == _FULL:
                    await in_thread(_window_opens, self._channel)
                elif sent == 0 or self._closed:
                    raise HopError(Hop.SSH, "the far end closed this stream")
                else:
                    rest = rest[sent:]

    def close(self) -> None:
        """Ends it at once; the far end is told when the connection has room for it."""
        if self._closed:
            return
        self._closed = True
        self._out.close()
        self._err.close()
        self._outbox.post(self._channel.close)
        self.when_closed()

    async def exit_code(self) -> int | None:
        """The exit status, once there is one; None where a signal or a broken line hides it."""
        status: threading.Event = self._channel.status_event
        if not status.is_set():
            await in_thread(status.wait, 5.0)
        code: int = self._channel.exit_status
        return None if code < 0 else code

    def _send(self, piece: bytes) -> int:
        try:
            return int(self._channel.send(piece))
        except TimeoutError:
            return _FULL
        except (OSError, EOFError):
            return 0


def _window_opens(channel: Any) -> None:
    with channel.out_buffer_cv:
        channel.out_buffer_cv.wait_for(
            lambda: channel.out_window_size > 0 or channel.closed or channel.eof_sent
        )
