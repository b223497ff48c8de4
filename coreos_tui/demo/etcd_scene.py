"""A cluster of etcd in a box: who is a member, who is up, who leads, and its keys."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from coreos_tui.demo.etcd_keys import KeysV2, KeysV3


@dataclass
class SceneMember:
    """One member; `url` is where its clients reach it, as it says itself."""

    name: str
    url: str
    up: bool = True

    @property
    def id(self) -> int:
        digest = hashlib.sha256(self.name.encode()).digest()
        return int.from_bytes(digest[:8], "big") >> 1


@dataclass
class SceneCluster:
    """All members have the same keys. `prefix` is where its gateway is; empty: there is no v3."""

    members: list[SceneMember]
    version: str = "3.5.16"
    prefix: str = "/v3"
    v2: bool = True
    v3_keys: KeysV3 = field(default_factory=KeysV3)
    v2_keys: KeysV2 = field(default_factory=KeysV2)
    alarms: list[tuple[str, str]] = field(default_factory=list)
    login: tuple[str, str] | None = None
    term: int = 2
    size: int = 20_480

    def __post_init__(self) -> None:
        self._leader = self.members[0].name if self.members else ""

    @property
    def id(self) -> int:
        names = " ".join(sorted(each.name for each in self.members))
        return int.from_bytes(hashlib.sha256(names.encode()).digest()[:7], "big")

    @property
    def has_quorum(self) -> bool:
        return sum(each.up for each in self.members) > len(self.members) // 2

    @property
    def leader(self) -> SceneMember | None:
        """Who leads; another is chosen where that one is gone, none where too few are left."""
        return self.member(self._leader) if self.has_quorum else None

    def member(self, name: str) -> SceneMember:
        return next(each for each in self.members if each.name == name)

    def turn(self, name: str, up: bool) -> None:
        """A member comes, or goes."""
        self.member(name).up = up
        if self.has_quorum and not self.member(self._leader).up:
            self._leader = next(each.name for each in self.members if each.up)
            self.term += 1

    def problems(self) -> list[str]:
        """As the status of a member has them."""
        found = [f"memberID:{self.member(name).id} alarm:{kind} " for name, kind in self.alarms]
        return found if self.leader else ["etcdserver: no leader", *found]


def cluster_of(names: Iterable[str], **kept: object) -> SceneCluster:
    """A cluster of members that advertise http://NAME:2379."""
    members = [SceneMember(name, f"http://{name}:2379") for name in names]
    return SceneCluster(members, **kept)  # type: ignore[arg-type]  # fields of it, by name
