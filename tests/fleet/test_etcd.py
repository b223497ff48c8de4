"""The fleet keeps etcd read: each member by itself, keys only while somebody looks."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from coreos_tui.core import topics
from coreos_tui.core.answer import Answer
from coreos_tui.core.errors import HopError
from coreos_tui.core.etcd import Api, Cluster, KeyRef, Level, Member, Wish
from coreos_tui.core.etcd_access import EtcdAccess
from coreos_tui.core.etcd_here import EtcdHere
from coreos_tui.core.machine import HostFacts
from coreos_tui.core.release import Release
from coreos_tui.core.store import Reading, Store
from coreos_tui.demo.etcd import DemoEtcd
from coreos_tui.demo.etcd_scene import SceneCluster
from coreos_tui.fleet.etcd import EtcdClusters
from coreos_tui.fleet.fleet import Fleet
from coreos_tui.transport.local import LocalLink
from tests.far_ends import site_of
from tests.far_etcd import far_etcd
from tests.waiting import until


class Three:
    """A cluster of three at the wire, and a fleet that has its endpoints."""

    def __init__(self, fleet: Fleet, far: dict[str, DemoEtcd], scene: SceneCluster) -> None:
        self.fleet, self.far, self.scene = fleet, far, scene
        self.store = fleet.store

    @property
    def cluster(self) -> Cluster:
        return (self.store.value(topics.CLUSTERS) or (Cluster(""),))[0]

    def member(self, name: str) -> Member:
        return next(each for each in self.cluster.members if each.name == name)

    def level(self, wish: Wish) -> Level | None:
        return self.store.value(topics.level(self.cluster.id, wish))

    def want(self, *wishes: Wish) -> None:
        self.store.want(topics.levels(self.cluster.id), frozenset(wishes))

    def ranges(self) -> int:
        return sum(each.requests.count("POST /v3/kv/range") for each in self.far.values())


@asynccontextmanager
async def three(
    folder: Path, access: EtcdAccess | None = None, listed: int = 3, **of_site: bool
) -> AsyncIterator[Three]:
    async with far_etcd() as far:
        endpoints = far.addresses[:listed]
        etcd = replace(access or EtcdAccess(), endpoints=endpoints)
        fleet = Fleet(replace(site_of(None, folder, **of_site), etcd=etcd), Store())
        fleet.start()
        fleet.store.want(topics.CLUSTERS, frozenset({"all"}))
        found = Three(fleet, far.members, far.scene)
        try:
            await until(lambda: found.cluster.up == 3, "the cluster")
            yield found
        finally:
            await fleet.stop()


async def test_a_member_that_stops_is_named_and_holds_up_no_other(tmp_path) -> None:
    async with three(tmp_path) as etcd:
        assert etcd.cluster.leader == etcd.member("core-01")
        assert (etcd.cluster.quorum, etcd.cluster.revision) == (2, 1)
        began = time.monotonic()
        await etcd.far["core-01"].stop()
        await until(lambda: not etcd.member("core-01").healthy, "it is named")
        assert time.monotonic() - began < 5
        assert "connection refused" in etcd.member("core-01").error.sentence
        await etcd.far["core-02"].fault("hang")
        etcd.fleet.etcd.wake()
        await until(lambda: not etcd.member("core-02").healthy)
        assert etcd.member("core-03").healthy
        assert etcd.cluster.leader == etcd.member("core-02")
        await etcd.far["core-02"].fault("")
        await etcd.far["core-01"].start()
        etcd.fleet.etcd.wake()
        await until(lambda: etcd.cluster.up == 3, "all are back")


async def test_members_are_found_through_one_of_them(tmp_path) -> None:
    async with three(tmp_path, listed=1) as etcd:
        assert all(each.healthy for each in etcd.cluster.members)


async def test_a_member_that_was_never_heard_is_named_too(tmp_path) -> None:
    async with far_etcd() as far:
        await far.members["core-03"].stop()
        etcd = EtcdAccess(far.addresses[:1])
        fleet = Fleet(replace(site_of(None, tmp_path), etcd=etcd), Store())
        fleet.start()
        found = Three(fleet, far.members, far.scene)
        await until(lambda: found.cluster.up == 2 and found.member("core-03").error)
        assert "connection refused" in found.member("core-03").error.sentence
        await fleet.stop()


async def test_a_host_that_is_no_more_is_no_way_to_a_member(tmp_path) -> None:
    link, store = LocalLink("all of them"), Store()
    clusters = EtcdClusters(EtcdAccess(), store, lambda _: link, lambda _: None)
    clusters.start()
    store.want(topics.CLUSTERS, frozenset({"all"}))

    def hosts() -> list[str]:
        return [each.host for found in store.value(topics.CLUSTERS) or () for each in found.members]

    async with far_etcd() as far:
        for name in ("core-01", "core-02"):
            here = EtcdHere(urls=(f"http://127.0.0.1:{far.members[name].port}",))
            store.put(topics.etcd_here(name), Answer(here))
            store.put(topics.host(name), HostFacts(name, Release()))
        await until(lambda: hosts() == ["core-01", "core-02", ""])
        store.drop(topics.host("core-02"))
        await until(lambda: hosts() == ["core-01", "", ""], "its member is no host of ours")
        assert store.get(topics.etcd("core-02")) == Reading()
        await until(lambda: (store.value(topics.CLUSTERS) or ())[0].up == 3, "it goes on by itself")
        store.put(topics.host("core-02"), HostFacts("core-02", Release()))
        await until(lambda: hosts() == ["core-01", "core-02", ""], "it is back")
        for name in ("core-01", "core-02"):
            store.drop(topics.host(name))
        await until(lambda: store.value(topics.CLUSTERS) == (), "nobody leads to any of them")
        for task in clusters.leave():
            task.cancel()
    await link.close()


async def test_opening_the_tree_costs_one_page(tmp_path) -> None:
    async with three(tmp_path) as etcd:
        names = {b"/app/%d/%05d" % (n % 40, n): b"x" for n in range(100_000)}
        etcd.scene.v3_keys.fill(names | {b"/zoo": b"1"})
        root = Wish(Api.V3)
        etcd.want(root)
        await until(lambda: etcd.level(root), "the first page")
        assert (etcd.ranges(), etcd.level(root).total, etcd.level(root).more) == (1, 100_001, True)
        etcd.want(replace(root, pages=2))
        await until(lambda: not etcd.level(root).more, "the second page")
        assert [each.raw for each in etcd.level(root).entries] == [b"/app/", b"/zoo"]
        search = Wish(Api.V3, b"/app/3/0000", search=True)
        etcd.want(search)
        await until(lambda: etcd.level(search))
        found = [each.raw for each in etcd.level(search).entries]
        assert found == [b"/app/3/00003"]
        await until(lambda: etcd.level(root) is None, "what is closed is forgotten")


async def test_an_open_level_follows_the_cluster(tmp_path) -> None:
    async with three(tmp_path) as etcd:
        etcd.scene.v3_keys.put(b"/a/1", b"1")
        etcd.scene.v2_keys.set("/b", "1")
        old, new = Wish(Api.V2), Wish(Api.V3, b"/a/")
        etcd.want(old, new)
        await until(lambda: etcd.level(old) and etcd.level(new))
        etcd.scene.v3_keys.put(b"/a/2", b"1")
        etcd.scene.v2_keys.set("/c", "1")
        etcd.fleet.etcd.wake()
        await until(lambda: len(etcd.level(new).entries) == 2)
        await until(lambda: len(etcd.level(old).entries) == 2)
        etcd.want()
        read = etcd.ranges()
        etcd.scene.v3_keys.put(b"/a/3", b"1")
        etcd.fleet.etcd.wake()
        await until(lambda: etcd.cluster.revision == 4)
        assert etcd.ranges() == read


async def test_values_are_written_only_where_that_was_said(tmp_path) -> None:
    async with three(tmp_path) as etcd:
        ref = KeyRef(etcd.cluster.id, Api.V3, b"/a")
        with pytest.raises(HopError, match=r"will not write /a\. Start with --write-etcd"):
            await etcd.fleet.etcd.values.put(ref, b"1", 0)
        assert etcd.scene.v3_keys.revision == 1
    async with three(tmp_path, EtcdAccess(write=True), read_only=True) as etcd:
        with pytest.raises(HopError, match=r"will not delete /a\. Start without --read"):
            await etcd.fleet.etcd.values.delete(ref, 1)
    async with three(tmp_path, EtcdAccess(write=True)) as etcd:
        values = etcd.fleet.etcd.values
        await values.put(ref, b"1", 0)
        await etcd.far["core-01"].stop()
        now = await values.get(ref)
        assert now.value == b"1"
        await values.delete(ref, now.key.mod_revision)
        assert await values.get(ref) is None
