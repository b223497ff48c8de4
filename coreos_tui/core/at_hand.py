"""What of the store a host's row stands for."""

from coreos_tui.core import topics
from coreos_tui.core.etcd import Cluster
from coreos_tui.core.machine import Host, Kind, Machine
from coreos_tui.core.store import Store


def machine_of(store: Store, host: Host, what: str) -> Machine | str:
    """The machine that Vagrant is to act on, or why it is not to: `what` is the verb in words."""
    name = host.name
    if host.kind is not Kind.MACHINE:
        return f"{name} is not a Vagrant machine: it is not ours to {what}."
    machines = store.value(topics.MACHINES) or ()
    found = next((each for each in machines if each.name == name), None)
    if found is not None and found.busy:
        return f"{name} is busy: another Vagrant is working on it."
    return found or f"Vagrant has not answered about {name} yet."


def cluster_of(store: Store, host: str) -> Cluster | None:
    """The etcd cluster that a host is of, else the first that was found."""
    clusters = store.value(topics.CLUSTERS) or ()
    own = store.value(topics.etcd(host))
    first = clusters[0] if clusters else None
    return next((each for each in clusters if each.id == own), first)
