"""One authenticated transport, and the channels that are opened on it."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.transport.blocking import in_thread
from coreos_tui.transport.ssh.channel import ChannelStream
from coreos_tui.transport.ssh.faults import broken, no_answer
from coreos_tui.transport.ssh.outbox import Outbox
from coreos_tui.transport.ssh.target import SshTarget
from coreos_tui.transport.ssh.wire import Field, Wire, begin_open, hang_up

if TYPE_CHECKING:
    import paramiko

T = TypeVar("T")
OPENING = 8.0


class RefusedError(Exception):
    """The far end opens no such channel: its code (RFC 4254, 5.1) and its words."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(f"{words} ({code})")
        self.code = code
        self.words = words


class Ending:
    """Becomes known on paramiko's thread, and is waited for on the event loop."""

    def __init__(self, target: SshTarget) -> None:
        self._loop = asyncio.get_running_loop()
        self._target = target
        self.future: asyncio.Future[HopError] = self._loop.create_future()

    def __call__(self, error: BaseException | None) -> None:
        """The transport has ended; any thread."""
        with suppress(RuntimeError):  # the loop is closed
            self._loop.call_soon_threadsafe(self.settle, broken(error, self._target))

    def settle(self, reason: HopError) -> None:
        """The first reason counts; on the event loop only."""
        if not self.future.done():
            self.future.set_result(reason)


class _Opened:
    """The event of one channel that is being opened."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self.future: asyncio.Future[None] = self._loop.create_future()

    def set(self) -> None:
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._settle)

    def _settle(self) -> None:
        if not self.future.done():
            self.future.set_result(None)


class Connection:
    """Opens channels, runs blocking calls on them, and hangs up."""

    def __init__(self, target: SshTarget, wire: Wire, ending: Ending) -> None:
        self.target = target
        self.ending = ending
        self.outbox = Outbox(target.name)
        self._wire = wire
        self._open: set[ChannelStream] = set()

    def check(self) -> None:
        """Raises HopError with the reason once the connection is down."""
        if self.ending.future.done():
            raise self.ending.future.result()

    async def open(
        self, kind: str, *fields: Field, deadline: float = OPENING
    ) -> "paramiko.Channel":
        """A channel of any kind. Raises RefusedError, or HopError when nothing answers."""
        self.check()
        opened = _Opened()
        channel: Any = await self.outbox.do(lambda: begin_open(self._wire, kind, fields, opened))
        try:
            async with asyncio.timeout(deadline):
                await asyncio.shield(opened.future)
        except BaseException as error:
            # It may still open; then it is closed at once, for nobody else would.
            opened.future.add_done_callback(lambda _: self.outbox.post(channel.close))
            if isinstance(error, TimeoutError):
                raise no_answer(self.target, deadline) from None
            raise
        if channel.active and not channel.closed:
            return channel  # type: ignore[no-any-return]  # it was made behind the stubs' back
        refusal = self._wire.refusals.pop(channel.chanid, None)
        if refusal is None:
            self.check()
            raise HopError(Hop.SSH, f"{self.target.where} closed the connection")
        raise RefusedError(*refusal)

    async def open_session(self) -> "paramiko.Channel":
        """A session channel. Raises HopError when the host opens no more of them."""
        try:
            return await self.open("session")
        except RefusedError as error:
            raise HopError(
                Hop.SSH,
                f"{self.target.where} opens no further session: {error.words}",
                "Close a shell or a journal there, or raise MaxSessions in its sshd_config",
            ) from None

    async def blocking(self, channel: "paramiko.Channel", call: Callable[[], T]) -> T:
        """A request of a channel that waits for its reply, on a thread, with a deadline."""
        import paramiko  # by now loaded

        try:
            async with asyncio.timeout(OPENING):
                return await in_thread(call)
        except TimeoutError:
            self.outbox.post(channel.close)
            raise no_answer(self.target, OPENING) from None
        except (paramiko.SSHException, EOFError, OSError) as error:
            self.outbox.post(channel.close)
            self.check()
            raise HopError(Hop.SSH, f"{self.target.where} refuses the request: {error}") from None
        except asyncio.CancelledError:
            self.outbox.post(channel.close)
            raise

    def stream(self, channel: "paramiko.Channel") -> ChannelStream:
        """The channel as a stream that ends with the connection."""
        return self.kept(ChannelStream(channel, self.outbox))

    def kept(self, stream: "S") -> "S":
        """Remembers a stream until it is closed."""
        self._open.add(stream)
        stream.when_closed = lambda: self._open.discard(stream)
        return stream

    async def close(self) -> None:
        """Hangs up, whatever the far end does: the socket goes first, on a thread of its own."""
        self.ending.settle(HopError(Hop.SSH, "closed"))
        for stream in tuple(self._open):
            stream.close()
        self.outbox.stop()
        with suppress(TimeoutError):
            async with asyncio.timeout(0.15):
                await in_thread(hang_up, self._wire)


S = TypeVar("S", bound=ChannelStream)
