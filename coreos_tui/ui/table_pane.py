"""Panes of one table: what is shown in it, and in which order, is wished for by the same keys."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar, Generic, TypeVar

from coreos_tui.core.store import Store
from coreos_tui.core.wish import Filtered, Sorted
from coreos_tui.ui.pane import Pane
from coreos_tui.ui.prompt import Prompt
from coreos_tui.ui.table import Column, Row, Table

F = TypeVar("F", bound=Filtered)
S = TypeVar("S", bound=Sorted)


class FilteredPane(Pane, Generic[F]):
    """A table over a prompt for its filter.

    A pane sets `COLUMNS`, gives its first wish, and yields `_table` and `_prompt` from `body`.
    """

    PROMPT: ClassVar[str] = "filter /"
    COLUMNS: ClassVar[tuple[Column, ...]] = ()

    def __init__(self, store: Store, wish: F) -> None:
        super().__init__(store)
        self._wish = wish
        self._table = Table(self.COLUMNS)
        self._prompt = Prompt(self.PROMPT)

    def draw(self) -> None:
        """Shows what was read last as it is wished for now."""
        self.show()

    def wish_for(self, wish: F) -> None:
        """Shows other rows from now on."""
        self._wish = wish
        self.draw()

    def clear(self) -> bool:
        """Takes filter, else marks back; whether there was one."""
        if self._wish.filter:
            self.wish_for(replace(self._wish, filter=""))
        elif self._table.marked:
            self._table.marked = frozenset()
        else:
            return False
        return True

    def own(self) -> dict[str, Callable[[], object]]:
        """What the pane does itself, by the verb of the command."""
        return {"filter": lambda: self._prompt.open(self._wish.filter)}

    def action_ask(self, id: str) -> None:  # noqa: A002 - the field's own name
        own = self.own().get(id.partition(".")[2])
        if own is not None:
            own()
        else:
            super().action_ask(id)

    def on_table_marked(self, event: Table.Marked) -> None:
        event.stop()
        self.draw()

    def on_prompt_changed(self, event: Prompt.Changed) -> None:
        event.stop()
        self.wish_for(replace(self._wish, filter=event.text))

    def on_prompt_submitted(self, event: Prompt.Submitted) -> None:
        event.stop()

    def on_prompt_cancelled(self, event: Prompt.Cancelled) -> None:
        event.stop()
        self.wish_for(replace(self._wish, filter=""))


class SortedPane(FilteredPane[S]):
    """A table that is sorted by the next column, or by that whose title is clicked.

    `SORTS` has the sort of each column where it is called otherwise; "" where there is none.
    """

    SORTS: ClassVar[Mapping[str, str]] = {}

    def own(self) -> dict[str, Callable[[], object]]:
        return super().own() | {
            "sort": lambda: self.wish_for(self._wish.next_sort()),
            "turn": lambda: self.wish_for(self._wish.turned_round()),
        }

    def show_rows(self, rows: Sequence[Row], empty: str) -> None:
        """Rows that are sorted and filtered already; `empty` where there is none."""
        self._table.empty = empty
        self._table.sort = (self._wish.sort, self._wish.turned)
        self._table.highlight = self._wish.filter
        self._table.show(rows)

    def on_table_header_clicked(self, event: Table.HeaderClicked) -> None:
        event.stop()
        sort = self.SORTS.get(event.column, event.column)
        if sort in self._wish.SORTED_BY:
            self.wish_for(self._wish.sorted_by(sort))
