"""Which row of the screen belongs to which line: with lines left out and lines wrapped."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

HeightOf = Callable[[int], int]
"""Rows a line takes, by its number."""


class Rows:
    """Rows 0 up to `len(rows)`. `chosen` None: every line; `height_of` None: one row each."""

    def __init__(
        self,
        first: int,
        end: int,
        chosen: Sequence[int] | None = None,
        height_of: HeightOf | None = None,
    ) -> None:
        self.first, self.end = first, end
        self._chosen = None if chosen is None else list(chosen)
        self._height_of = height_of
        self._ends: list[int] = []
        self._gone = 0
        self._measure(0)

    def _measure(self, place: int) -> None:
        if self._height_of is not None:
            total = self._ends[-1] if self._ends else self._gone
            for at in range(place, self._places):
                total += self._height_of(self._number(at))
                self._ends.append(total)

    @property
    def _places(self) -> int:
        return self.end - self.first if self._chosen is None else len(self._chosen)

    def _number(self, place: int) -> int:
        return self.first + place if self._chosen is None else self._chosen[place]

    def __len__(self) -> int:
        if self._height_of is None:
            return self._places
        return self._ends[-1] - self._gone if self._ends else 0

    @property
    def next_choice(self) -> int:
        """The number after the last line shown."""
        if self._chosen is None:
            return self.end
        return self._chosen[-1] + 1 if self._chosen else self.first

    def at(self, row: int) -> tuple[int, int] | None:
        """The number of the line on a row, and which of its rows that is."""
        if not 0 <= row < len(self):
            return None
        if self._height_of is None:
            return self._number(row), 0
        place = bisect_right(self._ends, row + self._gone)
        start = self._ends[place - 1] if place else self._gone
        return self._number(place), row + self._gone - start

    def row_of(self, number: int) -> int:
        """The first row of a line, or of the next one shown."""
        if self._chosen is None:
            place = max(0, min(number - self.first, self._places))
        else:
            place = bisect_left(self._chosen, number)
        if self._height_of is None:
            return place
        return (self._ends[place - 1] if place else self._gone) - self._gone

    def between(self, low: int, high: int) -> Sequence[int]:
        """Numbers of the lines shown from one line to another, both with."""
        if self._chosen is None:
            return range(max(low, self.first), min(high + 1, self.end))
        return self._chosen[bisect_left(self._chosen, low) : bisect_right(self._chosen, high)]

    def extend(self, end: int, chosen: Sequence[int] = ()) -> None:
        """Newer lines: up to `end`; those of them that are shown, where some are left out."""
        place, self.end = self._places, end
        if self._chosen is not None:
            self._chosen.extend(chosen)
        self._measure(place)

    def cut(self, end: int) -> None:
        """Lines from `end` on are no longer there."""
        self.end = max(self.first, min(end, self.end))
        if self._chosen is not None:
            del self._chosen[bisect_left(self._chosen, self.end) :]
        if self._height_of is not None:
            del self._ends[self._places :]

    def drop(self, first: int) -> int:
        """Lines before `first` are gone. Returns how many rows went with them."""
        before = len(self)
        if self._chosen is None:
            places = min(first, self.end) - self.first
        else:
            places = bisect_left(self._chosen, first)
            del self._chosen[:places]
        self.first, self.end = first, max(first, self.end)
        if self._height_of is not None and places > 0:
            self._gone = self._ends[places - 1]
            del self._ends[:places]
        return before - len(self)
