"""What containers use, from the engine's counters.

Source: GET /containers/{id}/stats of the Docker Engine API. `one-shot` (API 1.41) answers with
the latest sample and without the one before it, so the one before is kept here.
"""

import asyncio
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from coreos_tui.core.engine import Usage
from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.log import moment
from coreos_tui.transport.blocking import in_thread
from coreos_tui.transport.engine.calls import Calls
from coreos_tui.transport.engine.cgroups import Cgroups

_ONE_SHOT = (1, 41)
# Engines before 25 answer a one-shot after a second, so that few at a time would take long.
_AT_ONCE = 40
_DEADLINE = 5.0


class _Sample(NamedTuple):
    at: datetime
    cpu: int
    percent: float | None


class Usages:
    """The last sample of each container, and what it means together with the next one."""

    def __init__(self, calls: Calls, *, local: bool = False) -> None:
        self._calls = calls
        self._cgroups = Cgroups() if local else None
        self._gate = asyncio.Semaphore(_AT_ONCE)
        self._last: dict[str, _Sample] = {}

    async def ask(self, id_: str, deadline: float) -> Usage:
        """What a container uses now; `cpu` is None the first time. Raises HopError."""
        query: dict[str, object] = {"stream": "false"}
        if self._calls.version and self._calls.version >= _ONE_SHOT:
            query["one-shot"] = "true"
        raw = await self._calls.get(f"/containers/{id_}/stats", query, deadline=deadline)
        return self.parse(id_, raw if isinstance(raw, Mapping) else {})

    async def all(self, ids: Collection[str]) -> dict[str, Usage]:
        """What each uses now, without those that have just ended. Raises HopError."""
        found: dict[str, Usage] = {}
        if self._cgroups is not None:
            found = await in_thread(self._cgroups.read, ids)
        answers = await asyncio.gather(*(self._one(id_) for id_ in ids if id_ not in found))
        return found | dict(answer for answer in answers if answer)

    async def _one(self, id_: str) -> tuple[str, Usage] | None:
        async with self._gate:
            try:
                return id_, await self.ask(id_, _DEADLINE)
            except HopError as error:
                if error.hop in (Hop.CONTAINER, Hop.ENGINE):
                    return None
                raise

    def parse(self, id_: str, raw: Mapping[str, Any]) -> Usage:
        memory = _part(raw, "memory_stats")
        return Usage(
            cpu=self._percent(id_, raw),
            memory=_used(memory),
            limit=_number(memory.get("limit")),
        )

    def keep(self, ids: Collection[str]) -> None:
        """Forgets the samples of containers that are no more."""
        for gone in self._last.keys() - set(ids):
            del self._last[gone]

    def _percent(self, id_: str, raw: Mapping[str, Any]) -> float | None:
        at = _moment(raw.get("read"))
        if at is None:
            return None
        cpu = _number(_part(raw, "cpu_stats", "cpu_usage").get("total_usage"))
        before = self._last.get(id_) or _earlier(raw)
        percent = before.percent if before else None
        if before and at > before.at:
            passed = (at - before.at).total_seconds()
            used = cpu - before.cpu
            # A counter that went back belongs to a container that was started anew.
            percent = used / passed / 1e7 if used >= 0 else None
        self._last[id_] = _Sample(at, cpu, percent)
        return percent


def _earlier(raw: Mapping[str, Any]) -> _Sample | None:
    at = _moment(raw.get("preread"))
    cpu = _number(_part(raw, "precpu_stats", "cpu_usage").get("total_usage"))
    return _Sample(at, cpu, None) if at and cpu else None


def _used(memory: Mapping[str, Any]) -> int:
    """As the Docker CLI counts: without the file cache that can be dropped at once."""
    usage = _number(memory.get("usage"))
    stats = _part(memory, "stats")
    for name in ("total_inactive_file", "inactive_file"):
        if name in stats:
            cache = _number(stats[name])
            return usage - cache if cache < usage else usage
    return usage


def _moment(text: object) -> datetime | None:
    at = moment(str(text).encode())
    return at if at and at.year > 1 else None


def _part(raw: Mapping[str, Any], *names: str) -> Mapping[str, Any]:
    for name in names:
        inner = raw.get(name)
        raw = inner if isinstance(inner, Mapping) else {}
    return raw


def _number(value: object) -> int:
    return int(value) if isinstance(value, int | float) and 0 < value < 2**63 else 0
