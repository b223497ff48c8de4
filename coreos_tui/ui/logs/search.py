"""Searching a log as it grows: which lines match, and which are shown for it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Literal

from coreos_tui.core.log import Line
from coreos_tui.core.sgr import plain

Mode = Literal["all", "only", "without"]
SLICE = 2_000
_COSTLY = re.compile(r"\([^()]*[+*{][^()]*\)[+*{]")


def pattern_of(text: str) -> re.Pattern[str]:
    """What a person typed as a pattern; as plain text where it is none or could run for ever.

    Without a capital letter in it, case does not matter.
    """
    flags = re.IGNORECASE if text == text.lower() else re.NOFLAG
    if not _COSTLY.search(text):
        try:
            return re.compile(text, flags)
        except (re.error, OverflowError, RecursionError):
            pass
    return re.compile(re.escape(text), flags)


class Search:
    """Numbers of the lines that match, found slice by slice: `scanned` is how far it is."""

    def __init__(self, text: str, first: int) -> None:
        self.text = text
        self.pattern = pattern_of(text)
        self.hits: list[int] = []
        self.scanned = first

    def scan(self, lines: Iterable[Line]) -> tuple[int, int]:
        """The next lines. Returns the numbers from and to which were looked at."""
        start, find = self.scanned, self.pattern.search
        for line in lines:
            if line.stream != "note" and find(plain(line.text)):
                self.hits.append(self.scanned)
            self.scanned += 1
        return start, self.scanned

    def cut(self, end: int) -> None:
        """Lines from `end` on are no longer there."""
        del self.hits[bisect_left(self.hits, end) :]
        self.scanned = min(self.scanned, end)

    def drop(self, first: int) -> None:
        """Lines before `first` are gone."""
        del self.hits[: bisect_left(self.hits, first)]
        self.scanned = max(self.scanned, first)

    def shown(self, start: int, end: int, after: int, mode: Mode, context: int) -> list[int]:
        """Lines to show once `start` to `end` are scanned, beginning with number `after`.

        With context a hit may show lines before `start`.
        """
        if mode == "without":
            hits = set(self.hits[bisect_left(self.hits, start) :])
            return [number for number in range(start, end) if number not in hits]
        found: list[int] = []
        for hit in self.hits[bisect_left(self.hits, start - context) :]:
            low = max(after, hit - context)
            found.extend(range(low, min(end, hit + context + 1)))
            after = max(after, min(end, hit + context + 1))
        return found

    def next_hit(self, number: int, step: int) -> int | None:
        """The hit after (step 1) or before (-1) a line, round the end; None without hits."""
        if not self.hits:
            return None
        if step > 0:
            return self.hits[bisect_right(self.hits, number) % len(self.hits)]
        return self.hits[bisect_left(self.hits, number) - 1]

    def rank(self, number: int | None) -> int:
        """Which of the hits a line is, from 1; 0 where it is none."""
        if number is None:
            return 0
        at = bisect_left(self.hits, number)
        return at + 1 if at < len(self.hits) and self.hits[at] == number else 0
