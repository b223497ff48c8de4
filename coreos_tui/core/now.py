"""What time it is, for all that is shown: ours, or that of a scenario."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def _ours() -> datetime:
    return datetime.now(UTC)


_clock: Clock = _ours


def now() -> datetime:
    """The moment, with its time zone."""
    return _clock()


def set_clock(clock: Clock | None) -> None:
    """From now on `clock` tells the moment, in every store and view; None brings ours back."""
    global _clock
    _clock = clock or _ours
