"""What a host's row stands for: Vagrant's machine, or why there is none to act on."""

from dataclasses import replace

from coreos_tui.core import topics
from coreos_tui.core.at_hand import cluster_of, machine_of
from coreos_tui.core.etcd import Cluster
from coreos_tui.core.machine import Host, Kind, Machine
from coreos_tui.core.store import Store


def test_only_a_machine_that_vagrant_knows_and_leaves_alone_is_acted_on() -> None:
    store, host = Store(), Host("core-01", Kind.MACHINE)
    assert machine_of(store, host, "halt") == "Vagrant has not answered about core-01 yet."
    machine = Machine("core-01")
    store.put(topics.MACHINES, (machine,))
    assert machine_of(store, host, "halt") == machine
    store.put(topics.MACHINES, (replace(machine, busy=True),))
    assert "is busy" in str(machine_of(store, host, "halt"))
    assert "not ours to halt" in str(machine_of(store, Host("far", Kind.SSH), "halt"))


def test_a_host_without_an_etcd_of_its_own_shows_the_first_cluster() -> None:
    store = Store()
    assert cluster_of(store, "a") is None
    store.put(topics.CLUSTERS, (Cluster("1"), Cluster("2")))
    store.put(topics.etcd("b"), "2")
    assert [cluster_of(store, each) for each in "ab"] == [Cluster("1"), Cluster("2")]
