"""What happens to an engine's containers, as a log of any kind."""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Self

from coreos_tui.core.log import Line, Standing
from coreos_tui.transport.engine.api import Engine
from coreos_tui.transport.engine.events import Event, EventStream

# Docker remembers its last 256 events, Podman all of them.
BACK = 24 * 3600.0
_TOLD = ("exitCode", "signal", "image")


class EngineEvents:
    """A `LogSource`. `engine_of` gives the engine, or raises HopError while there is none."""

    def __init__(self, name: str, engine_of: Callable[[], Engine]) -> None:
        self._name, self._engine_of = name, engine_of

    @property
    def name(self) -> str:
        return self._name

    async def read(
        self,
        *,
        tail: int | None = None,
        since: float | None = None,
        until: float | None = None,
        follow: bool = False,
        longest: int = 0,  # noqa: ARG002 - events are short
    ) -> "EventLines":
        """GET /events; at most a day back."""
        moment = time.time()
        start = moment - BACK if since is None else since
        end = until if until is not None else None if follow else moment
        stream = self._engine_of().events(start, end)
        await stream.open()
        return EventLines(stream, None if follow else tail)

    async def standing(self) -> Standing:
        """An engine that can be asked runs; since when it does not say."""
        await self._engine_of().ping()
        return Standing(True)


class EventLines:
    """Events as lines: of those that are over already the last `tail`."""

    def __init__(self, stream: EventStream, tail: int | None) -> None:
        self._stream, self._tail = stream, tail

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Sequence[Line]:
        if self._tail is None:
            return [line_of(each) for each in await anext(self._stream)]
        gathered = [event async for batch in self._stream for event in batch]
        if not gathered:
            raise StopAsyncIteration
        return [line_of(each) for each in gathered[-self._tail :]]

    def close(self) -> None:
        self._stream.close()


def line_of(event: Event) -> Line:
    """`die web (exitCode 3)` with the engine's time."""
    told = [f"{key} {event.attributes[key]}" for key in _TOLD if event.attributes.get(key)]
    text = f"{event.action} {event.name or event.id[:12]}"
    if told:
        text = f"{text} ({', '.join(told)})"
    second, rest = divmod(event.time_nano, 1_000_000_000)
    at = datetime.fromtimestamp(second, UTC).replace(microsecond=rest // 1000) if second else None
    return Line(text.encode("utf-8", "replace"), at)
