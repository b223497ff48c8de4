"""When to paint: at once after a quiet spell, then at most sixty times a second."""

import asyncio
from collections.abc import Callable

FRAME = 1 / 60


class Pacer:
    """Calls `paint` soon after each `ask`, but never twice within a frame. Needs a running loop."""

    def __init__(self, paint: Callable[[], None]) -> None:
        self._paint = paint
        self._last = float("-inf")
        self._later: asyncio.TimerHandle | None = None

    def ask(self) -> None:
        """Something changed: paints now, or when the frame is over."""
        if self._later is not None:
            return
        loop = asyncio.get_running_loop()
        if loop.time() - self._last >= FRAME:
            self._now()
        else:
            self._later = loop.call_at(self._last + FRAME, self._now)

    def stop(self) -> None:
        """Forgets a paint that is due."""
        if self._later is not None:
            self._later.cancel()
            self._later = None

    def _now(self) -> None:
        self._later = None
        self._last = asyncio.get_running_loop().time()
        self._paint()
