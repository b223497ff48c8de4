"""Puts the lines of several logs in the order of their times."""

from collections.abc import Sequence
from datetime import UTC, datetime

from coreos_tui.core.log import Line

HOLD = 0.15
_EARLIEST = datetime.min.replace(tzinfo=UTC)


class Merging:
    """Holds lines for a moment: what was written before may arrive after. Times are seconds."""

    def __init__(self) -> None:
        self._held: list[tuple[float, Line]] = []

    def take(self, lines: Sequence[Line], now: float) -> None:
        """Lines of one log that arrived now."""
        self._held += [(now, line) for line in lines]

    def due(self, now: float) -> list[Line]:
        """What was held long enough, and all that was written before that; oldest first."""
        latest = max((_time(line) for at, line in self._held if at <= now - HOLD), default=None)
        if latest is None:
            return []
        found = [line for _, line in self._held if _time(line) <= latest]
        self._held = [each for each in self._held if _time(each[1]) > latest]
        return sorted(found, key=_time)


def merged_page(pages: Sequence[tuple[Sequence[Line], bool]]) -> tuple[list[Line], bool]:
    """The pages of several logs as one, and whether there is none before it.

    A log's page reaches back only so far: of the others, what is older has to wait for its turn.
    """
    reach = [_time(lines[0]) for lines, done in pages if lines and not done]
    start = max(reach, default=_EARLIEST)
    found = [line for lines, _ in pages for line in lines if _time(line) >= start]
    return sorted(found, key=_time), all(done for _, done in pages) and not reach


def _time(line: Line) -> datetime:
    return line.at or _EARLIEST
