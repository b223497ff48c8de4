"""Members of a cluster as rows, and what is wrong with it in sentences: pure."""

from coreos_tui.core.errors import HopError
from coreos_tui.core.etcd import Cluster, Member
from coreos_tui.core.text import age, count, size
from coreos_tui.ui.table import Cell, Column, Row

COLUMNS = (
    Column("glyph", "", 1, priority=9),
    Column("name", "member", 18, 8, priority=9),
    Column("state", "state", 10, priority=8),
    Column("version", "version", 9, 7, priority=6),
    Column("revision", "revision", 10, 8, align="right", priority=7),
    Column("size", "db", 8, align="right", priority=5),
    Column("used", "in use", 8, align="right", priority=2),
    Column("raft", "term/index", 14, 10, align="right", priority=3),
    Column("url", "clients at", None, 10, priority=1),
)


def rows_of(cluster: Cluster) -> list[Row]:
    """One row a member, by name."""
    return [_row(cluster, each) for each in cluster.members]


def _row(cluster: Cluster, member: Member) -> Row:
    status = member.status
    glyph, word, look = state_of(cluster, member)
    cells = [Cell(glyph, look), Cell(member.title), Cell(word, look)]
    old = "dim" if member.error is not None else ""
    if status is None:
        cells += [Cell("")] * 5
    else:
        cells += [
            Cell(status.version, old),
            Cell(f"{status.revision:,}", old),
            Cell(size(status.db_size) if status.db_size else "", old),
            Cell(size(status.db_in_use) if status.db_in_use else "", "dim"),
            Cell(f"{status.raft_term}/{status.raft_index:,}", "dim"),
        ]
    cells.append(Cell(" ".join(member.client_urls), "dim"))
    return Row(member.id, tuple(cells))


def state_of(cluster: Cluster, member: Member) -> tuple[str, str, str]:
    """Glyph, words and look of a member; each is told apart without colour."""
    if member.error is not None:
        return "✕", f"down {age(member.since)}", "bad"
    if member.status is None:
        return "◌", "…", "warn"
    if not member.status.leader:
        return "!", "no leader", "bad"
    if any(each.member == member.id for each in cluster.alarms):
        return "!", "alarm", "bad"
    if member.status.leader == member.id:
        return "★", "leader", "good"
    return ("◇", "learner", "warn") if member.learner else ("●", "follower", "good")


def sentences_of(cluster: Cluster) -> list[str]:
    """What is wrong, the worst first."""
    found = []
    if cluster.members and cluster.up < cluster.quorum:
        found.append(
            f"Quorum lost: {cluster.up} of {count(cluster.voters, 'member')} well, "
            f"{cluster.quorum} needed. Nothing can be written."
        )
    names = {each.id: each.title for each in cluster.members}
    found += [
        f"Alarm {each.kind} on {names.get(each.member, each.member)}: the cluster takes no writes."
        for each in cluster.alarms
    ]
    found += [_down(each.title, each.error) for each in cluster.members if each.error is not None]
    return found


def _down(title: str, error: HopError) -> str:
    """What a member's error says, and of which one where it does not name it."""
    said = error.sentence.removeprefix(f"{error.hop.value}: ")
    return said if said.startswith(title) else f"{title}: {said}"


def line_of(cluster: Cluster) -> str:
    """How the cluster stands, for the title: `3/3 up · revision 1,234`."""
    leads = "" if cluster.leader else "no leader · "
    return f"{leads}{cluster.up}/{cluster.voters} up · revision {cluster.revision:,}"
