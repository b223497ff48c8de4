"""How long to wait before a hop is tried again."""

import asyncio
import contextlib
import random
from datetime import UTC, datetime, timedelta


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
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), seconds)
        woken = self._woken.is_set()
        self._woken.clear()
        return woken
