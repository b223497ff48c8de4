"""Which rows of a list one wishes to see, and in which order."""

from dataclasses import dataclass, replace
from typing import ClassVar, Self


@dataclass(frozen=True, slots=True)
class Filtered:
    """Rows that hold the words of `filter`; all of them where it is empty."""

    filter: str = ""


@dataclass(frozen=True, slots=True)
class Sorted(Filtered):
    """Rows in the order of `sort`, which is one of `SORTED_BY`; `turned` round or not."""

    SORTED_BY: ClassVar[tuple[str, ...]] = ("",)

    sort: str = ""
    turned: bool = False

    def next_sort(self) -> Self:
        """By the next column, not turned."""
        at = self.SORTED_BY.index(self.sort)
        return replace(self, sort=self.SORTED_BY[(at + 1) % len(self.SORTED_BY)], turned=False)

    def turned_round(self) -> Self:
        """In the other direction."""
        return replace(self, turned=not self.turned)

    def sorted_by(self, sort: str) -> Self:
        """By that column; in the other direction where it is that already."""
        return replace(self, sort=sort, turned=sort == self.sort and not self.turned)
