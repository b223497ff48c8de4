"""The connections of a far end that speaks HTTP: taken, served one request after another, cut."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import h11

from coreos_tui.demo.exchange import Exchange, GoneError
from coreos_tui.demo.faults import Fault, Faults


class Serving:
    """Serves each connection by `answer`; `accept` is for asyncio's servers."""

    def __init__(self, faults: Faults, answer: Callable[[Exchange], Awaitable[None]]) -> None:
        self._faults, self._answer = faults, answer
        self._conversations: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    def __len__(self) -> int:
        """How many connections are open just now."""
        return len(self._conversations)

    async def cut(self) -> None:
        """Closes every connection there is, once."""
        for task, writer in tuple(self._conversations.items()):
            task.cancel()
            writer.close()  # a task may finish what it awaits in the very moment it is cancelled
        await asyncio.gather(*self._conversations, return_exceptions=True)

    def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._conversation(reader, writer))
        self._conversations[task] = writer
        task.add_done_callback(lambda done: self._conversations.pop(done, None))
        # A task that is cancelled before it began would leave its connection open.
        task.add_done_callback(lambda _: writer.close())

    async def _conversation(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        wire = h11.Connection(h11.SERVER)
        try:
            if self._faults.fault is not Fault.DROP:
                while await self._exchange(wire, reader, writer):
                    wire.start_next_cycle()
        except (GoneError, OSError, h11.ProtocolError):
            pass
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    async def _exchange(
        self, wire: h11.Connection, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """One request and its answer; whether the connection can take another."""
        exchange: Exchange | None = None
        while True:
            event = wire.next_event()
            if event is h11.NEED_DATA:
                wire.receive_data(await reader.read(65536))
            elif isinstance(event, h11.Request):
                exchange = Exchange(wire, reader, writer, event, self._faults)
            elif isinstance(event, h11.Data) and exchange:
                exchange.body += event.data
            elif isinstance(event, h11.EndOfMessage) and exchange:
                break
            else:
                return False
        await self._answer(exchange)
        done = wire.our_state is h11.DONE and wire.their_state is h11.DONE
        return done and not exchange.hijacked
