"""How long to wait before a hop is tried again."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from coreos_tui.core.errors import HopError, in_words
from coreos_tui.fleet.together import woken


class Retry:
    """Waits that double from `first` to `most` seconds, with jitter; a wake ends a wait."""

    def __init__(self, first: float = 0.5, most: float = 15.0) -> None:
        self._first, self._most = first, most
        self._next = first
        self._woken = asyncio.Event()

    def plan(self) -> tuple[float, datetime]:
        """The next wait in seconds, and when it ends."""
        wait = self._next * random.uniform(0.8, 1.2)  # noqa: S311 - jitter, not a secret
        self._next = min(self._most, self._next * 2)
        return wait, datetime.now(UTC) + timedelta(seconds=wait)

    def succeeded(self) -> None:
        """The hop stands: the next failure waits shortly again."""
        self._next = self._first

    def wake(self) -> None:
        """Ends the wait that is under way, or the next one."""
        self._next = self._first
        self._woken.set()

    async def wait(self, seconds: float) -> bool:
        """Waits so long, or until woken; whether it was woken."""
        return await woken(self._woken, seconds)

    async def serve(
        self,
        work: Callable[[], Awaitable[None]],
        failed: Callable[[HopError, datetime], None],
    ) -> None:
        """Works until cancelled; `failed` is told why each try ended, and when the next comes."""
        while True:
            try:
                await work()
            except Exception as error:
                wait, again = self.plan()
                failed(in_words(error), again)
                await self.wait(wait)
