"""The last lines of a log, bounded by number and by bytes."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import attrgetter

from coreos_tui.core.log import Line

_NOTHING = Line(b"")
_text = attrgetter("text")
_TRIM = 4096  # places of dropped lines that are given back at once


class Ring:
    """Lines by a number that stays theirs: `first` up to, not with, `end`.

    `dropped` counts what went at the old end because there was no room.
    """

    def __init__(self, lines: int = 50_000, size: int = 16 * 1024 * 1024) -> None:
        self._most_lines, self._most_bytes = lines, size
        self._lines: list[Line] = []
        self._gone = 0
        self.first = 0
        self.bytes = 0
        self.dropped = 0

    @property
    def end(self) -> int:
        return self.first + len(self)

    @property
    def full(self) -> bool:
        return len(self) >= self._most_lines or self.bytes >= self._most_bytes

    def __len__(self) -> int:
        return len(self._lines) - self._gone

    def get(self, number: int) -> Line | None:
        """A line by its number; None once it is gone."""
        at = number - self.first
        return self._lines[self._gone + at] if 0 <= at < len(self) else None

    def since(self, number: int, count: int) -> Sequence[Line]:
        """Up to `count` lines from a number on."""
        at = self._gone + max(0, number - self.first)
        return self._lines[at : at + count]

    @property
    def oldest(self) -> Sequence[Line]:
        """The oldest lines of a time, all of one moment."""
        lines, at = self._lines, self._gone
        while at < len(lines) and (lines[at].at is None or lines[at].stream == "note"):
            at += 1
        end = at
        while end < len(lines) and lines[end].at == lines[at].at:
            end += 1
        return [line for line in lines[at:end] if line.stream != "note"]

    def append(self, batch: Iterable[Line]) -> None:
        """Newer lines; the oldest go where there is no room."""
        lines, before = self._lines, len(self._lines)
        lines.extend(batch)
        self.bytes += sum(map(len, map(_text, lines[before:])))
        gone = max(self._gone, len(lines) - self._most_lines)
        self.bytes -= sum(map(len, map(_text, lines[self._gone : gone])))
        while self.bytes > self._most_bytes and gone < len(lines):
            self.bytes -= len(lines[gone].text)
            gone += 1
        self._drop(gone)

    def _drop(self, gone: int) -> None:
        count = gone - self._gone
        self._lines[self._gone : gone] = [_NOTHING] * count
        self.first += count
        self.dropped += count
        if gone > _TRIM or gone == len(self._lines):
            del self._lines[:gone]
            gone = 0
        self._gone = gone

    def prepend(self, batch: Sequence[Line]) -> int:
        """Older lines, the newest of them that fit. Returns how many did."""
        taken = len(batch)
        room, size = self._most_lines - len(self), self._most_bytes - self.bytes
        for at, line in enumerate(reversed(batch)):
            size -= len(line.text)
            if at >= room or size < 0:
                taken = at
                break
        added = batch[len(batch) - taken :]
        self._lines[: self._gone] = added
        self._gone = 0
        self.bytes += sum(len(line.text) for line in added)
        self.first -= taken
        self.dropped = max(0, self.dropped - taken)
        return taken

    def give_way(self, batch: Sequence[Line]) -> int:
        """Takes newest lines out until older ones have room, a whole ring at most; how many."""
        lines, before = self._lines, len(self)
        wanted = sum(len(line.text) for line in batch)
        while len(self) and (
            len(self) + len(batch) > self._most_lines or self.bytes + wanted > self._most_bytes
        ):
            self.bytes -= len(lines.pop().text)
        return before - len(self)

    def take_after(self, at: datetime) -> list[Line]:
        """Takes the newest lines out, as far as they were written after a time."""
        lines, start = self._lines, len(self._lines)
        while start > self._gone:
            there = lines[start - 1].at
            if there is not None and there <= at:
                break
            start -= 1
        taken = lines[start:]
        del lines[start:]
        self.bytes -= sum(len(line.text) for line in taken)
        return taken

    def clear(self) -> None:
        self.first = self.end
        self._lines.clear()
        self.bytes = self.dropped = self._gone = 0
