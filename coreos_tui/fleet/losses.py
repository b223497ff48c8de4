"""What goes with a host that is halted: its containers, a cluster's quorum, the reboot lock."""

from coreos_tui.core import topics
from coreos_tui.core.etcd import Cluster
from coreos_tui.core.store import Store
from coreos_tui.core.text import count

_NAMED = 6


def losses_of(store: Store, host: str) -> list[str]:
    """One sentence each, the dearest last; text from outside in them is clean."""
    return [_containers(store, host), *_quorum(store, host), *_lock(store, host)]


def _containers(store: Store, host: str) -> str:
    running = [
        each.name
        for engine in store.value(topics.engines(host)) or ()
        for each in store.value(topics.containers(host, engine)) or ()
        if each.running
    ]
    if not running:
        return "No container that we know of runs on it."
    named = ", ".join(running[:_NAMED]) + (" …" if len(running) > _NAMED else "")
    return f"{count(len(running), 'running container')} with it: {named}"


def _quorum(store: Store, host: str) -> list[str]:
    clusters = store.value(topics.CLUSTERS) or ()
    return [told for each in clusters for told in _without(each, host)]


def _without(cluster: Cluster, host: str) -> list[str]:
    """What a cluster comes to when the host's member stops."""
    member = next((each for each in cluster.members if each.host == host), None)
    if member is None or member.learner or not member.healthy:
        return []
    left = cluster.up - 1
    if left < cluster.quorum:
        needed = f"it needs {cluster.quorum} of {cluster.voters} members"
        return [f"etcd loses its quorum: {needed}, and {left or 'none'} would be left."]
    return [f"etcd goes on with {left} of {cluster.voters} members."]


def _lock(store: Store, host: str) -> list[str]:
    system = store.value(topics.system(host))
    own = system.machine_id.value if system is not None else None
    for topic in store.topics("update"):
        update = store.value(topic)
        lock = update.lock.value if update is not None else None
        if own and lock is not None and own in lock.holders:
            return [f"{host} holds the reboot lock: others wait for it until it is back."]
    return []
