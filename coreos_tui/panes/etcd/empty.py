"""What stands where no etcd is: what was asked, and what to do."""

from coreos_tui.core import topics
from coreos_tui.core.store import Store

NONE = """No etcd was found: neither on a host, nor at an endpoint of the configuration.

A host is asked at the ports it names, else at 2379 and 4001, through its own link.
Others stand in the configuration:

  [etcd]
  endpoints = ["https://10.0.0.7:2379"]

or in ETCDCTL_ENDPOINTS. ctrl+r asks again now."""


def empty_text(store: Store, host: str) -> str:
    """The sentence for this host."""
    reading = store.get(topics.etcd(host))
    if store.value(topics.CLUSTERS):
        return "Asking for its keys …"
    if store.get(topics.host(host)).error is not None and reading.error is not None:
        return reading.error.sentence
    if reading.error is not None and reading.value is not None:
        return reading.error.sentence
    hosts = store.value(topics.HOSTS) or ()
    asked = [store.get(topics.etcd(each.name)).error for each in hosts]
    return NONE if any(asked) else "Looking for an etcd …"
