"""Searching rows of text that go on over soft wraps."""

import re

from coreos_tui.ui.terminal.emulator import TextRow
from coreos_tui.ui.terminal.found import Match, matches_in, whole_lines

BROKEN = [
    TextRow("one"),
    TextRow("ab日", True),
    TextRow("cd", True),
    TextRow("ef two"),
    TextRow(""),
]


def found(pattern: str) -> list[Match]:
    return list(matches_in(BROKEN, 10, re.compile(pattern)))


def test_a_match_is_told_in_cells_of_the_rows_it_begins_and_ends_in() -> None:
    assert found("e$") == [Match(10, 2, 10, 3)]
    assert found("日c") == [Match(11, 2, 12, 1)]
    assert found("b.*f") == [Match(11, 1, 13, 2)]
    assert found("^ef|x*") == []
    assert found("[cd]") == [Match(12, 0, 12, 1), Match(12, 1, 12, 2)]


def test_a_match_over_rows_has_a_part_in_each() -> None:
    match = Match(11, 1, 13, 2)
    assert [match.part(row, 4) for row in (11, 12, 13)] == [(1, 4), (0, 4), (0, 2)]


def test_a_line_that_goes_on_behind_the_rows_waits_for_the_next() -> None:
    assert whole_lines(BROKEN[:3]) == BROKEN[:1]
    assert whole_lines(BROKEN[:4]) == BROKEN[:4]
    assert whole_lines(BROKEN[1:3]) == BROKEN[1:3], "else it would never come to an end"
