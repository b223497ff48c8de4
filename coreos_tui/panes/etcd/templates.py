"""Files that confd makes of keys, as rows: pure."""

from dataclasses import dataclass

from coreos_tui.core import topics
from coreos_tui.core.confd import Confd, TemplateResource
from coreos_tui.core.confd_keys import freshness, watched
from coreos_tui.core.etcd import Cluster
from coreos_tui.core.store import Store
from coreos_tui.ui.table import Cell, Row


@dataclass(frozen=True, slots=True)
class TemplatePlace:
    """Names one template resource of one host."""

    host: str
    name: str


def template_rows(store: Store, cluster: Cluster) -> list[Row]:
    """The resources of every host whose confd reads this cluster."""
    rows = []
    for host in store.value(topics.HOSTS) or ():
        answer = store.value(topics.confd(host.name))
        own = store.value(topics.etcd(host.name)) or cluster.id
        if answer is None or answer.value is None or own != cluster.id or not cluster.id:
            continue
        rows += [_row(store, host.name, answer.value, each) for each in answer.value.resources]
    return rows


def _row(store: Store, host: str, confd: Confd, resource: TemplateResource) -> Row:
    seen = (store.value(topics.observed(host)) or {}).get(resource.name)
    fresh = freshness(resource, seen.changed if seen else None, seen=seen is not None)
    note = seen.error.said if seen and seen.error else fresh.words
    cells = (
        Cell(f"  {resource.dest} ← {' '.join(watched(confd, resource))}"),
        Cell(f"{seen.mark.revision:,}" if seen and not seen.error else "", "dim"),
        Cell(""),
        Cell(note, "warn" if fresh.behind or (seen and seen.error) else "dim"),
    )
    state = f", {confd.active}" if confd.active else ""
    return Row(TemplatePlace(host, resource.name), cells, group=f"confd on {host}{state}")
