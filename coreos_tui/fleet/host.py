"""Keeps one host read: opens its link, probes it, keeps its engines, and starts over."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from coreos_tui.core import topics
from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.machine import Host
from coreos_tui.core.store import Store, Topic
from coreos_tui.fleet.engine import EngineKeeper
from coreos_tui.fleet.facts import fail_facts, put_facts
from coreos_tui.fleet.retry import Retry
from coreos_tui.fleet.together import end_all, first_of, woken
from coreos_tui.transport.engine.api import Engine
from coreos_tui.transport.link import Link

if TYPE_CHECKING:
    from coreos_tui.transport.probe import Probe

PROBE_EVERY = 30.0
# While somebody looks at units, and never more than a tenth of the time.
UNITS_EVERY, UNITS_SHARE = 3.0, 0.1
PING_EVERY = 3.0
# Where no frame is ever painted, the first look waits no longer.
_LATEST = 2.0


class Probed(NamedTuple):
    """What one look at a host found, and its engines or why one cannot be asked."""

    probe: "Probe"
    engines: tuple[Engine, ...]
    broken: dict[str, HopError]


Open = Callable[[], Awaitable[Link]]
Early = Callable[[], Awaitable[tuple[Engine, ...]]]


class Look(Protocol):
    """Looks at a host once; `rare` and `units` as transport.probe has them."""

    async def __call__(self, link: Link, *, rare: bool, units: bool) -> Probed: ...


class HostKeeper:
    """Puts one host's facts into the store and keeps its engines, for ever.

    `early` knows its engines without a look at it; they are kept at once, and the first look
    waits for `painted`.
    """

    def __init__(
        self,
        host: Host,
        store: Store,
        open_link: Open,
        look: Look,
        early: Early | None = None,
        painted: asyncio.Event | None = None,
    ) -> None:
        self.host = host
        self.link: Link | None = None
        self.engines: dict[str, EngineKeeper] = {}
        self._store = store
        self._open, self._look = open_link, look
        self._early, self._painted = early, painted
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._retry = Retry(first=0.4, most=15.0)
        self._probe_now = asyncio.Event()
        self._rare_due = self._took = 0.0

    def wake(self) -> None:
        """Try again now, or look again now."""
        self._retry.wake()
        self._rare_due = 0.0
        self._probe_now.set()

    async def run(self) -> None:
        """Serves until cancelled; every failure is a reading, and is tried again."""
        await self._retry.serve(self._serve, partial(fail_facts, self._store, self.host.name))

    async def _serve(self) -> None:
        link = self.link = await self._open()
        unheard = self._store.watch_wants(self._wanted)
        self._rare_due = 0.0
        try:
            await self._begin_early()
            await self._probe(link)
            self._retry.succeeded()
            await first_of(self._probing(link), self._heartbeat(link), self._watch(link))
        finally:
            self.link = None
            unheard()
            await self._drop_engines(tuple(self._tasks))
            await link.close()

    async def _begin_early(self) -> None:
        if self._early is None:
            return
        engines = await self._early()
        self._store.put(topics.engines(self.host.name), tuple(each.name for each in engines))
        for engine in engines:
            self._keep(engine)
        if self._painted is not None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._painted.wait(), _LATEST)

    async def _watch(self, link: Link) -> None:
        raise await link.lost()

    async def _heartbeat(self, link: Link) -> None:
        while True:
            await asyncio.sleep(PING_EVERY)
            await link.ping()

    def _wanted(self, topic: Topic[Any]) -> None:
        if topic == topics.units(self.host.name):
            self._probe_now.set()

    @property
    def _units_wanted(self) -> bool:
        return bool(self._store.wanted(topics.units(self.host.name)))

    async def _probing(self, link: Link) -> None:
        while True:
            pause = max(0.0, self._rare_due - time.monotonic())
            if self._units_wanted:
                pause = min(pause, max(UNITS_EVERY, self._took / UNITS_SHARE))
            await woken(self._probe_now, pause)
            if self._units_wanted or time.monotonic() >= self._rare_due:
                await self._probe(link)

    async def _probe(self, link: Link) -> None:
        began, name = time.monotonic(), self.host.name
        rare = began >= self._rare_due
        found = await self._look(link, rare=rare, units=self._units_wanted)
        self._took = time.monotonic() - began
        if rare:
            self._rare_due = began + PROBE_EVERY
        put_facts(self._store, name, found.probe)
        named = tuple(engine.name for engine in found.engines)
        self._store.put(
            topics.engines(name), (*named, *(n for n in found.broken if n not in named))
        )
        await self._drop_engines([n for n in self._tasks if n not in named])
        for engine in found.engines:
            if engine.name not in self._tasks:
                self._keep(engine)
        for engine_name, error in found.broken.items():
            self._store.fail(topics.engine(name, engine_name), error)
            self._store.fail(topics.containers(name, engine_name), error)

    def _keep(self, engine: Engine) -> None:
        keeper = EngineKeeper(engine, self.host.name, self._store)
        self.engines[engine.name] = keeper
        self._tasks[engine.name] = asyncio.ensure_future(keeper.run())

    async def _drop_engines(self, names: list[str] | tuple[str, ...]) -> None:
        await end_all([self._tasks.pop(name) for name in names])
        await asyncio.gather(*(self.engines.pop(name).engine.close() for name in names))

    def engine(self, name: str) -> Engine:
        """The engine to act through. Raises HopError when it cannot be asked now."""
        if name in self.engines:
            return self.engines[name].engine
        error = self._store.get(topics.engine(self.host.name, name)).error
        raise error or HopError(Hop.ENGINE, f"{name} on {self.host.name} is not connected")
