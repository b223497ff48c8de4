"""A tab in which all logs of a host are one, on the clock of that host."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from coreos_tui.app.tabs.logs import LogsTab
from coreos_tui.core.errors import HopError
from coreos_tui.core.log import LogSource
from coreos_tui.core.now import now
from coreos_tui.core.text import count

_SAME = 0.05


class TimelineTab(LogsTab):
    """Merged by time; says first how far the host's clock is from ours."""

    def __init__(
        self,
        host: str,
        sources: Sequence[LogSource],
        lines: int,
        skew: Callable[[], Awaitable[float]],
        left: int = 0,
    ) -> None:
        super().__init__(f"timeline {host}", f"timeline {host}", sources, lines)
        self._host, self._skew, self._left = host, skew, left
        self._asking: asyncio.Task[None] | None = None

    def on_mount(self) -> None:
        self._asking = asyncio.ensure_future(self._say_skew())

    async def _say_skew(self) -> None:
        try:
            seconds = await self._skew()
            sentence = skew_words(self._host, seconds)
            if abs(seconds) >= _SAME:
                self.title += f" (its clock {seconds:+.1f} s)"
        except HopError as error:
            sentence = error.sentence
        if self._left > 0:
            sentence += f" {count(self._left, 'container')} more are left out."
        self.log_view.note(sentence, now())

    def on_unmount(self) -> None:
        if self._asking is not None:
            self._asking.cancel()


def skew_words(host: str, seconds: float) -> str:
    """How far a clock is from ours: positive is ahead."""
    if abs(seconds) < _SAME:
        return f"The clocks of {host} and of this workstation agree."
    way = "ahead of" if seconds > 0 else "behind"
    return (
        f"The clock of {host} is {abs(seconds):.1f} s {way} this workstation's; "
        "times here are its own."
    )
