"""Finds every etcd there is, keeps it read, and asks it for whoever wants to know."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from coreos_tui.core import topics
from coreos_tui.core.answer import Answer, Lack
from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.etcd import Cluster, Member
from coreos_tui.core.etcd_access import Address, EtcdAccess, parse_address
from coreos_tui.core.etcd_here import EtcdHere
from coreos_tui.core.store import Store, Topic
from coreos_tui.fleet.etcd.assembly import clusters_of
from coreos_tui.fleet.etcd.keys import KeysKeeper
from coreos_tui.fleet.etcd.observed import ConfdObserver
from coreos_tui.fleet.etcd.reader import Reader
from coreos_tui.fleet.etcd.values import EtcdValues
from coreos_tui.transport.etcd.dialling import DialPort, dial_member
from coreos_tui.transport.etcd.member import EtcdMember
from coreos_tui.transport.link import ByteStream, Link
from coreos_tui.transport.sockets import dial_tcp

T = TypeVar("T")
# Where an etcd is asked when its host does not say: the port of today, and that of 2013.
USUAL = (Address("127.0.0.1", 2379), Address("127.0.0.1", 4001))
_ELSEWHERE = (Hop.HOST, Hop.SOCKET, Hop.SSH, Hop.MACHINE)


class EtcdClusters:
    """A reader for each host's etcd and each endpoint of the configuration, and for each member
    that neither leads to; a keeper of keys for each cluster.
    """

    def __init__(
        self,
        access: EtcdAccess,
        store: Store,
        link: Callable[[str], Link],
        check_allowed: Callable[[str], None],
    ) -> None:
        self.access = access
        self.values = EtcdValues(self.ask, check_allowed, may_write=access.write)
        self._store, self._link = store, link
        self._observer = ConfdObserver(store, self.ask)
        self._known: dict[str, Answer[EtcdHere] | None] = {}
        self._login = (access.user, access.password) if access.user else None
        self._readers: dict[str, Reader] = {}
        self._keepers: dict[str, KeysKeeper] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._leave: list[Callable[[], None]] = []

    def start(self) -> None:
        """Begins to read; never waits."""
        store = self._store
        self._leave = [store.watch(self._heard), store.watch_wants(self._wished)]
        self._tasks["confd"] = asyncio.ensure_future(self._observer.run())
        for address in self.access.endpoints:
            place = EtcdMember(dial_member(address, self.access), address.text, self._login)
            self._read(address.text, Reader("", (place,), self._assemble))

    def leave(self) -> tuple[asyncio.Task[None], ...]:
        """Listens no more; what still runs, for whoever ends it."""
        for leave in self._leave:
            leave()
        return tuple(self._tasks.values())

    def wake(self, host: str = "") -> None:
        """Look again now: at one host's etcd, or at all."""
        for key, reader in self._readers.items():
            if not host or key == host:
                reader.wake()

    async def ask(self, cluster: str, question: Callable[[EtcdMember], Awaitable[T]]) -> T:
        """Puts a question to a member that answers; to the next one where that is cut off.

        Raises HopError: what a member said, or why none can be asked.
        """
        known = [each for each in self._readers.values() if _is_of(each, cluster)]
        error = HopError(Hop.ETCD, "no member of this cluster answers")
        for reader in sorted(known, key=lambda each: not each.answers):
            if not reader.answers:
                error = reader.error or error
                break
            try:
                return await question(reader.member)
            except HopError as failure:
                error = failure
                if failure.hop not in _ELSEWHERE:
                    break
        raise error

    # --- who is asked

    def _heard(self, changed: frozenset[Topic[Any]]) -> None:
        if any(topic.kind in ("confd", "etcd clusters") for topic in changed):
            self._observer.wake()
        for topic in changed:
            if topic.kind in ("host", "etcd here") and topic.host:
                self._follow(topic.host)

    def _follow(self, host: str) -> None:
        """A host is there, or gone, or knows more of its etcd."""
        reading = self._store.get(topics.host(host))
        if reading.value is None:
            self._lose(host)
            return
        reader, here = self._readers.get(host), self._store.value(topics.etcd_here(host))
        if host not in self._known or (here != self._known[host] and not _answers(reader)):
            self._known[host] = here
            self._begin(host)
        elif reader is not None and (reading.error is None) != reader.answers:
            reader.wake()

    def _lose(self, host: str) -> None:
        """A host is no more: no member is known by it, and none is reached through it."""
        if host in self._known:
            del self._known[host]
            led = [key for key, reader in self._readers.items() if reader.led]
            for key in (host, *led):
                self._forget(key)
            self._store.drop(topics.etcd(host))
            self._assemble()

    def _forget(self, key: str) -> None:
        self._readers.pop(key, None)
        task = self._tasks.pop(key, None)
        if task is not None:
            task.cancel()

    def _begin(self, host: str) -> None:
        """Asks the host's etcd where it says that it is."""
        self._forget(host)
        places = self._places(host)
        if places:
            self._read(host, Reader(host, places, self._assemble))

    def _places(self, host: str) -> tuple[EtcdMember, ...]:
        answer = self._store.value(topics.etcd_here(host))
        if answer is not None and answer.lack is Lack.NOT_HERE:
            self._store.fail(topics.etcd(host), HopError(Hop.ETCD, f"{host} has no etcd"))
            return ()
        here = answer.value if answer is not None else None
        urls = [parse_address(url) for url in here.urls] if here else []
        addresses = tuple(each for each in urls if each) or USUAL
        return tuple(self._place(host, each, f"etcd of {host}") for each in addresses)

    def _place(self, host: str, address: Address, name: str) -> EtcdMember:
        return EtcdMember(dial_member(address, self.access, self._through(host)), name, self._login)

    def _through(self, host: str) -> DialPort:
        """Dials what one of our hosts can reach; the workstation where there is no host."""
        if not host:
            return dial_tcp

        async def dial(address: str, port: int) -> ByteStream:
            return await self._link(host).dial_port(address, port)

        return dial

    def _read(self, key: str, reader: Reader) -> None:
        reader.watched = bool(self._store.wanted(topics.CLUSTERS))
        self._readers[key] = reader
        self._tasks[key] = asyncio.ensure_future(reader.run())

    def _wished(self, topic: Topic[Any]) -> None:
        if topic == topics.CLUSTERS:
            for reader in self._readers.values():
                reader.watched = bool(self._store.wanted(topic))
                reader.wake()
            self._observer.wake()
        elif topic.kind == "etcd levels" and topic.host in self._keepers:
            self._keepers[topic.host].wake()

    # --- what they said

    def _assemble(self) -> None:
        """Puts the clusters together anew, from what every reader has heard."""
        heard = [each.heard for each in self._readers.values()]
        clusters = clusters_of(each for each in heard if each)
        for cluster in clusters:
            self._reach_the_rest(cluster)
            if cluster.id not in self._keepers:
                self._keep(cluster.id)
            self._keepers[cluster.id].moved(cluster)
        self._tell_hosts()
        self._store.put(topics.CLUSTERS, clusters)

    def _tell_hosts(self) -> None:
        for reader in self._readers.values():
            if reader.host and reader.seen is not None:
                self._store.put(topics.etcd(reader.host), reader.seen.cluster)
            if reader.host and reader.error is not None:
                self._store.fail(topics.etcd(reader.host), reader.error)

    def _reach_the_rest(self, cluster: Cluster) -> None:
        """Members that say nothing to us are dialled through the host of one that answers, too.

        A host may be out of reach while its member goes on.
        """
        ways = (each for each in self._readers.values() if _is_of(each, cluster.id))
        way = next((each for each in ways if each.answers), None)
        own = {
            each.seen.member for each in self._readers.values() if each.found_itself and each.seen
        }
        for member in cluster.members:
            key = f"{cluster.id} {member.id}"
            if member.id in own:
                self._forget(key)
            elif not member.answers and key not in self._readers and way is not None:
                place = self._far_place(way.host, member)
                if place is not None:
                    expected = (cluster.id, member.id)
                    self._read(key, Reader("", (place,), self._assemble, expected))

    def _far_place(self, host: str, member: Member) -> EtcdMember | None:
        addresses = [parse_address(url) for url in member.client_urls]
        known = next((each for each in addresses if each), None)
        return self._place(host, known, member.title) if known else None

    def _keep(self, cluster: str) -> None:
        keeper = KeysKeeper(cluster, self._store, self.ask)
        self._keepers[cluster] = keeper
        self._tasks[f"keys {cluster}"] = asyncio.ensure_future(keeper.run())


def _answers(reader: Reader | None) -> bool:
    return reader is not None and reader.answers


def _is_of(reader: Reader, cluster: str) -> bool:
    return reader.seen is not None and reader.seen.cluster == cluster
