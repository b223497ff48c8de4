"""A cluster out of what is heard of its members, over whichever way."""

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.etcd import Api, Member, Status
from coreos_tui.fleet.etcd.assembly import Heard, clusters_of
from coreos_tui.transport.etcd.member import Seen

MEMBERS = (Member("a", "one"), Member("b", "two"))
AWAY = HopError(Hop.SSH, "refused")
CLOSED = HopError(Hop.HOST, "takes no connection")


def seen(member: str, index: int = 1, leader: str = "a") -> Seen:
    status = Status("3.5.16", leader, 7, index, 2)
    return Seen("c", member, status, MEMBERS, (), (Api.V3,))


def test_an_answer_over_any_way_counts_most() -> None:
    for order in (1, -1):
        ways = (Heard("c", "b", "host-2", seen("b"), AWAY), Heard("c", "b", "", seen("b", 9)))
        (cluster,) = clusters_of((Heard("c", "a", "host-1", seen("a")), *ways[::order]))
        two = cluster.members[1]
        assert (two.host, two.error, two.status.raft_index) == ("host-2", None, 9)
        assert (cluster.up, cluster.leader.name) == (2, "one")


def test_a_member_that_says_nothing_keeps_what_it_said_last() -> None:
    ways = (Heard("c", "b", "host-2", seen("b", 5), AWAY), Heard("c", "b", error=CLOSED))
    (cluster,) = clusters_of((Heard("c", "a", "host-1", seen("a")), *ways))
    two = cluster.members[1]
    assert (two.error, two.status.raft_index, two.healthy) == (AWAY, 5, False)


def test_what_nobody_has_heard_is_no_cluster() -> None:
    assert clusters_of((Heard("c", "b", error=CLOSED),)) == ()
