"""Clusters out of what their members say: pure."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from coreos_tui.core.errors import HopError
from coreos_tui.core.etcd import Api, Cluster, Member
from coreos_tui.transport.etcd.member import Seen


class Heard(NamedTuple):
    """What was last heard of one member, and what is wrong since; `seen` None: nothing ever."""

    cluster: str
    member: str
    host: str = ""
    seen: Seen | None = None
    error: HopError | None = None
    since: datetime | None = None


def clusters_of(heard: Iterable[Heard]) -> tuple[Cluster, ...]:
    """One cluster for each id, in the order they were first heard of."""
    grouped: dict[str, list[Heard]] = {}
    for each in heard:
        grouped.setdefault(each.cluster, []).append(each)
    return tuple(_cluster(id_, each) for id_, each in grouped.items() if any(e.seen for e in each))


def _cluster(id_: str, heard: list[Heard]) -> Cluster:
    # Whoever answers knows best who belongs to it; of several, the one that is furthest.
    fresh = [each.seen for each in heard if each.seen and each.error is None]
    tellers = fresh or [each.seen for each in heard if each.seen]
    teller = max(tellers, key=lambda each: each.status.raft_index)
    listed = {each.id: each for each in teller.members} or {
        each.member: Member(each.member) for each in heard
    }
    # What was heard over several ways: an answer counts most, then what the host's own way says.
    for each in sorted(heard, key=lambda each: (each.error is None, bool(each.host))):
        known = listed.get(each.member)
        if known is not None:
            listed[known.id] = replace(
                known,
                host=each.host or known.host,
                status=each.seen.status if each.seen else known.status,
                error=each.error,
                since=each.since,
            )
    members = tuple(sorted(listed.values(), key=lambda each: each.title))
    apis = {api for each in tellers for api in each.apis}
    return Cluster(id_, members, teller.alarms, tuple(api for api in Api if api in apis))
