"""Follows one log for ever: through restarts of what writes it and of what it is read from."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from coreos_tui.core.errors import Hop, in_words
from coreos_tui.core.log import Line, LogSource
from coreos_tui.core.now import now

TAIL = 1000
AGAIN = 1.0
LATE = 3.0
INSTANT = 2e-6  # times are read to the microsecond, engines have nanoseconds
_FINAL = (Hop.CONTAINER, Hop.PERMISSION)
Take = Callable[[Sequence[Line]], None]
Tell = Callable[[str, str], None]
"""Is given a mark of one cell, and a sentence about how things stand now, or nothing new."""
LeaveOut = Callable[[float], None]
"""Is given the seconds of which no line was read."""


@dataclass
class Seen:
    """How far a log was read: the time of the last line, and how many lines had that."""

    last: datetime | None = None
    times: int = 0

    def note(self, lines: Sequence[Line]) -> None:
        """These were read too, in this order."""
        for line in reversed(lines):
            at = line.at
            if at is None:
                continue
            if self.last is None or at > self.last:
                self.last, self.times = at, 1
            elif at == self.last:
                self.times += 1
            else:
                break

    def left(self, batch: Sequence[Line]) -> list[Line]:
        """Those of a batch that were not read."""
        found = []
        for line in batch:
            at = line.at
            if self.last is not None and at is not None:
                if at < self.last:
                    continue
                if at == self.last and self.times > 0:
                    self.times -= 1
                    continue
            found.append(line)
        return found


class Lag:
    """How late a log is read while a great deal comes; its least age is a difference of clocks."""

    def __init__(self) -> None:
        self._least: float | None = None
        self._late_lines = 0

    def of(self, batch: Sequence[Line]) -> float:
        """Seconds, once more than a page has come that late; else 0."""
        at = batch[-1].at
        if at is None:
            return 0.0
        age = (now() - at).total_seconds()
        self._least = age if self._least is None else min(self._least, age)
        late = age - self._least
        self._late_lines = self._late_lines + len(batch) if late > LATE else 0
        return late if self._late_lines > TAIL else 0.0


class Follower:
    """One task. Gives lines to `take` as they come, and tells what happens to the log."""

    def __init__(self, source: LogSource, take: Take, tell: Tell, leave_out: LeaveOut) -> None:
        self.source = source
        self._take, self._tell, self._leave_out = take, tell, leave_out
        self._since: float | None = None
        self._read = Seen()
        self._unread: Seen | None = None
        self._began: float | None = None
        self._broken = False
        self._said = ""

    async def run(self, since: float | None, after: Sequence[Line] | None = None) -> None:
        """Until cancelled: the last lines since a time, or those after some; and what comes."""
        self._since = since
        self._read.note(after or ())
        tail: int | None = TAIL if after is None else None
        while True:
            try:
                late = await self._follow(tail)
                tail = TAIL if late else None
                if late:
                    self._leave_out(late)
                    seconds = f"{late:.0f} s of the lines of {self.source.name}"
                    self._say("●", f"{seconds} are left out: more comes than can be read")
                else:
                    await self._started_again()
            except Exception as error:
                hop = in_words(error)
                self._broken = True
                self._say("✕", hop.sentence)
                if hop.hop in _FINAL:
                    return
                tail = None if self._read.last else tail
                await asyncio.sleep(AGAIN)

    async def _follow(self, tail: int | None) -> float:
        """Reads until the log ends: 0; or comes too late: by how many seconds.

        With a tail its last lines, else all that came since.
        """
        read = self._read
        since = self._since if read.last is None else read.last.timestamp() - INSTANT
        self._unread = None if read.last is None else replace(read)
        stream = await self.source.read(tail=tail, since=since, follow=True)
        try:
            if self._began is None:
                self._began = (await self.source.standing()).began
            if self._broken:
                self._say("●", f"{self.source.name} is read again")
            self._broken = False
            self._tell("●", "")
            lag = Lag()
            async for batch in stream:
                self._hear(batch)
                if batch and (late := lag.of(batch)):
                    return late
            return 0.0
        finally:
            stream.close()

    def _hear(self, batch: Sequence[Line]) -> None:
        lines = self._unread.left(batch) if self._unread else list(batch)
        if lines:
            self._said, self._unread = "", None
            self._read.note(lines)
            self._take(lines)

    async def _started_again(self) -> None:
        """Returns once what writes the log has begun anew, or runs though its log ended."""
        began = self._began
        standing = await self.source.standing()
        if standing.running and standing.began == began:
            await asyncio.sleep(AGAIN)
            return
        if standing.began == began:
            words = f" ({standing.words})" if standing.words else ""
            later = "its log goes on when it starts again"
            self._say("○", f"{self.source.name} has stopped{words}; {later}")
        while standing.began == began and not standing.running:
            await asyncio.sleep(AGAIN)
            standing = await self.source.standing()
        self._began = standing.began
        self._say("●" if standing.running else "○", f"{self.source.name} has started again")

    def _say(self, mark: str, sentence: str) -> None:
        """Once, until something else happens."""
        fresh = sentence != self._said
        self._said = sentence
        self._tell(mark, sentence if fresh else "")


async def page(
    source: LogSource, oldest: Sequence[Line], since: float | None, count: int = TAIL
) -> tuple[list[Line], bool]:
    """The last `count` lines, and whether there are none before those. Raises HopError.

    Where `oldest` lines are there already, all of one moment, the lines before those.
    """
    until = oldest[0].at if oldest else None
    wanted = count + len(oldest)
    end = None if until is None else until.timestamp() + INSTANT
    stream = await source.read(tail=wanted, since=since, until=end)
    found: list[Line] = []
    try:
        async for batch in stream:
            found += batch
    finally:
        stream.close()
    done, there = len(found) < wanted, [line.text for line in oldest]
    if until is None:
        return found, done
    older: list[Line] = []
    for line in found:
        if line.at is None or line.at > until:
            continue
        if line.at == until and line.text in there:
            there.remove(line.text)
        else:
            older.append(line)
    return older, done
