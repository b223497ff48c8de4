"""Puts the lines of several logs in the order of their times."""

from bisect import bisect_right
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime

from coreos_tui.core.log import Line, LineStream

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


async def in_order(streams: Mapping[LineStream, str]) -> AsyncIterator[list[Line]]:
    """The lines of several logs in the order of their times, holding a batch of each at most.

    `streams` says what a log's lines are named; an empty name leaves them as they are.
    """
    held: dict[LineStream, list[Line]] = {stream: [] for stream in streams}
    while held:
        for stream, lines in list(held.items()):
            try:
                while not lines:
                    lines.extend(named(line, streams[stream]) for line in await anext(stream))
            except StopAsyncIteration:
                del held[stream]
        if len(streams) == 1:
            for lines in held.values():
                yield lines[:]
                lines.clear()
            continue
        ready = min((_time(lines[-1]) for lines in held.values()), default=_EARLIEST)
        batch: list[Line] = []
        for lines in held.values():
            known = bisect_right(lines, ready, key=_time)
            batch += lines[:known]
            del lines[:known]
        yield sorted(batch, key=_time)


def named(line: Line, name: str) -> Line:
    """The line with a name, where it has none of its own; its time is read once for all."""
    return line if line.source or not name else line._replace(source=name, stamp=line.at)


def _time(line: Line) -> datetime:
    return line.at or _EARLIEST
