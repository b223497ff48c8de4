"""The one thread that sends for a connection, so that a full pipe never stops the event loop."""

import asyncio
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from coreos_tui.core.errors import Hop, HopError

T = TypeVar("T")


class Outbox:
    """Runs calls one after the other on its own daemon thread, in the order they came."""

    def __init__(self, name: str) -> None:
        self._loop = asyncio.get_running_loop()
        self._calls: queue.SimpleQueue[Callable[[], object] | None] = queue.SimpleQueue()
        self._stopped = False
        threading.Thread(target=self._work, daemon=True, name=f"outbox {name}").start()

    def post(self, call: Callable[[], object]) -> None:
        """Runs it some time; what it returns or raises is dropped."""
        self._calls.put(call)

    async def do(self, call: Callable[[], T]) -> T:
        """Runs it and hands back what it returned or raised."""
        if self._stopped:
            raise HopError(Hop.SSH, "the connection is closed")
        future: asyncio.Future[T] = self._loop.create_future()

        def settle(result: T | None, error: BaseException | None) -> None:
            if future.done():
                return
            if error is not None:
                future.set_exception(error)
            else:
                future.set_result(result)  # type: ignore[arg-type]  # None only beside an error

        def work() -> None:
            try:
                result, error = call(), None
            except BaseException as raised:
                result, error = None, raised
            with suppress(RuntimeError):  # the loop is closed
                self._loop.call_soon_threadsafe(settle, result, error)

        self._calls.put(work)
        return await future

    def stop(self) -> None:
        """Ends the thread after the calls that wait."""
        self._stopped = True
        self._calls.put(None)

    def _work(self) -> None:
        while (call := self._calls.get()) is not None:
            with suppress(Exception):
                call()
