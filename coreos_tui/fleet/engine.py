"""Keeps one engine read: subscribe, list, and then only what its events name."""

import asyncio
from collections.abc import Collection
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime

from coreos_tui.core import topics
from coreos_tui.core.container import Container
from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.store import Store
from coreos_tui.fleet.releases import keep_releases
from coreos_tui.fleet.retry import Retry
from coreos_tui.fleet.together import first_of
from coreos_tui.fleet.usage import keep_usage
from coreos_tui.transport.engine.api import Engine
from coreos_tui.transport.engine.events import Event, EventStream

RESYNC = 30.0
# With the deadline of a ping, a hung engine is named within three seconds.
PING_EVERY = 0.75
# An engine may list a container as running for a moment after its `die` event (20.10 does). The
# event says for certain that the process has ended, and with which code: that is shown meanwhile.
DOUBT_AGAIN = (0.015, 0.02, 0.025, 0.03, 0.04, 0.06, 0.1, 0.2, 0.4)
_ENDING = frozenset({"die", "cleanup", "stop", "kill"})
_STARTING = frozenset({"start", "restart", "unpause"})


class EngineKeeper:
    """Puts one engine's facts, containers, releases and usage into the store, for ever."""

    def __init__(self, engine: Engine, host: str, store: Store) -> None:
        self.engine = engine
        self._store = store
        self._facts = topics.engine(host, engine.name)
        self._containers = topics.containers(host, engine.name)
        self._usage = topics.usage(host, engine.name)
        self._releases = topics.releases(host, engine.name)
        # Asking costs little, and one waits for it: it is to be seen at once when it is back.
        self._retry = Retry(first=0.25, most=1.0)
        self._changed: set[str] = set()
        self._stirred = asyncio.Event()
        self._last: dict[str, str] = {}
        self._died: dict[str, str] = {}
        self._doubting = asyncio.Event()

    def wake(self, id: str = "") -> None:  # noqa: A002 - the field's own name
        """Something was done to a container (or to the engine): look at once."""
        self._retry.wake()
        if id:
            self._changed.add(id)
            self._stirred.set()

    async def run(self) -> None:
        """Serves until cancelled; every failure is a reading, and is tried again."""
        await self._retry.serve(self._serve, self._failed)

    def _failed(self, error: HopError, again: datetime) -> None:
        self._store.fail(self._facts, error, again)
        self._store.fail(self._containers, error, again)

    async def _serve(self) -> None:
        await self.engine.ping()
        self._store.put(self._facts, await self.engine.facts())
        events = self.engine.events()
        try:
            await events.open()
            self._store.put(self._containers, await self.engine.containers())
            self._retry.succeeded()
            await first_of(
                self._follow(events),
                self._ask_changed(),
                self._settle_doubts(),
                self._resync(),
                self._heartbeat(),
                keep_usage(self.engine, self._store, self._usage),
                keep_releases(self.engine, self._store, self._containers, self._releases),
            )
        finally:
            events.close()

    async def _follow(self, events: EventStream) -> None:
        """Listings are asked for beside it: an engine that is ending a process is slow with them,
        and the event of that end comes meanwhile."""
        async for batch in events:
            for event in batch:
                self._hear(event)
            self._show_ends()
        raise HopError(Hop.ENGINE, "the event stream ended", "It is opened again by itself")

    def _hear(self, event: Event) -> None:
        self._last[event.id] = event.action
        code = event.attributes.get("exitCode", "")
        if event.action == "die" and code.isdigit():
            self._died[event.id] = code
        elif event.action in _STARTING:
            self._died.pop(event.id, None)
        self._changed.add(event.id)
        self._stirred.set()

    async def _ask_changed(self) -> None:
        """One listing at a time, of all that changed during the one before."""
        while True:
            await self._stirred.wait()
            self._stirred.clear()
            changed, self._changed = self._changed, set()
            await self._refresh(changed)
            if self._doubtful():
                self._doubting.set()

    def _show_ends(self) -> None:
        """What is known for certain does not wait for a listing."""
        old = self._store.value(self._containers) or ()
        if any(each.id in self._died and each.state == "running" for each in old):
            self._store.put(self._containers, tuple(map(self._ended, old)))

    async def _settle_doubts(self) -> None:
        """Asks again for what the listing does not show yet, beside the events that go on."""
        while True:
            await self._doubting.wait()
            self._doubting.clear()
            for pause in DOUBT_AGAIN:
                await asyncio.sleep(pause)
                doubtful = self._doubtful()
                if not doubtful:
                    break
                await self._refresh(doubtful)
            if self._died:  # the listing has had its time: what it says now holds
                late = self._died.keys() & self._doubtful()
                self._died.clear()
                await self._refresh(late)

    def _doubtful(self) -> set[str]:
        """Containers whose last event says one thing and whose listing still another."""
        listed = {each.id: each.state for each in self._store.value(self._containers) or ()}
        doubtful = {
            id_
            for id_, action in self._last.items()
            if id_ in self._died or _contradicts(action, listed.get(id_, "gone"))
        }
        self._last = {id_: self._last[id_] for id_ in doubtful}
        return doubtful

    async def _refresh(self, ids: AbstractSet[str]) -> None:
        """Asks for just these containers and lays the answer into the last snapshot."""
        if not ids:
            return
        fresh = {each.id: self._as_it_died(each) for each in await self.engine.containers(ids)}
        for gone in ids - fresh.keys():
            self._died.pop(gone, None)
        old = self._store.value(self._containers) or ()
        self._store.put(self._containers, merged(old, frozenset(ids), fresh))

    def _as_it_died(self, listed: Container) -> Container:
        if listed.id not in self._died:
            return listed
        if listed.state != "running":
            del self._died[listed.id]
        return self._ended(listed)

    def _ended(self, known: Container) -> Container:
        """As the event of its end says it, where the engine has not said so yet."""
        code = self._died.get(known.id)
        if code is None or known.state != "running":
            return known
        return replace(known, state="exited", status=f"Exited ({code}) Less than a second ago")

    async def _resync(self) -> None:
        while True:
            await asyncio.sleep(RESYNC)
            listed = await self.engine.containers()
            self._store.put(self._containers, tuple(map(self._as_it_died, listed)))

    async def _heartbeat(self) -> None:
        while True:
            await asyncio.sleep(PING_EVERY)
            await self.engine.ping()


def _contradicts(action: str, state: str) -> bool:
    if action in ("destroy", "remove"):
        return state != "gone"
    if action in _ENDING:
        return state == "running"
    return action in _STARTING and state in ("exited", "created", "paused")


def merged(
    old: Collection[Container], asked: frozenset[str], fresh: dict[str, Container]
) -> tuple[Container, ...]:
    """The old list with the asked ones as they are now: changed in place, gone, or new in front."""
    known = {each.id for each in old}
    new = tuple(each for id_, each in fresh.items() if id_ not in known)
    kept = tuple(
        fresh.get(each.id, each) for each in old if each.id not in asked or each.id in fresh
    )
    return new + kept
