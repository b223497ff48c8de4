"""When to paint: at once after a quiet spell, then sixty times a second or as often as it pays."""

import asyncio
from collections.abc import Callable

FRAME = 1 / 60

_SHARE = 4
"""Of the time between two paints, painting may take one part in so many."""


class Pacer:
    """Calls `paint` soon after each `ask`, but never twice within a frame. Needs a running loop.

    A frame lasts a sixtieth of a second, or longer where drawing one takes long: whoever draws
    says how long by `spent`, so a screen full of colours leaves time for everything else.
    """

    def __init__(self, paint: Callable[[], None]) -> None:
        self._paint = paint
        self._last = float("-inf")
        self._cost = 0.0
        self._later: asyncio.TimerHandle | None = None

    def ask(self) -> None:
        """Something changed: paints now, or when the frame is over."""
        if self._later is not None:
            return
        loop = asyncio.get_running_loop()
        due = self._last + max(FRAME, self._cost * _SHARE)
        if loop.time() >= due:
            self._now()
        else:
            self._later = loop.call_at(due, self._now)

    def spent(self, seconds: float) -> None:
        """Adds to what drawing the present frame has cost."""
        self._cost += seconds

    def stop(self) -> None:
        """Forgets a paint that is due."""
        if self._later is not None:
            self._later.cancel()
            self._later = None

    def _now(self) -> None:
        self._later = None
        self._last = asyncio.get_running_loop().time()
        self._cost = 0.0
        self._paint()
