"""Searching in a log view, slice by slice between frames, and leaving lines out by it."""

import asyncio
from time import monotonic

from textual.worker import Worker

from coreos_tui.ui.logs.rows import Rows
from coreos_tui.ui.logs.search import SLICE, Mode, Search
from coreos_tui.ui.logs.surface import Surface
from coreos_tui.ui.prompt import SearchWanted

_CONTEXTS = (0, 2, 5)


class Finding(Surface):
    """A log that can be searched. Lines that come later are searched as they come."""

    _search: Search | None = None
    _mode: Mode = "all"
    _around = 0
    _seeking = False
    _scanning: Search | None = None

    def _tell(self) -> None:
        """Says what is to be read in the status line now."""
        raise NotImplementedError

    def search(self, text: str) -> None:
        """Searches by a regular expression from now on; an empty text ends it."""
        self._current, self._seeking = None, bool(text)
        if not text:
            self._mode = "all"
        self._scan_anew(text)
        self._tell()

    def _scan_anew(self, text: str) -> None:
        self._search = Search(text, self.ring.first) if text else None
        self._pattern = self._search.pattern if self._search else None
        self._rebuild()

    def _cut(self, end: int) -> None:
        super()._cut(end)
        if self._search is not None:
            self._search.cut(end)

    def _new_rows(self) -> Rows:
        if self._search is None or self._mode == "all":
            return super()._new_rows()
        return Rows(self.ring.first, self.ring.first, [], self._height_of)

    def _take_in(self) -> None:
        search = self._search
        if search is None:
            return super()._take_in()
        search.drop(self.ring.first)
        if self.ring.end - search.scanned > SLICE:
            self._scan_beside(search)
        elif self._scanning is not search:
            search.scan(self.ring.since(search.scanned, SLICE))
            self._first_hit(search)
        return self._show_scanned(search)

    def _show_scanned(self, search: Search) -> None:
        rows = self._rows
        if self._mode == "all":
            rows.extend(self.ring.end)
            return
        shown = search.shown(rows.end, search.scanned, rows.next_choice, self._mode, self._around)
        rows.extend(search.scanned, shown)

    def _scan_beside(self, search: Search) -> None:
        if self._scanning is not search:
            self._scanning = search
            self._worker: Worker[None] = self.run_worker(
                self._scan_on, group="scan", exclusive=True
            )

    async def _scan_on(self) -> None:
        """The rest, slice by slice; keys and frames have their turn in between."""
        search = self._scanning
        while search is not None and search is self._search and search.scanned < self.ring.end:
            search.drop(self.ring.first)
            search.scan(self.ring.since(search.scanned, SLICE))
            if monotonic() - self._drawn_at > 0.1:
                self._show_now(search)
            await asyncio.sleep(0.001)
        if search is not None and search is self._search:
            self._scanning = None
            self._show_now(search)
            self._first_hit(search)

    def _show_now(self, search: Search) -> None:
        gone = self._rows.drop(self.ring.first)
        self._show_scanned(search)
        self._settle(gone)

    def _first_hit(self, search: Search) -> None:
        """Goes to the match nearest above what is in view, once all is scanned."""
        if self._seeking and search.scanned >= self.ring.end:
            self._seeking = False
            below = self.ring.end if self._following else self._in_view[1] + 1
            hit = search.next_hit(below, -1)
            if hit is not None:
                self.call_later(self._go_to, hit)

    def _go_to(self, number: int) -> None:
        self._mark_current(number)
        first, last = self._in_view
        if not first <= number <= last:
            self._following = False
            row = self._rows.row_of(number) + self._head
            self.scroll_to(y=max(0, row - self.size.height // 2), animate=False, force=True)
        self._tell()

    def _mark_current(self, number: int | None) -> None:
        for each in (self._current, number):
            if each is not None:
                self._strips.pop(each, None)
        self._current = number
        self.refresh()

    def _step(self, step: int) -> None:
        if self._search is None:
            return
        here = self._current if self._current is not None else self._in_view[1]
        hit = self._search.next_hit(here, step)
        if hit is not None:
            self._go_to(hit)

    def action_next(self) -> None:
        self._step(1)

    def action_previous(self) -> None:
        self._step(-1)

    def action_search(self) -> None:
        self.post_message(SearchWanted(self, self._search.text if self._search else ""))

    def _toggle(self, mode: Mode) -> None:
        if self._search is None:
            self.action_search()
            return
        self._mode = "all" if self._mode == mode else mode
        self._rebuild()

    def action_without(self) -> None:
        self._toggle("without")

    def action_only(self) -> None:
        self._toggle("only")

    def action_context(self) -> None:
        self._around = _CONTEXTS[(_CONTEXTS.index(self._around) + 1) % len(_CONTEXTS)]
        self._rebuild()
