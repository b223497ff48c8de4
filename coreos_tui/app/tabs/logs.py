"""A tab that follows one log, or several merged by time, through all that happens to them."""

import asyncio
from collections.abc import Sequence
from functools import partial

from textual.app import ComposeResult

from coreos_tui.app.tabs.saving import save
from coreos_tui.app.tabs.sources import Sources
from coreos_tui.core.errors import HopError
from coreos_tui.core.log import Line, LogSource
from coreos_tui.core.now import now
from coreos_tui.ui.logs import LogView, Span
from coreos_tui.ui.prompt import Searching
from coreos_tui.ui.viewer import Tab

_SILENT = 1.5


class LogsTab(Tab):
    """Opens at the end at once; says when a log stops, is removed, or cannot be read."""

    def __init__(self, key: str, title: str, sources: Sequence[LogSource], lines: int) -> None:
        super().__init__(key, title)
        self.sources = Sources(sources, self._take, self._say)
        self._held = lines
        self._silent = True
        self._job: asyncio.Task[None] | None = None
        self._paging: asyncio.Task[None] | None = None
        self._saving: asyncio.Task[None] | None = None

    def compose(self) -> ComposeResult:
        self.log_view = LogView(lines=self._held, reloads=True)
        self._follow(Span.ALL)  # now: its last lines come while it is mounted
        yield Searching(self.log_view)

    def shut(self) -> None:
        for task in (self._job, self._paging, self._saving):
            if task is not None:
                task.cancel()

    def _follow(self, span: Span) -> None:
        self.shut()  # what is saved or loaded is of another span
        self._silent = True
        self._job = asyncio.ensure_future(self.sources.follow(span))

    def _say_if_silent(self) -> None:
        if not len(self.log_view.ring):
            span = self.log_view.span
            self._say(self.mark, f"{self.sources.names} has written nothing {span.since or 'yet'}")

    def _take(self, lines: Sequence[Line]) -> None:
        if self.sources.several:
            self.log_view.merge(lines)
        else:
            self.log_view.append(lines)

    def _say(self, mark: str, sentence: str) -> None:
        """A line of our own in the log, where there is something to say."""
        if self._silent and mark == "●":  # the log is open; its first lines come at once
            self._silent = False
            self.set_timer(_SILENT, self._say_if_silent)
        if sentence:
            self.log_view.note(sentence, now())
        self.tell(mark=mark)
        if self.sources.left_out and self._saving is None:
            self.tell(state=self._state)

    @property
    def _state(self) -> str:
        """The note that lines were left out goes by with the others; here it stays."""
        state, left = self.log_view.state_text, self.sources.left_out
        return f"{state} · {left:.0f} s left out" if left else state

    def on_log_view_changed(self, event: LogView.Changed) -> None:
        event.stop()
        if self._saving is None:
            self.tell(state=self._state)

    def on_log_view_span_wanted(self, event: LogView.SpanWanted) -> None:
        event.stop()
        self._follow(event.span)

    def on_log_view_open_wanted(self, event: LogView.OpenWanted) -> None:
        event.whole = partial(self.sources.whole, event.line)

    def on_log_view_older_wanted(self, event: LogView.OlderWanted) -> None:
        event.stop()
        if self.log_view.ring.oldest:
            self._paging = asyncio.ensure_future(self._load_older())

    async def _load_older(self) -> None:
        try:
            lines, first = await self.sources.older(self.log_view.ring.oldest)
        except HopError as error:
            self._say(self.mark, error.sentence)
            lines, first = [], False
        self.log_view.prepend(lines, first=first)

    def on_log_view_save_wanted(self, event: LogView.SaveWanted) -> None:
        event.stop()
        if self._saving is not None:
            self._saving.cancel()
        else:
            self._saving = asyncio.ensure_future(self._save())

    async def _save(self) -> None:
        sentence = "saving was stopped: no file was left"
        try:
            told = lambda state: self.tell(state=state)  # noqa: E731
            sentence = await save(self.title, self.sources.everything(), told)
        except HopError as error:
            sentence = error.sentence
        finally:
            self._saving = None
            if self.is_attached:
                self.tell(state=self._state)
                self._say(self.mark, sentence)
