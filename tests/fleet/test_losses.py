"""What is said to go with a host, before it is halted."""

from coreos_tui.core import topics
from coreos_tui.core.answer import Answer
from coreos_tui.core.container import Container
from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.etcd import Cluster, Member, Status
from coreos_tui.core.store import Store
from coreos_tui.core.system import System
from coreos_tui.core.update import Lock, Update
from coreos_tui.fleet.losses import losses_of

AWAY = HopError(Hop.HOST, "no answer")


def cluster(*up: bool) -> Cluster:
    return Cluster(
        "c",
        tuple(
            Member(
                str(at),
                host=f"core-0{at}",
                status=Status(leader="1"),
                error=None if answers else AWAY,
            )
            for at, answers in enumerate(up, 1)
        ),
    )


def test_a_cluster_says_whether_it_can_spare_the_host() -> None:
    store = Store()
    assert losses_of(store, "core-01") == ["No container that we know of runs on it."]
    store.put(topics.CLUSTERS, (cluster(True, True, True),))
    assert losses_of(store, "core-01")[1:] == ["etcd goes on with 2 of 3 members."]
    store.put(topics.CLUSTERS, (cluster(True, True, False),))
    assert losses_of(store, "core-01")[1:] == [
        "etcd loses its quorum: it needs 2 of 3 members, and 1 would be left."
    ]
    assert losses_of(store, "core-03")[1:] == []


def test_what_runs_and_the_lock_are_named() -> None:
    store = Store()
    store.put(topics.engines("core-01"), ("docker",))
    listed = tuple(
        Container(f"{at:064x}", f"c{at}", state="running" if at else "exited") for at in range(9)
    )
    store.put(topics.containers("core-01", "docker"), listed)
    store.put(topics.system("core-01"), System(Answer("a" * 32)))
    store.put(topics.update("core-02"), Update(lock=Answer(Lock(0, 1, ("a" * 32,)))))
    assert losses_of(store, "core-01") == [
        "8 running containers with it: c1, c2, c3, c4, c5, c6 …",
        "core-01 holds the reboot lock: others wait for it until it is back.",
    ]
