"""Which columns fit a width, and how wide each becomes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

GAP = 2


@dataclass(frozen=True, slots=True)
class Column:
    """One column; widths in cells.

    `width` None takes what the others leave. `minimum` is how far it may shrink (0: a fixed
    width does not shrink). Where the room is too narrow, the lowest `priority` goes first, the
    rightmost of equals.
    """

    id: str
    title: str
    width: int | None = None
    minimum: int = 0
    align: Literal["left", "right"] = "left"
    priority: int = 0

    @property
    def least(self) -> int:
        if self.width is None:
            return max(self.minimum, 1)
        return min(self.minimum, self.width) if self.minimum else self.width


@dataclass(frozen=True, slots=True)
class Slot:
    """A column that is shown: its place among all columns and its width now."""

    index: int
    column: Column
    width: int


def _kept(columns: Sequence[Column], room: int) -> list[Slot]:
    kept = [Slot(index, column, column.least) for index, column in enumerate(columns)]
    while len(kept) > 1 and sum(slot.width + GAP for slot in kept) - GAP > room:
        kept.remove(min(kept, key=lambda slot: (slot.column.priority, -slot.index)))
    return kept


def fit(columns: Sequence[Column], room: int) -> tuple[Slot, ...]:
    """The columns shown in `room` cells. One is always kept, cut to the room."""
    kept = _kept(columns, room)
    spare = room - sum(slot.width + GAP for slot in kept) + GAP
    if spare <= 0:
        return tuple(replace(slot, width=max(1, min(slot.width, room))) for slot in kept)
    by_rank = sorted(range(len(kept)), key=lambda at: -kept[at].column.priority)
    for at in by_rank:
        slot = kept[at]
        if slot.column.width is not None:
            more = min(spare, slot.column.width - slot.width)
            kept[at] = replace(slot, width=slot.width + more)
            spare -= more
    open_ended = [at for at in range(len(kept)) if kept[at].column.width is None]
    for turn, at in enumerate(open_ended):
        more = spare // (len(open_ended) - turn)
        kept[at] = replace(kept[at], width=kept[at].width + more)
        spare -= more
    return tuple(kept)
