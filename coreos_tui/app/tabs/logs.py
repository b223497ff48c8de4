"""A tab that follows the logs of one container, through its restarts."""

import asyncio
import contextlib
from collections.abc import Callable

from textual.app import ComposeResult

from coreos_tui.core.engine import Ref
from coreos_tui.core.errors import Hop, HopError, in_words
from coreos_tui.transport.engine.api import Engine
from coreos_tui.transport.engine.frames import LogLine
from coreos_tui.ui.logs import Line, LogView
from coreos_tui.ui.prompt import Searching
from coreos_tui.ui.viewer import Tab

TAIL = 1000
AGAIN = 1.0


class LogsTab(Tab):
    """Follows one container's logs; says when it stops, is removed, or the engine is away."""

    def __init__(self, key: str, ref: Ref, engine_of: Callable[[], Engine], lines: int) -> None:
        super().__init__(key, f"logs {ref.name}")
        self.ref = ref
        self._engine_of = engine_of
        self._lines = lines
        self._said = ""
        self._last: float | None = None
        self._job: asyncio.Task[None] | None = None

    def compose(self) -> ComposeResult:
        self.log_view = LogView(lines=self._lines)
        yield Searching(self.log_view)

    def on_mount(self) -> None:
        self._job = asyncio.ensure_future(self._run())
        self.set_timer(1.5, self._say_if_silent)

    def _say_if_silent(self) -> None:
        if not len(self.log_view.ring):
            self._say(self.mark, f"{self.ref.name} has written nothing yet")

    def shut(self) -> None:
        if self._job is not None:
            self._job.cancel()

    async def _run(self) -> None:
        while True:
            try:
                await self._follow()
                self._say("○", f"{self.ref.name} has stopped; its logs go on when it starts again")
            except asyncio.CancelledError:
                raise
            except Exception as error:
                hop = in_words(error)
                self._say("✕", hop.sentence)
                if hop.hop is Hop.CONTAINER:
                    return
            await asyncio.sleep(AGAIN)

    async def _follow(self) -> None:
        """Reads until the stream ends. After the first time only what came since."""
        engine = self._engine_of()
        first = self._last is None
        stream = await engine.logs(
            self.ref.id, tail=TAIL if first else None, follow=True, since=self._last
        )
        self._last = self._last or 0.0
        seen = self._last
        if first:
            self.tell(mark="●")
        try:
            async for batch in stream:
                lines = [
                    _line(each) for each in batch if each.at is None or each.at.timestamp() > seen
                ]
                if lines:
                    self._said = ""
                    self.tell(mark="●")
                    self._last = max(
                        (each.at.timestamp() for each in lines if each.at), default=self._last
                    )
                    self.log_view.append(lines)
        finally:
            stream.close()

    def _say(self, mark: str, sentence: str) -> None:
        """A line of our own in the log, once until something else happens."""
        if sentence != self._said:
            self._said = sentence
            self.log_view.note(sentence)
        self.tell(mark=mark)

    def on_log_view_changed(self, event: LogView.Changed) -> None:
        event.stop()
        self.tell(state=event.state)

    async def on_log_view_older_wanted(self, event: LogView.OlderWanted) -> None:
        event.stop()
        ring = self.log_view.ring
        oldest = next((each.at for each in ring.since(ring.first, 50) if each.at), None)
        if oldest is not None and not ring.full:
            with contextlib.suppress(HopError):
                await self._load_before(oldest.timestamp())

    async def _load_before(self, until: float) -> None:
        stream = await self._engine_of().logs(self.ref.id, tail=TAIL, follow=False, until=until)
        older: list[Line] = []
        try:
            async for batch in stream:
                older += [
                    _line(each)
                    for each in batch
                    if each.at is not None and each.at.timestamp() < until
                ]
        finally:
            stream.close()
        self.log_view.prepend(older)


def _line(each: LogLine) -> Line:
    return Line(each.text, each.at, "err" if each.stream == "err" else "out")
