"""The cluster of the lab: found through its machines, one of them stopped, its keys."""

from __future__ import annotations

import asyncio
import time

import pytest

from coreos_tui.core import topics
from coreos_tui.core.etcd import Api, Cluster, Member
from coreos_tui.fleet.etcd.clusters import EtcdClusters
from coreos_tui.transport.etcd.member import EtcdMember
from tests.lab.real import Lab
from tests.lab.stage import Stage
from tests.transport import etcd_contract as contract

pytestmark = pytest.mark.asyncio(loop_scope="session")
NAMED_WITHIN = 5.0


def cluster(stage: Stage) -> Cluster:
    found = stage.app.store.value(topics.CLUSTERS) or (Cluster(""),)
    return found[0]


def member(stage: Stage, name: str) -> Member:
    return next(each for each in cluster(stage).members if each.name == name)


async def in_front(stage: Stage, lab: Lab) -> None:
    """Brings etcd to the front, with all members well."""
    await stage.press("colon", *"etcd", "enter")
    count = len(lab.machines)
    await stage.wait(lambda: cluster(stage).up == count, "the whole cluster")
    await stage.see("leader", f"{count}/{count} up", "v3 keys", "v2 keys")


async def test_every_machine_is_a_member(stage: Stage, lab: Lab) -> None:
    await in_front(stage, lab)
    found = cluster(stage)
    names = {each.name for each in lab.machines}
    assert {each.name for each in found.members} == names
    await stage.wait(lambda: {each.host for each in cluster(stage).members} == names, "their hosts")
    versions = {each.name: each.status.version[:3] for each in found.members if each.status}
    assert (versions["core-01"], versions["core-02"]) == ("3.4", "3.5")
    assert found.apis == (Api.V3, Api.V2)
    assert found.leader is not None


async def test_a_member_that_is_stopped_is_named_in_time(
    stage: Stage, lab: Lab, mended: set[str]
) -> None:
    await in_front(stage, lab)
    mended.add("core-02")
    await asyncio.to_thread(lab.fault, "stop-etcd", "core-02")
    began = time.monotonic()
    await stage.wait(lambda: member(stage, "core-02").error, "core-02 is named", NAMED_WITHIN)
    assert time.monotonic() - began < NAMED_WITHIN
    await stage.see("port 2379 takes no connection", "down")
    assert all(member(stage, each).answers for each in ("core-01", "core-03"))
    await stage.wait(lambda: cluster(stage).up == len(lab.machines) - 1, "the others are well")
    await asyncio.to_thread(lab.fault, "start-etcd", "core-02")
    await stage.wait(lambda: member(stage, "core-02").healthy, "core-02 is back")


async def test_the_contract_holds_through_a_link(stage: Stage, lab: Lab) -> None:
    await in_front(stage, lab)
    clusters: EtcdClusters = stage.app.fleet.etcd

    async def hold(far: EtcdMember) -> None:
        await contract.names_its_cluster(far, len(lab.machines))
        for keys in (far.keys(Api.V3), far.keys(Api.V2)):
            await contract.folds_keys_into_folders(keys)
            await contract.remembers_what_was_before(keys)
            await contract.changes_only_what_was_seen(keys)
            await contract.watches_a_key(keys)
        await contract.keeps_keys_that_mean_harm(far.keys(Api.V3))

    try:
        await clusters.ask(cluster(stage).id, hold)
    finally:
        await clusters.ask(cluster(stage).id, contract.leaves_no_folder)
