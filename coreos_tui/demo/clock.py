"""The time of a scenario: where it begins, how fast it goes, or that it stands still."""

import asyncio
import time
from contextlib import suppress
from datetime import UTC, datetime

_SECOND = 1_000_000_000


class Clock:
    """Begins at `start` (None: now) and goes `speed` times as fast as ours.

    At a speed of 0 it stands still and goes on only by `advance`: then whatever is asked is
    answered alike, however long it takes.
    """

    def __init__(self, start: datetime | None = None, speed: float = 1.0) -> None:
        self.speed = speed
        self._start = int(start.timestamp() * _SECOND) if start else None
        self._begun = time.monotonic_ns()
        self._wall_begun = time.time_ns()
        self._ahead = 0
        self._asleep: set[asyncio.Event] = set()

    def elapsed(self) -> float:
        """Seconds of the scenario since it began."""
        return self._nanoseconds() / _SECOND

    def time_ns(self, at: float | None = None) -> int:
        """Nanoseconds since 1970: now, or when `at` seconds of the scenario had gone by."""
        if at is not None:
            return self.time_ns() + int((at - self.elapsed()) * _SECOND)
        if self._start is None and self.speed == 1.0:
            return time.time_ns() + self._ahead  # the system's own clock, corrections and all
        begun = self._wall_begun if self._start is None else self._start
        return begun + self._nanoseconds()

    def time(self) -> float:
        """Seconds since 1970."""
        return self.time_ns() / _SECOND

    def now(self) -> datetime:
        """The moment, to the microsecond."""
        seconds, rest = divmod(self.time_ns(), _SECOND)
        return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest // 1000)

    def advance(self, seconds: float) -> None:
        """Goes ahead by so much at once."""
        self._ahead += int(seconds * _SECOND)
        for moved in self._asleep:
            moved.set()

    async def sleep(self, seconds: float) -> None:
        """Returns when so many seconds of the scenario have gone by."""
        end = self._nanoseconds() + int(seconds * _SECOND)
        moved = asyncio.Event()
        self._asleep.add(moved)
        try:
            while (left := end - self._nanoseconds()) > 0:
                real = max(0.001, left / _SECOND / self.speed) if self.speed else None
                with suppress(TimeoutError):
                    await asyncio.wait_for(moved.wait(), real)
                moved.clear()
        finally:
            self._asleep.discard(moved)

    def _nanoseconds(self) -> int:
        return int((time.monotonic_ns() - self._begun) * self.speed) + self._ahead


WALL = Clock()
