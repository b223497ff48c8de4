"""The latest reading of everything, and who wants to hear of it. Lives on one event loop."""

import asyncio
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Generic, TypeVar

from coreos_tui.core.errors import HopError
from coreos_tui.core.now import now

V = TypeVar("V")
Watcher = Callable[[frozenset["Topic[Any]"]], None]


@dataclass(frozen=True, slots=True)
class Topic(Generic[V]):
    """What a reading is about, typed by what it holds."""

    kind: str
    host: str = ""
    engine: str = ""
    part: Hashable = ""


@dataclass(frozen=True, slots=True)
class Reading(Generic[V]):
    """The last good value and when it came; the error since, where there is one.

    `since` is when the error began, `again` when the next try comes.
    """

    value: V | None = None
    at: datetime | None = None
    error: HopError | None = None
    since: datetime | None = None
    again: datetime | None = None

    @property
    def stale(self) -> bool:
        return self.error is not None and self.value is not None


class Store:
    """Readings by topic. Changes of one turn of the loop reach each watcher in one call."""

    def __init__(self) -> None:
        self._readings: dict[Topic[Any], Reading[Any]] = {}
        self._watchers: list[Watcher] = []
        self._changed: set[Topic[Any]] = set()
        self._wanted: dict[Topic[Any], frozenset[Any]] = {}
        self._wishers: list[Callable[[Topic[Any]], None]] = []
        self._told = False

    def get(self, topic: Topic[V]) -> Reading[V]:
        """The reading, an empty one where nothing is known yet."""
        return self._readings.get(topic, Reading())

    def value(self, topic: Topic[V]) -> V | None:
        return self.get(topic).value

    def topics(self, kind: str) -> list[Topic[Any]]:
        """All topics of a kind that have a reading, in the order they first came."""
        return [topic for topic in self._readings if topic.kind == kind]

    def put(self, topic: Topic[V], value: V) -> None:
        """A good value: clears the error."""
        old = self._readings.get(topic)
        self._readings[topic] = Reading(value, now())
        if old is None or old.error is not None or old.value != value:
            self._tell(topic)

    def fail(self, topic: Topic[V], error: HopError, again: datetime | None = None) -> None:
        """A failure: the last good value stays and the error is added."""
        old = self._readings.get(topic, Reading())
        since = old.since if old.error is not None else now()
        new = replace(old, error=error, since=since, again=again)
        if new != old or topic not in self._readings:
            self._readings[topic] = new
            self._tell(topic)

    def drop(self, topic: Topic[Any]) -> None:
        """What is gone has no reading."""
        if self._readings.pop(topic, None) is not None:
            self._tell(topic)

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Calls `watcher` with the changed topics; returns what ends the watch."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher) if watcher in self._watchers else None

    def want(self, topic: Topic[Any], ids: frozenset[Any]) -> None:
        """Says which parts of a topic are in view: only those are worth fetching."""
        before = self.wanted(topic)
        self._wanted[topic] = ids
        if ids != before:
            for each in tuple(self._wishers):
                each(topic)

    def wanted(self, topic: Topic[Any]) -> frozenset[Any]:
        return self._wanted.get(topic, frozenset())

    def watch_wants(self, wisher: Callable[[Topic[Any]], None]) -> Callable[[], None]:
        """Calls `wisher` with a topic of which other parts are wanted now; returns what ends it."""
        self._wishers.append(wisher)
        return lambda: self._wishers.remove(wisher) if wisher in self._wishers else None

    def _tell(self, topic: Topic[Any]) -> None:
        self._changed.add(topic)
        if not self._told and self._watchers:
            self._told = True
            asyncio.get_running_loop().call_soon(self._flush)

    def _flush(self) -> None:
        changed, self._changed, self._told = frozenset(self._changed), set(), False
        for watcher in tuple(self._watchers):
            watcher(changed)
