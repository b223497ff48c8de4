"""The topics there are, each with the type of its readings.

The types are named, not loaded: a program that shows containers need not load systemd's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coreos_tui.core.store import Topic

if TYPE_CHECKING:
    from coreos_tui.core.answer import Answer
    from coreos_tui.core.confd import Confd
    from coreos_tui.core.container import Container
    from coreos_tui.core.engine import EngineFacts, Usage
    from coreos_tui.core.etcd import Cluster, Level, Observed, Wish
    from coreos_tui.core.etcd_here import EtcdHere
    from coreos_tui.core.load import Load
    from coreos_tui.core.machine import Host, HostFacts, Machine
    from coreos_tui.core.release import Release
    from coreos_tui.core.system import System
    from coreos_tui.core.unit import Listening, Timer, Unit
    from coreos_tui.core.update import Update

HOSTS: Topic[tuple[Host, ...]] = Topic("hosts")
MACHINES: Topic[tuple[Machine, ...]] = Topic("machines")


def host(name: str) -> Topic[HostFacts]:
    """What a host says of itself; its error is the state of the link."""
    return Topic("host", name)


def engines(host: str) -> Topic[tuple[str, ...]]:
    """The names of a host's engines, in the order they are shown."""
    return Topic("engines", host)


def engine(host: str, name: str) -> Topic[EngineFacts]:
    """One engine; its error is why it cannot be asked."""
    return Topic("engine", host, name)


def containers(host: str, engine: str) -> Topic[tuple[Container, ...]]:
    """Every container of an engine, stopped ones too."""
    return Topic("containers", host, engine)


def usage(host: str, engine: str) -> Topic[dict[str, Usage]]:
    """What the containers in view use, by container id."""
    return Topic("usage", host, engine)


def releases(host: str, engine: str) -> Topic[dict[str, Release]]:
    """Releases by image id; an image without any has an empty one."""
    return Topic("releases", host, engine)


def system(host: str) -> Topic[System]:
    """A host's machine id, and what its systemd says of the whole."""
    return Topic("system", host)


def load(host: str) -> Topic[Load]:
    """How loaded a host is."""
    return Topic("load", host)


def update(host: str) -> Topic[Update]:
    """Where a host stands with its updates and its next reboot."""
    return Topic("update", host)


def failed_units(host: str) -> Topic[Answer[tuple[Unit, ...]]]:
    """The failed units of a host; always there."""
    return Topic("failed units", host)


def units(host: str) -> Topic[Answer[tuple[Unit, ...]]]:
    """Every loaded unit of a host.

    Asked for, with the timers and listening sockets, only while somebody wants this topic.
    """
    return Topic("units", host)


def timers(host: str) -> Topic[Answer[tuple[Timer, ...]]]:
    """The timers of a host; asked for with the units."""
    return Topic("timers", host)


def listening(host: str) -> Topic[Answer[tuple[Listening, ...]]]:
    """What the socket units of a host listen on; asked for with the units."""
    return Topic("listening", host)


def confd(host: str) -> Topic[Answer[Confd]]:
    """The files that confd writes on a host."""
    return Topic("confd", host)


def etcd_here(host: str) -> Topic[Answer[EtcdHere]]:
    """The etcd that runs on a host."""
    return Topic("etcd here", host)


CLUSTERS: Topic[tuple[Cluster, ...]] = Topic("etcd clusters")
"""Every cluster of etcd that was found. Wanted (`{"all"}`), it is read every two seconds."""


def etcd(host: str) -> Topic[str]:
    """The id of the cluster of a host's etcd; its error is why that one cannot be asked."""
    return Topic("etcd", host)


def levels(cluster: str) -> Topic[None]:
    """Wanted, as `Wish`es: which levels of a cluster's keys are open."""
    return Topic("etcd levels", cluster)


def level(cluster: str, wish: Wish) -> Topic[Level]:
    """One level of a cluster's keys, as many pages of it as were wished for."""
    return Topic("etcd level", cluster, part=(wish.api, wish.prefix, wish.search))


def observed(host: str) -> Topic[dict[str, Observed]]:
    """By name, the template resources of a host's confd, and what was seen of their keys."""
    return Topic("etcd observed", host)
