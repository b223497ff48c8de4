"""The last lines of a log, bounded by number and by bytes."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Literal

Origin = Literal["out", "err", "", "note"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it came. `note` marks a sentence of ours among them.

    `source` names who said it, where several speak in one view.
    """

    text: bytes
    at: datetime | None = None
    stream: Origin = ""
    source: str = ""


class Ring:
    """Lines by a number that stays theirs: `first` up to, not with, `end`.

    `dropped` counts what went at the old end because there was no room.
    """

    def __init__(self, lines: int = 50_000, size: int = 16 * 1024 * 1024) -> None:
        self._most_lines, self._most_bytes = lines, size
        self._lines: deque[Line] = deque()
        self.first = 0
        self.bytes = 0
        self.dropped = 0

    @property
    def end(self) -> int:
        return self.first + len(self._lines)

    @property
    def full(self) -> bool:
        return len(self._lines) >= self._most_lines or self.bytes >= self._most_bytes

    def __len__(self) -> int:
        return len(self._lines)

    def get(self, number: int) -> Line | None:
        """A line by its number; None once it is gone."""
        at = number - self.first
        return self._lines[at] if 0 <= at < len(self._lines) else None

    def since(self, number: int, count: int) -> Iterator[Line]:
        """Up to `count` lines from a number on."""
        at = max(0, number - self.first)
        return islice(self._lines, at, at + count)

    def append(self, batch: Iterable[Line]) -> None:
        """Newer lines; the oldest go where there is no room."""
        lines = self._lines
        for line in batch:
            lines.append(line)
            self.bytes += len(line.text)
            while len(lines) > self._most_lines or (self.bytes > self._most_bytes and lines):
                self.bytes -= len(lines.popleft().text)
                self.first += 1
                self.dropped += 1

    def prepend(self, batch: Sequence[Line]) -> int:
        """Older lines, the newest of them that fit. Returns how many did."""
        taken = 0
        for line in reversed(batch):
            if (
                len(self._lines) >= self._most_lines
                or self.bytes + len(line.text) > self._most_bytes
            ):
                break
            self._lines.appendleft(line)
            self.bytes += len(line.text)
            taken += 1
        self.first -= taken
        return taken

    def clear(self) -> None:
        self.first = self.end
        self._lines.clear()
        self.bytes = self.dropped = 0
