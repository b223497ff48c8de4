"""Keeps the open levels of one cluster's keys read."""

import asyncio

from coreos_tui.core import topics
from coreos_tui.core.errors import in_words
from coreos_tui.core.etcd import Api, Cluster, Level, Wish
from coreos_tui.core.store import Store
from coreos_tui.fleet.etcd.values import AskCluster
from coreos_tui.fleet.together import woken
from coreos_tui.transport.etcd.member import EtcdMember

PAGE = 500
STEPS, STEP = 40, 100
AT_ONCE = 4
# v2 does not say with each look how far it is.
V2_AGAIN = 2.0
# A busy cluster moves all the time; what is long is read less often.
REST = 1.0


class KeysKeeper:
    """Reads a level when it is opened, and again when the cluster has gone on."""

    def __init__(self, cluster: str, store: Store, ask: AskCluster) -> None:
        self._cluster, self._store, self._ask = cluster, store, ask
        self._woken = asyncio.Event()
        self._revision = 0
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._v2_read = 0.0
        self._read_at: dict[Wish, float] = {}

    def wake(self) -> None:
        """Other levels are wanted."""
        self._woken.set()

    def moved(self, cluster: Cluster) -> None:
        """The cluster is at this revision."""
        if cluster.revision != self._revision:
            self._revision = cluster.revision
            self.wake()

    async def run(self) -> None:
        """Serves until cancelled."""
        while True:
            await woken(self._woken, V2_AGAIN)
            await self._read_wanted()

    async def _read_wanted(self) -> None:
        wanted: frozenset[Wish] = self._store.wanted(topics.levels(self._cluster))
        self._forget_others(wanted)
        loop = asyncio.get_running_loop()
        again = loop.time() - self._v2_read >= V2_AGAIN
        if again:
            self._v2_read = loop.time()
        await asyncio.gather(*(self._read(each) for each in wanted if self._is_due(each, again)))

    def _forget_others(self, wanted: frozenset[Wish]) -> None:
        """A level that is closed is read anew when it is opened again."""
        self._read_at = {each: at for each, at in self._read_at.items() if each in wanted}
        kept = {topics.level(self._cluster, each) for each in wanted}
        for topic in self._store.topics("etcd level"):
            if topic.host == self._cluster and topic not in kept:
                self._store.drop(topic)

    def _is_due(self, wish: Wish, v2_again: bool) -> bool:
        reading = self._store.get(topics.level(self._cluster, wish))
        level = reading.value
        if level is None or level.pages != wish.pages or reading.error is not None:
            return True
        if wish.api is Api.V2:
            return v2_again
        rested = (
            asyncio.get_running_loop().time() - self._read_at.get(wish, 0.0) > REST * wish.pages
        )
        return level.revision < self._revision and rested

    async def _read(self, wish: Wish) -> None:
        topic = topics.level(self._cluster, wish)
        async with self._gate:
            self._read_at[wish] = asyncio.get_running_loop().time()
            try:
                level = await self._ask(self._cluster, lambda member: read_level(member, wish))
            except Exception as error:
                self._store.fail(topic, in_words(error))
            else:
                self._store.put(topic, level)


async def read_level(member: EtcdMember, wish: Wish) -> Level:
    """As many pages of a level as are wished for, and there are. Raises HopError.

    The first costs one call. Where folders are so large that each fills a call, the others take
    small steps past them.
    """
    keys = member.keys(wish.api)
    if wish.search:
        page = await keys.search(wish.prefix, PAGE)
        return Level(page.entries, page.after is not None, page.total, wish.pages, page.revision)
    first = page = await keys.page(wish.prefix, limit=PAGE)
    entries = [*page.entries]
    steps = (wish.pages - 1) * STEPS
    while page.after is not None and steps > 0 and len(entries) < PAGE * wish.pages:
        page = await keys.page(wish.prefix, page.after, STEP)
        entries += page.entries
        steps -= 1
    more = page.after is not None
    return Level(tuple(entries), more, first.total, wish.pages, first.revision)
