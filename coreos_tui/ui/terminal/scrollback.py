"""Looking back: the keys are ours until one leaves; searching; choosing lines to copy."""

import asyncio
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter

from textual.actions import SkipAction
from textual.binding import Binding

from coreos_tui.ui.logs.search import pattern_of
from coreos_tui.ui.prompt import SearchWanted
from coreos_tui.ui.terminal.commands import COMMANDS
from coreos_tui.ui.terminal.display import Display, Phase
from coreos_tui.ui.terminal.found import Match, matches_in, whole_lines
from coreos_tui.ui.terminal.messages import Copied, LookedBack

_BLOCK = 400
"""Rows made into text and searched in one go: some milliseconds."""
_row_of, _last_of = attrgetter("row"), attrgetter("last")


class Scrollback(Display):
    """A display whose history can be walked through, searched and copied from."""

    BINDINGS = [  # noqa: RUF012 - Textual's own name and type
        Binding(each.keys, each.verb, each.title, show=each.footer, id=each.id) for each in COMMANDS
    ]
    looking_back = False
    _sought = ""
    _found: Sequence[Match] = ()
    _current: int | None = None
    _chosen: tuple[int, int] | None = None

    @property
    def takes_keys(self) -> bool:
        """Whether keys belong to the program; while one looks back they are ours."""
        return self.phase in (Phase.OPENING, Phase.RUNNING) and not self.looking_back

    # --- going there and back

    def look_back(self) -> bool:
        """Takes the keys for the history; whether there is one: a full screen has none."""
        if self._emulator is None or self._emulator.full_screen:
            return False
        self.looking_back = True
        self._say()
        return True

    def look_ahead(self) -> None:
        """Forgets search and choice, goes to the newest row and gives the keys back."""
        self.looking_back, self._chosen = False, None
        self.search("")
        if self._emulator is not None:
            self._emulator.scroll(None)
        self._say()

    def action_leave(self) -> None:
        if self._chosen is not None:
            self._choose(None)
        elif self._sought:
            self.search("")
        elif self.looking_back:
            self.look_ahead()
        else:
            raise SkipAction
        self._say()

    def _say(self) -> None:
        """What is to be read in the border now."""
        parts = ["looking back, esc returns"] if self.looking_back else []
        if self._sought:
            of = f"{self._current + 1} of " if self._current is not None else ""
            parts.append(f"/{self._sought} {of}{len(self._found)}")
        if self._chosen is not None:
            low, high = sorted(self._chosen)
            parts.append(f"{high - low + 1} chosen, y copies")
        self.post_message(LookedBack(self, "  ".join(parts)))
        self._pacer.ask()

    # --- walking

    def action_up(self) -> None:
        self._walk(-1)

    def action_down(self) -> None:
        self._walk(1)

    def action_page_up(self) -> None:
        self._scroll(-self._page)

    def action_page_down(self) -> None:
        self._scroll(self._page)

    def action_top(self) -> None:
        if self._emulator is not None:
            self._scroll(-self._emulator.view.total)

    def action_bottom(self) -> None:
        self._scroll(None)

    @property
    def _page(self) -> int:
        return max(1, self._emulator.size[1] - 1) if self._emulator else 1

    def _scroll(self, rows: int | None) -> None:
        """Moves the view; whoever comes to the newest row with nothing in hand is back."""
        if self._emulator is None or not self.look_back():
            return
        self._emulator.scroll(rows)
        ahead = rows is None or rows > 0
        if ahead and self._empty_handed and not self._emulator.view.below:
            self.look_ahead()
        self._pacer.ask()

    @property
    def _empty_handed(self) -> bool:
        return self.phase is Phase.RUNNING and not self._sought and self._chosen is None

    def _walk(self, by: int) -> None:
        if self._chosen is None:
            self._scroll(by)
        else:
            last = self._last_row
            self._choose((self._within(self._chosen[0] + by, last),) * 2)

    # --- choosing lines

    def action_choose(self) -> None:
        if self._emulator is None or not self.look_back():
            return
        view = self._emulator.view
        row = min(view.offset + view.rows - 1, self._last_row)
        if self._current is not None:
            row = self._found[self._current].row
        self._choose((row, row))

    def action_more_up(self) -> None:
        self._extend(-1)

    def action_more_down(self) -> None:
        self._extend(1)

    def _extend(self, by: int) -> None:
        if self._chosen is None:
            self.action_choose()
        elif self._emulator is not None:
            start, end = self._chosen
            self._choose((start, self._within(end + by, self._last_row)))

    @property
    def _last_row(self) -> int:
        return self._emulator.view.total - 1 if self._emulator else 0

    @staticmethod
    def _within(row: int, last: int) -> int:
        return max(0, min(row, last))

    def _choose(self, rows: tuple[int, int] | None) -> None:
        """Chooses whole rows, from the first one on to the one that moves."""
        self._chosen = rows
        if self._emulator is None:
            return
        if rows is None:
            self._emulator.select(None)
        else:
            low, high = sorted(rows)
            self._emulator.select((0, low), (self._emulator.size[0] - 1, high))
            self._bring(rows[1])
        self._say()

    def _bring(self, row: int) -> None:
        """Scrolls as far as needed to have a row of the history in view."""
        if self._emulator is None:
            return
        view = self._emulator.view
        if not view.offset <= row < view.offset + view.rows:
            beyond = 1 if row < view.offset else view.rows - 2
            self._emulator.scroll(row - beyond - view.offset)
        self._pacer.ask()

    def action_copy(self) -> None:
        """Posts what is selected, or all that is in view, as `Copied`."""
        chosen = self._emulator.selection() if self._emulator else ""
        self.post_message(Copied(self, chosen or self.text()))

    # --- searching

    def action_find(self) -> None:
        if self.look_back() or self.phase is Phase.ENDED:
            self.post_message(SearchWanted(self, self._sought))

    def search(self, text: str) -> None:
        """Searches the whole history by a regular expression; an empty text ends it."""
        self._sought, self._found, self._current = text, (), None
        if self._emulator is not None:
            self._emulator.select(None)
        if text:
            self.run_worker(self._seek(text), group="search", exclusive=True)
        else:
            self.workers.cancel_group(self, "search")
        self._say()
        self.refresh()

    async def _seek(self, text: str) -> None:
        """Row by row from the oldest, then to the match nearest above the end of the view."""
        pattern, first = pattern_of(text), 0
        while self._emulator is not None and first <= self._last_row:
            block = self._emulator.lines(first, min(_BLOCK, self._last_row + 1 - first))
            rows = whole_lines(block)
            self._found = [*self._found, *matches_in(rows, first, pattern)]
            first += len(rows)
            await asyncio.sleep(0)
        if self._emulator is not None and self._found:
            view = self._emulator.view
            above = bisect_left(self._found, view.offset + view.rows, key=_row_of) - 1
            self._go(max(0, above))
        self._say()
        self.refresh()

    def action_next(self) -> None:
        self._go_on(1)

    def action_previous(self) -> None:
        self._go_on(-1)

    def _go_on(self, by: int) -> None:
        if self._found:
            self._go(((self._current or 0) + by) % len(self._found))
            self._say()
            self.refresh()

    def _go(self, number: int) -> None:
        """Selects a match and brings it into view; what has left the history is passed over."""
        self._current, self._chosen = number, None
        row, start, last, end = self._found[number]
        if self._emulator is not None and last <= self._last_row:
            self._emulator.select((start, row), (end - 1, last))
            self._bring(row)

    def found_in(self, y: int) -> Sequence[tuple[int, int]]:
        """Cells of a row of the view that match, or belong to a match over several rows."""
        if not self._found or self._emulator is None:
            return ()
        row = self._emulator.view.offset + y
        low = bisect_left(self._found, row, key=_last_of)
        found = self._found[low : bisect_right(self._found, row, key=_row_of)]
        return [each.part(row, self._emulator.size[0]) for each in found]
