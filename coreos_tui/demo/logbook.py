"""What a container of the demo has written, with its times, and what it goes on writing."""

import asyncio
import re
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from coreos_tui.demo.clock import WALL, Clock

KEPT = 250_000
_SECOND = 1_000_000_000
_MOMENT = re.compile(r"\{(%[^{}]*)\}")


class LogLine(NamedTuple):
    """One line without its newline; `at` in nanoseconds since 1970, `stream` 1 or 2."""

    at: int
    stream: int
    text: bytes

    def stamped(self) -> bytes:
        """The line as `timestamps=1` gives it: RFC 3339 with nine decimals, then the text."""
        whole, rest = divmod(self.at, 1_000_000_000)
        moment = datetime.fromtimestamp(whole, UTC).strftime("%Y-%m-%dT%H:%M:%S")
        return f"{moment}.{rest:09d}Z ".encode() + self.text


@dataclass(slots=True)
class Logbook:
    """Lines so far; `lines` are written over and over, one each `period` seconds (0: never).

    A line of the script that starts with `!` goes to stderr; `{%H:%M:%S}` in it becomes the
    moment, as strftime words it, and `{n}` the number of the line. `past` lines of the script
    have been written already.
    """

    first: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    period: float = 0.0
    past: int = 0
    clock: Clock = WALL
    kept: deque[LogLine] = field(default_factory=lambda: deque(maxlen=KEPT))
    written: int = 0
    due: float = 0.0
    ended: bool = False
    _turn: int = 0
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        began = self.clock.time_ns() - int(self.past * self.period * _SECOND)
        for place, line in enumerate(self.first):
            self._put(line, began - (len(self.first) - place) * _SECOND)
        for place in range(self.past if self.lines else 0):
            self._script(began + int(place * self.period * _SECOND))

    def write(self, text: str | bytes, stream: int = 1) -> None:
        """Adds one line now and tells the followers."""
        line = text.encode() if isinstance(text, str) else text
        self._add(LogLine(self.clock.time_ns(), stream, line))
        self.tell()

    def tick(self, at: int | None = None) -> None:
        """Adds the next line of the script, written now or at these nanoseconds."""
        if self.lines:
            self._script(self.clock.time_ns() if at is None else at)
            self.tell()

    def tell(self) -> None:
        """Wakes all followers."""
        self._news.set()
        self._news = asyncio.Event()

    async def news(self) -> None:
        """Returns after the next line or the end."""
        await self._news.wait()

    def since(self, count: int) -> list[LogLine]:
        """Lines written after the first `count`, as far as they are still kept."""
        missing = min(self.written - count, len(self.kept))
        if missing <= 0:
            return []
        if missing == len(self.kept):
            return list(self.kept)
        return [self.kept[place] for place in range(-missing, 0)]

    def _script(self, at: int) -> None:
        self._put(self.lines[self._turn % len(self.lines)], at)
        self._turn += 1

    def _put(self, line: str, at: int) -> None:
        stream, text = (2, line[1:]) if line.startswith("!") else (1, line)
        if "{" in text:
            moment = datetime.fromtimestamp(at / _SECOND, UTC)
            text = _MOMENT.sub(lambda found: moment.strftime(found[1]), text)
            text = text.replace("{n}", str(self.written + 1))
        self._add(LogLine(at, stream, text.encode()))

    def _add(self, line: LogLine) -> None:
        self.kept.append(line)
        self.written += 1
