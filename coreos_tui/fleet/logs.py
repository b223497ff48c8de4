"""A container's log as a log of any kind, through whatever engine it has at the moment."""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from coreos_tui.core.engine import Ref
from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.log import Line, LineStream, Standing
from coreos_tui.transport.engine.api import Engine

_NEVER = 1970
_DEEPEST = 1 << 24
_NOT_READ = ("does not support reading", "cannot read logs", "not logging output")


class Held:
    """A `LineStream` of lines that are at hand."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines

    def __aiter__(self) -> "Held":
        return self

    async def __anext__(self) -> Sequence[Line]:
        lines, self._lines = self._lines, ()
        if not lines:
            raise StopAsyncIteration
        return lines

    def close(self) -> None:
        self._lines = ()


class ContainerLog:
    """A `LogSource`. `engine_of` gives the engine, or raises HopError while there is none."""

    def __init__(self, ref: Ref, engine_of: Callable[[], Engine]) -> None:
        self.ref = ref
        self._engine_of = engine_of
        self._depth = 0

    @property
    def name(self) -> str:
        return self.ref.name

    async def read(
        self,
        *,
        tail: int | None = None,
        since: float | None = None,
        until: float | None = None,
        follow: bool = False,
        longest: int = 0,
    ) -> LineStream:
        """GET /containers/{id}/logs. Names the log driver where that cannot be read."""
        try:
            if tail is not None and until is not None and not follow:
                return Held(await self._last_before(tail, since, until, longest))
            return await self._engine_of().logs(
                self.ref.id, tail=tail, since=since, until=until, follow=follow, longest=longest
            )
        except HopError as error:
            if any(each in error.said for each in _NOT_READ):
                raise self._unreadable(await self._inspected("HostConfig")) from None
            raise

    async def _last_before(
        self, tail: int, since: float | None, until: float, longest: int
    ) -> list[Line]:
        """The last lines up to a time: engines count them from the end of the log, not from there.

        So it asks for more and more, until there are enough or there is no more to be had.
        """
        depth, before = max(tail, self._depth), 0
        while True:
            found, count = deque[Line](maxlen=tail), 0
            stream = await self._engine_of().logs(
                self.ref.id, tail=depth, since=since, until=until, longest=longest
            )
            async with stream:
                async for batch in stream:
                    found.extend(batch)
                    count += len(batch)
            if count >= tail or depth >= _DEEPEST or 0 < count == before:
                self._depth = depth
                return list(found)
            before = count
            depth += tail if count else depth

    def _unreadable(self, config: Mapping[str, object]) -> HopError:
        driver = config.get("LogConfig")
        kind = driver.get("Type") if isinstance(driver, Mapping) else ""
        said = f"{self.name} logs with the driver {kind or 'that it has'}, which cannot be read"
        return HopError(Hop.CONTAINER, said, "Drivers that can: local, json-file, journald")

    async def standing(self) -> Standing:
        """As `State` of GET /containers/{id}/json has it."""
        state = await self._inspected("State")
        running = bool(state.get("Running"))
        code = state.get("ExitCode")
        words = f"exit code {code}" if not running and isinstance(code, int) else ""
        return Standing(running, _seconds(state.get("StartedAt")), words)

    async def _inspected(self, part: str) -> Mapping[str, object]:
        found = (await self._engine_of().inspect(self.ref.id)).get(part)
        return found if isinstance(found, Mapping) else {}


def _seconds(stamp: object) -> float | None:
    """An engine's RFC 3339 time as seconds since 1970; None where it means never."""
    try:
        at = datetime.fromisoformat(str(stamp))
    except ValueError:
        return None
    if at.year <= _NEVER:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
