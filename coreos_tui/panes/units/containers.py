"""Which container a unit runs, and which unit runs a container: pure.

Engines put a container into a scope named after its id (Docker's systemd cgroup driver, Podman,
CRI-O). A unit that starts a Podman container (quadlet, `podman generate systemd`) is named in the
container's label PODMAN_SYSTEMD_UNIT.
"""

import re
from collections.abc import Mapping

from coreos_tui.core import topics
from coreos_tui.core.container import Container
from coreos_tui.core.engine import Ref
from coreos_tui.core.store import Store

LABEL = "PODMAN_SYSTEMD_UNIT"
_SCOPE = re.compile(r"(?:docker|libpod|libpod-conmon|crio)-([0-9a-f]{64})\.scope")
_LONG = re.compile(r"([0-9a-f]{12})[0-9a-f]{52}")


def short(name: str) -> str:
    """A unit's name with ids in it as short as people know them."""
    return _LONG.sub(r"\1…", name) if len(name) > 52 else name


def containers_by_unit(store: Store, host: str) -> dict[str, Ref]:
    """Containers of a host by their id, and by the unit that their label names."""
    found: dict[str, Ref] = {}
    for engine in store.value(topics.engines(host)) or ():
        for each in store.value(topics.containers(host, engine)) or ():
            ref = Ref(host, engine, each.id, each.name)
            found[each.id] = ref
            if unit := each.label(LABEL):
                found[unit] = ref
    return found


def container_of(owners: Mapping[str, Ref], unit: str) -> Ref | None:
    """The container that a unit runs, among those of its host."""
    if unit.endswith(".scope"):
        scope = _SCOPE.fullmatch(unit)
        return owners.get(scope[1]) if scope else None
    return owners.get(unit)


def units_of(ref: Ref, container: Container) -> tuple[str, ...]:
    """Names of the units that may run a container: its own first, its engine's last."""
    label = container.label(LABEL)
    scopes = (f"{prefix}-{ref.id}.scope" for prefix in ("docker", "libpod", "crio"))
    return (*((label,) if label else ()), *scopes, f"{ref.engine}.service")
