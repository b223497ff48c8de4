"""A tab in which one Vagrant command runs."""

import asyncio
from collections.abc import Callable

from textual.app import ComposeResult

from coreos_tui.app.tabs.saving import save_held
from coreos_tui.core.errors import in_words
from coreos_tui.core.log import Line
from coreos_tui.core.now import now
from coreos_tui.transport.vagrant import VagrantRun
from coreos_tui.ui.logs import LogView
from coreos_tui.ui.prompt import Searching
from coreos_tui.ui.viewer import Tab

Start = Callable[[], VagrantRun]


class VagrantTab(Tab):
    """Streams the command's output; closing the tab cancels the command."""

    def __init__(self, key: str, title: str, start: Start, done: Callable[[], None]) -> None:
        super().__init__(key, title)
        self._start, self._done = start, done
        self._run: VagrantRun | None = None
        self._job: asyncio.Task[None] | None = None

    def compose(self) -> ComposeResult:
        self.log_view = LogView()
        self.log_view.has_spans = False
        yield Searching(self.log_view)

    def on_mount(self) -> None:
        self._job = asyncio.ensure_future(self._follow())

    @property
    def running(self) -> bool:
        """Whether the command is still at work."""
        return self._job is not None and not self._job.done()

    def shut(self) -> None:
        if self._run is not None and self.running:
            self._run.cancel()

    async def _follow(self) -> None:
        self.tell(mark="◐", state="x on this line cancels")
        try:
            self._run = run = self._start()
            async for line in run:
                if self.is_attached:
                    self.log_view.append([Line(line, now(), "")])
            code = await run.wait()
        except Exception as error:
            self._end("✕", in_words(error).sentence)
        else:
            words = "done" if code == 0 else f"{self.title} failed with code {code}"
            self._end("✓" if code == 0 else "✕", words)
        finally:
            self._done()

    def _end(self, mark: str, sentence: str) -> None:
        if self.is_attached:
            self.log_view.note(sentence)
            self.tell(mark=mark, state=sentence)

    async def on_log_view_save_wanted(self, event: LogView.SaveWanted) -> None:
        event.stop()
        await save_held(self.title, self.log_view)
