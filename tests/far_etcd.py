"""A cluster of three members of etcd at the wire."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from coreos_tui.core.etcd_access import Address
from coreos_tui.demo.etcd import DemoEtcd
from coreos_tui.demo.etcd_scene import SceneCluster, cluster_of

NAMES = ("core-01", "core-02", "core-03")


class FarEtcd:
    """The members by name, and what they share."""

    def __init__(self, scene: SceneCluster, members: dict[str, DemoEtcd]) -> None:
        self.scene, self.members = scene, members

    @property
    def addresses(self) -> tuple[Address, ...]:
        return tuple(Address("127.0.0.1", each.port) for each in self.members.values())


@asynccontextmanager
async def far_etcd(**kept: object) -> AsyncIterator[FarEtcd]:
    """All three answer, until they are stopped."""
    scene = cluster_of(NAMES, **kept)
    members = {name: DemoEtcd(scene, name) for name in NAMES}
    for each in members.values():
        await each.start()
        each.member.url = each.url
    try:
        yield FarEtcd(scene, members)
    finally:
        for each in members.values():
            await each.stop()
