"""The values of keys: read, watched, and written where that was allowed."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Protocol, TypeVar

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.etcd import KeyRef, Revision
from coreos_tui.transport.etcd.member import EtcdMember

T = TypeVar("T")


class AskCluster(Protocol):
    """Puts a question to a member of a cluster."""

    def __call__(
        self, cluster: str, question: Callable[[EtcdMember], Awaitable[T]]
    ) -> Awaitable[T]: ...


class EtcdValues:
    """Every method raises HopError: no member can be asked, or the one that was refuses."""

    def __init__(
        self, ask: AskCluster, check_allowed: Callable[[str], None], *, may_write: bool
    ) -> None:
        self._ask, self._check_allowed, self._may_write = ask, check_allowed, may_write

    async def get(self, ref: KeyRef) -> Revision | None:
        """The value now; None where the key is not there."""
        return await self._ask(ref.cluster, lambda member: member.keys(ref.api).get(ref.raw))

    async def before(self, ref: KeyRef, value: Revision) -> Revision | None:
        """The value that this one took the place of; None where it was the first."""
        return await self._ask(ref.cluster, lambda member: member.keys(ref.api).before(value))

    async def watch(self, ref: KeyRef, after: int) -> AsyncIterator[Revision | None]:
        """What a key becomes behind a revision, for ever; None where it is deleted."""

        async def found(member: EtcdMember) -> AsyncIterator[Revision | None]:
            return member.keys(ref.api).watch(ref.raw, after)

        async for each in await self._ask(ref.cluster, found):
            yield each

    async def put(self, ref: KeyRef, value: bytes, seen: int) -> None:
        """Writes a value where the key is still at the revision `seen` (0: there is none)."""
        self.check_write(f"write {ref.name}")
        await self._ask(ref.cluster, lambda member: member.keys(ref.api).put(ref.raw, value, seen))

    async def delete(self, ref: KeyRef, seen: int) -> None:
        """Deletes a key where it is still at the revision `seen`."""
        self.check_write(f"delete {ref.name}")
        await self._ask(ref.cluster, lambda member: member.keys(ref.api).delete(ref.raw, seen))

    def check_write(self, what: str) -> None:
        """Raises HopError where nobody said that etcd may be written."""
        self._check_allowed(what)
        if not self._may_write:
            said = f"will not {what}"
            raise HopError(Hop.READ_ONLY, said, "Start with --write-etcd to write to etcd")
