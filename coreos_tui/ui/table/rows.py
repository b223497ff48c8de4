"""What a table shows: rows of cells under a key, with a heading where the group changes."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """Text and one of the style classes good, warn, bad, dim, accent (or none: "")."""

    text: str
    style_class: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line that can be chosen. The key keeps cursor and mark through every change.

    `dim` is for rows of a reading that is out of date; `group` puts a heading above the first
    of the rows that share it.
    """

    key: Hashable
    cells: tuple[Cell, ...]
    dim: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """The line above a group. It cannot be chosen."""

    title: str


Line = Row | Heading


def lines_of(rows: Iterable[Row]) -> tuple[Line, ...]:
    """Rows with their headings, in the order given."""
    lines: list[Line] = []
    group = ""
    for row in rows:
        if row.group != group:
            group = row.group
            if group:
                lines.append(Heading(group))
        lines.append(row)
    return tuple(lines)
