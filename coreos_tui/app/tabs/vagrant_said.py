"""What Vagrant has said of a machine, as a log that can be merged with the machine's own."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Self

from coreos_tui.app.tabs.vagrant import VagrantTab
from coreos_tui.core.errors import HopError
from coreos_tui.core.log import Line, Standing
from coreos_tui.ui.logs.ring import Ring

_EVERY = 0.3


class VagrantSaid:
    """A `LogSource` over an open tab. Its lines have our times: `skew` puts them on the clock of
    the machine.
    """

    name = "vagrant"

    def __init__(self, tab: VagrantTab, skew: Callable[[], Awaitable[float]]) -> None:
        self._tab, self._skew = tab, skew

    async def read(
        self,
        *,
        tail: int | None = None,
        since: float | None = None,
        until: float | None = None,
        follow: bool = False,
        longest: int = 0,  # noqa: ARG002 - they are as long as they are
    ) -> "SaidLines":
        """The lines of the tab; those that are still to come where the log is followed."""
        try:
            shift = timedelta(seconds=await self._skew())
        except HopError:
            shift = timedelta()  # a machine that is away has no clock to go by
        return SaidLines(lambda: self._tab.log_view.ring, shift, (since, until), tail, follow)

    async def standing(self) -> Standing:
        return Standing(self._tab.running)


class SaidLines:
    """Lines of a ring with their times moved; looks for new ones while it is followed."""

    def __init__(
        self,
        ring_of: Callable[[], Ring],
        shift: timedelta,
        between: tuple[float | None, float | None],
        tail: int | None,
        follow: bool,
    ) -> None:
        self._ring_of, self._shift, self._between = ring_of, shift, between
        self._tail, self._follow = tail, follow
        self._seen: int | None = None
        self._closed = False

    def close(self) -> None:
        self._closed = True

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Sequence[Line]:
        first = self._seen is None
        if not first and self._follow and not self._closed:
            await asyncio.sleep(_EVERY)
        if self._closed or not (first or self._follow):
            raise StopAsyncIteration
        ring = self._ring_of()
        start, self._seen = self._seen or ring.first, ring.end
        found = [self._moved(line) for line in ring.since(start, len(ring)) if line.at is not None]
        found = [line for line in found if self._wanted(line)]
        return found[-self._tail :] if first and self._tail else found

    def _moved(self, line: Line) -> Line:
        return line._replace(stamp=line.at + self._shift) if line.at is not None else line

    def _wanted(self, line: Line) -> bool:
        since, until = self._between
        moment = line.at.timestamp() if line.at is not None else 0.0
        return (since is None or moment >= since) and (until is None or moment <= until)
