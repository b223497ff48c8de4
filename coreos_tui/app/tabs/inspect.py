"""A tab with what an engine or a host says, folded and searchable, secrets masked."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from textual.app import ComposeResult

from coreos_tui.core.errors import in_words
from coreos_tui.ui.document import Document
from coreos_tui.ui.prompt import Searching
from coreos_tui.ui.viewer import Tab

Ask = Callable[[], Awaitable[Any]]


class InspectTab(Tab):
    """Asks once and shows the answer: a JSON value, or text."""

    def __init__(self, key: str, title: str, ask: Ask) -> None:
        super().__init__(key, title)
        self._ask = ask
        self._job: asyncio.Task[None] | None = None

    def compose(self) -> ComposeResult:
        self.document = Document()
        yield Searching(self.document)

    def on_mount(self) -> None:
        self._job = asyncio.ensure_future(self._load())

    def shut(self) -> None:
        if self._job is not None:
            self._job.cancel()

    async def _load(self) -> None:
        self.tell(mark="◌", state="asking …")
        try:
            answer = await self._ask()
        except Exception as error:
            self.document.show_text(in_words(error).sentence)
            self.tell(mark="✕", state="")
            return
        if isinstance(answer, str):
            self.document.show_text(answer)
        else:
            self.document.show_value(answer)
        self.tell(mark="≡", state=self.document.state_text)

    def on_document_changed(self, event: Document.Changed) -> None:
        event.stop()
        self.tell(state=event.state)
