"""One member of a cluster: what it says of itself, and its two stores of keys."""

from typing import NamedTuple

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.etcd import Alarm, Api, Member, Status
from coreos_tui.transport.etcd.calls import Calls, Login
from coreos_tui.transport.etcd.refusal import NoApiError
from coreos_tui.transport.etcd.v2 import V2
from coreos_tui.transport.etcd.v3 import V3, parse_alarms
from coreos_tui.transport.http.exchange import Dial

Keyspace = V3 | V2


class Seen(NamedTuple):
    """One look at a member: ids of its cluster and its own, and what it knows of the others."""

    cluster: str
    member: str
    status: Status
    members: tuple[Member, ...]
    alarms: tuple[Alarm, ...]
    apis: tuple[Api, ...]


class EtcdMember:
    """A member that can be asked. Every method raises HopError when it cannot."""

    def __init__(self, dial: Dial, name: str, login: Login | None = None) -> None:
        self.name = name
        self._calls = Calls(dial, name, login)
        self._v3, self._v2 = V3(self._calls), V2(self._calls)
        self._apis: tuple[Api, ...] = ()

    def keys(self, api: Api) -> Keyspace:
        """One of its stores of keys."""
        return self._v3 if api is Api.V3 else self._v2

    async def look(self, deadline: float = 1.5) -> Seen:
        """What it says now; each of at most three calls within `deadline` seconds.

        Nothing here goes through the cluster's log: neither /health nor Alarm is asked.
        """
        if not self._apis:
            self._apis = await self._find_apis(deadline)
        keys = self.keys(self._apis[0])
        cluster, member, status = await keys.status(deadline)
        members = await keys.members(deadline)
        return Seen(cluster, member, status, members, parse_alarms(status.problems), self._apis)

    def forget(self) -> None:
        """It may be another version when it comes back."""
        self._apis = ()

    def close(self) -> None:
        """Hangs up. Never waits."""
        self._calls.close()

    async def _find_apis(self, deadline: float) -> tuple[Api, ...]:
        found: list[Api] = []
        try:
            await self._v3.status(deadline)
            found.append(Api.V3)
        except NoApiError:
            pass
        try:
            if await self._v2.is_there(deadline):
                found.append(Api.V2)
        except HopError:
            if not found:
                raise
        if not found:
            raise NoApiError(Hop.ETCD, f"{self.name} speaks neither v3 nor v2", "Is this an etcd?")
        return tuple(found)
