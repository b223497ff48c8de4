"""The etcd of a scenario: which of its machines are members, and where those are dialled."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace

from coreos_tui.demo.etcd import DemoEtcd
from coreos_tui.demo.etcd_scene import SceneCluster, cluster_of
from coreos_tui.demo.scenario import EtcdPart, MachinePart, UnitPart
from coreos_tui.demo.updating import machine_id

CLIENTS = 2379
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_SEMAPHORE = "/coreos.com/updateengine/rebootlock/semaphore"
# What the kernel says of a port that is listened on: 2379 of every address.
_LISTENING = "  sl  local_address rem_address   st\n   0: 00000000:094B 00000000:0000 0A\n"

Ports = Mapping[tuple[str, int], int]


class DemoCluster:
    """Plays the part of etcd. A machine that is off has a member that is down."""

    def __init__(self, part: EtcdPart, machines: tuple[MachinePart, ...]) -> None:
        self.scene: SceneCluster = cluster_of(part.members, version=part.version)
        self.scene.v3_keys.fill({name.encode(): text.encode() for name, text in part.keys.items()})
        for name, text in part.old_keys.items():
            self.scene.v2_keys.set(name, text)
        for holder in {each.update.locked_by for each in machines} - {""}:
            lock = {"semaphore": 0, "max": 1, "holders": [machine_id(holder)]}
            self.scene.v2_keys.set(_SEMAPHORE, json.dumps(lock))
        self.members = {name: DemoEtcd(self.scene, name) for name in part.members}

    async def start(self) -> None:
        """All members listen, so that their ports are known."""
        await asyncio.gather(*(each.start() for each in self.members.values()))

    async def stop(self) -> None:
        await asyncio.gather(*(each.stop() for each in self.members.values()))

    def ports(self, host: str) -> Ports:
        """What this host reaches by which name, and where that is on this machine."""
        found = {(name, CLIENTS): each.port for name, each in self.members.items()}
        own = self.members.get(host)
        return found | ({(name, CLIENTS): own.port for name in _LOOPBACK} if own else {})


def as_member(part: MachinePart) -> MachinePart:
    """The machine with what an etcd leaves on it: a unit, and a port that is listened on."""
    unit = UnitPart("etcd-member.service", description="etcd (System Application Container)")
    return replace(
        part,
        units=(*part.units, unit),
        files={"/proc/net/tcp": _LISTENING, **part.files},
    )
