"""Watches the keys that templates of confd are made of: etcd does not say when a key changed."""

import asyncio

from coreos_tui.core import topics
from coreos_tui.core.at_hand import cluster_of
from coreos_tui.core.confd import Confd, TemplateResource
from coreos_tui.core.confd_keys import watched
from coreos_tui.core.errors import in_words
from coreos_tui.core.etcd import Api, Cluster, Observed, Watermark
from coreos_tui.core.now import now
from coreos_tui.core.store import Store
from coreos_tui.fleet.etcd.values import AskCluster
from coreos_tui.fleet.together import woken

WATCHED, UNWATCHED = 2.0, 30.0


class ConfdObserver:
    """Puts into the store, host by host, when a change of a resource's keys was seen."""

    def __init__(self, store: Store, ask: AskCluster) -> None:
        self._store, self._ask = store, ask
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Somebody looks now, or something has changed."""
        self._woken.set()

    async def run(self) -> None:
        """Serves until cancelled."""
        while True:
            hosts = [topic.host for topic in self._store.topics("confd")]
            await asyncio.gather(*map(self._look, hosts))
            pause = WATCHED if self._store.wanted(topics.CLUSTERS) else UNWATCHED
            await woken(self._woken, pause)

    async def _look(self, host: str) -> None:
        answer = self._store.value(topics.confd(host))
        cluster = cluster_of(self._store, host)
        if answer is None or answer.value is None or cluster is None:
            return
        confd, before = answer.value, self._store.value(topics.observed(host)) or {}
        marks = [
            self._observe(cluster, confd, each, before.get(each.name)) for each in confd.resources
        ]
        found = await asyncio.gather(*marks)
        seen = {each.name: mark for each, mark in zip(confd.resources, found, strict=True)}
        self._store.put(topics.observed(host), seen)

    async def _observe(
        self, cluster: Cluster, confd: Confd, resource: TemplateResource, before: Observed | None
    ) -> Observed:
        api = api_of(confd, cluster)
        try:
            marks = [await self._mark(cluster, api, key) for key in watched(confd, resource)]
        except Exception as error:
            known = before or Observed(Watermark())
            return Observed(known.mark, known.changed, in_words(error))
        mark = Watermark(
            max((each.revision for each in marks), default=0), sum(each.count for each in marks)
        )
        if before is None or (before.error and not before.mark.revision) or before.mark == mark:
            return Observed(mark, before.changed if before else None)
        return Observed(mark, now())

    async def _mark(self, cluster: Cluster, api: Api, key: str) -> Watermark:
        return await self._ask(cluster.id, lambda member: member.keys(api).watermark(key.encode()))


def api_of(confd: Confd, cluster: Cluster) -> Api:
    """Which keys it reads: `etcd` is v2 to kelseyhightower/confd, where the cluster has that."""
    old = confd.backend == "etcd" and Api.V2 in cluster.apis
    return Api.V2 if old else Api.V3
