"""One log or several as one: the newest lines, what comes, and what was before."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence

from coreos_tui.app.tabs.follower import INSTANT, Follower, page
from coreos_tui.app.tabs.merging import Merging, in_order, merged_page, named
from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.log import Line, LineStream, LogSource
from coreos_tui.fleet.together import end_all
from coreos_tui.ui.logs import Span

LONGEST = 16 << 20
_HEAD = 1024
_PATIENCE = 3.0
_WHOLE = 20.0
_EVERY = 0.1
Take = Callable[[Sequence[Line]], None]
Tell = Callable[[str, str], None]
Page = tuple[list[Line], bool]


class Sources:
    """Gives lines to `take` in the order of their times; tells a mark and what happened.

    `left_out`: the seconds of which no line was read, since what comes is more than can be.
    """

    def __init__(self, sources: Sequence[LogSource], take: Take, tell: Tell) -> None:
        self.all = tuple(sources)
        self._take, self._tell = take, tell
        self.left_out = 0.0
        self._since: dict[LogSource, float | None] = {}
        self._marks: dict[LogSource, str] = {}

    @property
    def several(self) -> bool:
        return len(self.all) > 1

    @property
    def names(self) -> str:
        """`web`, or `web and 2 more`."""
        more = f" and {len(self.all) - 1} more" if self.several else ""
        return f"{self.all[0].name}{more}"

    async def follow(self, span: Span) -> None:
        """From the last lines of a span of time on; returns when all are gone for ever."""
        self._marks.clear()
        self.left_out = 0.0
        for source in self.all:
            self._since[source] = await _since(source, span)
        if self.several:
            await self._follow_several()
        else:
            follower = Follower(self.all[0], self._take, self._tell, self._leave_out)
            await follower.run(self._since[self.all[0]])

    async def _follow_several(self) -> None:
        merging = Merging()
        pages = await self._pages(())
        self._take(merged_page([each for each in pages if each])[0])
        jobs = []
        for source, first in zip(self.all, pages, strict=True):
            # One that is late or broken says why itself; what it wrote before is read on demand.
            since = self._since[source] if first else time.time()
            take, tell = _taker(merging, source), self._teller(source)
            follower = Follower(source, take, tell, self._leave_out)
            jobs.append(follower.run(since, first[0] if first else ()))
        tasks = [asyncio.ensure_future(job) for job in (*jobs, self._flush(merging))]
        try:
            await asyncio.gather(*tasks[:-1])
        finally:
            await end_all(tasks)

    async def _flush(self, merging: Merging) -> None:
        while True:
            await asyncio.sleep(_EVERY)
            if lines := merging.due(time.monotonic()):
                self._take(lines)

    def _leave_out(self, seconds: float) -> None:
        self.left_out += seconds

    def _teller(self, source: LogSource) -> Tell:
        def tell(mark: str, sentence: str) -> None:
            self._marks[source] = mark
            best = min(self._marks.values(), key="●○✕".find)
            about = sentence if source.name in sentence else f"{source.name}: {sentence}"
            self._tell(best, about if sentence else "")

        return tell

    async def older(self, oldest: Sequence[Line]) -> Page:
        """Lines before the oldest ones, which are of one moment; whether those are the first.

        Raises HopError where there is one log, and that cannot be read.
        """
        if not self.several:
            return await page(self.all[0], oldest, self._since.get(self.all[0]))
        return merged_page([each for each in await self._pages(oldest) if each])

    async def everything(self) -> AsyncIterator[list[Line]]:
        """All lines of the span, in order, up to now. Raises HopError."""
        until = time.time()
        streams: dict[LineStream, str] = {}
        try:
            for source in self.all:
                since = self._since.get(source)
                stream = await source.read(since=since, until=until, longest=LONGEST)
                streams[stream] = source.name if self.several else ""
            async for batch in in_order(streams):
                yield batch
        finally:
            for stream in streams:
                stream.close()

    async def whole(self, line: Line) -> Line:
        """A line that was cut, asked for again: 16 MiB of it at most. Raises HopError."""
        head = line.text[:_HEAD]
        for source in self.all:
            if line.at is None or line.source not in ("", source.name):
                continue
            start, end = line.at.timestamp() - INSTANT, line.at.timestamp() + INSTANT
            stream = await source.read(since=start, until=end, longest=LONGEST)
            try:
                async with asyncio.timeout(_WHOLE):
                    async for batch in stream:
                        for each in batch:
                            if each.at == line.at and each.text.startswith(head):
                                return each
            except TimeoutError:
                raise HopError(Hop.ENGINE, f"{source.name}: the line did not come") from None
            finally:
                stream.close()
        return line

    async def _pages(self, oldest: Sequence[Line]) -> list[Page | None]:
        async def asked(source: LogSource) -> Page | None:
            try:
                async with asyncio.timeout(_PATIENCE):
                    lines, done = await page(source, oldest, self._since[source])
            except (HopError, TimeoutError):
                return None
            return [named(line, source.name) for line in lines], done

        return list(await asyncio.gather(*map(asked, self.all)))


def _taker(merging: Merging, source: LogSource) -> Take:
    return lambda lines: merging.take(
        [named(each, source.name) for each in lines], time.monotonic()
    )


async def _since(source: LogSource, span: Span) -> float | None:
    if span is not Span.START:
        return time.time() - span.seconds if span.seconds else None
    try:
        return (await source.standing()).began
    except HopError:
        return None  # it says why itself when it is followed
