"""What happens to an engine's containers, in batches, as it happens.

Source: GET /events of the Docker Engine API; Podman sends the same with actions of its own.
"""

import asyncio
import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.sanitize import clean
from coreos_tui.transport.engine.calls import Calls
from coreos_tui.transport.http.wire import Body

# In a storm there is a batch so often (seconds); so many may come at once before that.
GATHER = 0.05
AT_ONCE = 8
_LONGEST = 1 << 20
_MOST = 10_000
_OVER = HopError(Hop.ENGINE, "these were all of its events")
_NOISE = ("exec", "top", "archive-path", "resize", "attach", "detach", "copy")


@dataclass(frozen=True, slots=True)
class Event:
    """One event of one container; `time_nano` counts from 1970 and is 0 where nobody said."""

    action: str
    id: str
    name: str = ""
    time_nano: int = 0
    attributes: Mapping[str, str] = field(default_factory=dict, compare=False)


def parse_event(raw: object) -> Event | None:
    """One event, or None for what changes no row: execs, attachments, things without an id."""
    if not isinstance(raw, Mapping):
        return None
    actor = raw.get("Actor")
    actor = actor if isinstance(actor, Mapping) else {}
    action = str(raw.get("Action") or raw.get("status") or "")
    id_ = re.sub(r"[^0-9a-f]", "", str(actor.get("ID") or raw.get("id") or ""))
    if not id_ or not action or _noisy(action) or raw.get("Type", "container") != "container":
        return None
    pairs = actor.get("Attributes")
    pairs = pairs if isinstance(pairs, Mapping) else {}
    attributes = {clean(str(k)): clean(str(v)) for k, v in pairs.items()}
    return Event(clean(action), id_, attributes.get("name", ""), _nano(raw), attributes)


def _noisy(action: str) -> bool:
    # `exec_create: sh -c …`: the command stands behind a colon, health checks do nothing else.
    return action.partition(":")[0].startswith(_NOISE)


def _nano(raw: Mapping[str, Any]) -> int:
    for name, factor in (("timeNano", 1), ("time", 1_000_000_000)):
        value = raw.get(name)
        if isinstance(value, int) and value > 0:
            return value * factor
    return 0


class EventStream:
    """Batches of events: at once while there are few, in a storm everything of 50 ms together.

    Use as `async with engine.events() as stream` and iterate: inside, the engine has subscribed,
    so a list asked for now misses nothing. The iteration ends after `close`, or at `until`; it
    raises HopError where the engine ends the stream before.
    """

    def __init__(self, calls: Calls, since: float | None, until: float | None = None) -> None:
        self._calls = calls
        self._since, self._until = since, until
        self._body: Body | None = None
        self._pump: asyncio.Task[None] | None = None
        self._came: list[Event] = []
        self._news = asyncio.Event()
        self._error: HopError | None = None
        self._closed = False
        self._due = 0.0

    async def open(self) -> None:
        """Subscribes; returns when the engine has. Raises HopError."""
        query = {
            "filters": '{"type":["container"]}',
            "since": None if self._since is None else f"{self._since:.9f}",
            "until": None if self._until is None else f"{self._until:.9f}",
        }
        self._body = await self._calls.stream("/events", query)
        self._pump = asyncio.create_task(self._gather(self._body))

    def close(self) -> None:
        self._closed = True
        if self._body is not None:
            self._body.close()
        if self._pump is not None:
            self._pump.cancel()
        self._news.set()

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> tuple[Event, ...]:
        await self._news.wait()
        early = self._due - AT_ONCE * GATHER - time.monotonic()
        if self._came and early > 0 and not self._closed:
            await asyncio.sleep(early)
        if self._closed:
            raise StopAsyncIteration
        if not self._came and self._until is not None and self._error is _OVER:
            raise StopAsyncIteration
        if not self._came:
            raise self._error or HopError(Hop.ENGINE, f"{self._calls.name} ended its events")
        batch = tuple(self._came)
        self._came.clear()
        if self._error is None:
            self._news.clear()
        self._due = max(self._due, time.monotonic()) + GATHER
        return batch

    async def _gather(self, body: Body) -> None:
        """Runs beside the reader, so that what comes while a batch is handled joins the next."""
        rest = b""
        try:
            while data := await body.read():
                *lines, rest = (rest + data).split(b"\n")
                if len(rest) > _LONGEST:
                    break
                self._came += (e for e in map(_parsed, lines) if e is not None)
                # Whoever does not read lists anew afterwards; the names would be the same.
                del self._came[: max(0, len(self._came) - _MOST)]
                if self._came:
                    self._news.set()
            self._error = (
                _OVER
                if self._until is not None
                else HopError(
                    Hop.ENGINE, f"{self._calls.name} ended its events", "It may be restarting"
                )
            )
        except HopError as error:
            self._error = error
        finally:
            body.close()
            self._news.set()


def _parsed(line: bytes) -> Event | None:
    try:
        return parse_event(json.loads(line)) if line.strip(b"\x1e \r") else None
    except (ValueError, RecursionError):
        return None
