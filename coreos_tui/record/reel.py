"""Where a recording stands while it is played: pure arithmetic on a clock."""

from collections.abc import Callable, Sequence

from coreos_tui.record.reading import Cast, Event

_NEAR = 1.0
"""Seconds after the start of a chapter in which going back goes to the one before."""
_AT_ONCE = 5000


class Reel:
    """A position in a recording that moves with the clock."""

    def __init__(self, cast: Cast, clock: Callable[[], float]) -> None:
        self.cast = cast
        self._events = cast.pictures  # the last picture stays, as it does not in a terminal
        self._clock = clock
        self._next = 0
        self._again = True
        self._base, self._since = 0.0, clock()
        self.paused = False

    @property
    def position(self) -> float:
        """Seconds from the start."""
        passed = 0.0 if self.paused else self._clock() - self._since
        return min(max(0.0, self._base + passed), self.cast.seconds)

    @property
    def ended(self) -> bool:
        """Whether all has been shown."""
        return self._next >= len(self._events) and self.position >= self.cast.seconds

    @property
    def chapter(self) -> str:
        """The name of the chapter shown."""
        done = [each for each in self.cast.chapters if each.seconds <= self.position]
        return done[-1].text if done else ""

    def turn(self) -> None:
        """Pauses, or goes on; at the end it begins anew."""
        if self.ended and not self.paused:
            self.go(0.0)
            return
        self._base, self._since = self.position, self._clock()
        self.paused = not self.paused

    def go(self, seconds: float) -> None:
        """Jumps. Backwards all is shown again from the start."""
        target = min(max(0.0, seconds), self.cast.seconds)
        if target < self.position:
            self._next, self._again = 0, True
        self._base, self._since = target, self._clock()

    def go_chapter(self, step: int) -> None:
        """To the next chapter, or the start of this or the one before."""
        starts = [0.0, *(each.seconds for each in self.cast.chapters)]
        here = self.position
        if step > 0:
            self.go(next((s for s in starts if s > here), self.cast.seconds))
        else:
            self.go(max((s for s in starts if s < here - _NEAR), default=0.0))

    def take(self) -> tuple[bool, Sequence[Event]]:
        """What is due since the last call, not too much at once; first, whether from the start."""
        again, self._again = self._again, False
        start, until = self._next, self.position
        events = self._events
        while (
            self._next < len(events)
            and events[self._next].seconds <= until
            and self._next - start < _AT_ONCE
        ):
            self._next += 1
        return again, events[start : self._next]

    def until_next(self) -> float:
        """Seconds until there is more to take; much where nothing will come by itself."""
        if self._next >= len(self._events):
            return 3600.0
        wait = max(0.0, self._events[self._next].seconds - self.position)
        return 3600.0 if wait and self.paused else wait
