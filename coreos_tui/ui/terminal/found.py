"""Finding text in the rows of a terminal's history."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rich.cells import cell_len


class Match(NamedTuple):
    """Cells of one row of the history that match, from `start` up to `end`."""

    row: int
    start: int
    end: int


def matches_in(rows: Iterable[str], first: int, pattern: re.Pattern[str]) -> Iterator[Match]:
    """All matches in rows of text, the first of which is row `first`; empty ones are none."""
    for number, text in enumerate(rows, first):
        for found in pattern.finditer(text):
            start, end = found.span()
            if start < end:
                yield Match(number, _cells(text, start), _cells(text, end))


def _cells(text: str, upto: int) -> int:
    return upto if text.isascii() else cell_len(text[:upto])
