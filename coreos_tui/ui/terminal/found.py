"""Finding text in the rows of a terminal's history, over their soft wraps."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from rich.cells import cell_len

from coreos_tui.ui.terminal.emulator import TextRow


class Match(NamedTuple):
    """Cells of the history that match: from `start` in a row up to `end` in the row `last`."""

    row: int
    start: int
    last: int
    end: int

    def part(self, row: int, width: int) -> tuple[int, int]:
        """What of it lies in one of its rows: the first cell, and the one after the last."""
        return self.start if row == self.row else 0, self.end if row == self.last else width


def whole_lines(rows: Sequence[TextRow]) -> Sequence[TextRow]:
    """The rows without a last line that goes on behind them; one that fills them all is cut."""
    ends = (number for number in range(len(rows), 0, -1) if not rows[number - 1].goes_on)
    return rows[: next(ends, len(rows))]


def matches_in(rows: Sequence[TextRow], first: int, pattern: re.Pattern[str]) -> Iterator[Match]:
    """All matches in rows of text, the first of which is row `first`; empty ones are none."""
    line: list[str] = []
    for number, row in enumerate(rows, first + 1):
        line.append(row.text)
        if not row.goes_on or number == first + len(rows):
            yield from _in_line(line, number - len(line), pattern)
            line = []


def _in_line(texts: list[str], first: int, pattern: re.Pattern[str]) -> Iterator[Match]:
    starts = [0, *accumulate(map(len, texts[:-1]))]
    for found in pattern.finditer("".join(texts)):
        start, end = found.span()
        if start < end:
            row, last = bisect_right(starts, start) - 1, bisect_right(starts, end - 1) - 1
            yield Match(
                first + row,
                _cells(texts[row], start - starts[row]),
                first + last,
                _cells(texts[last], end - starts[last]),
            )


def _cells(text: str, upto: int) -> int:
    return upto if text.isascii() else cell_len(text[:upto])
