"""The rungs of the ladder: workstation, host, container. Pure."""

from dataclasses import dataclass

from coreos_tui.core import topics
from coreos_tui.core.engine import Ref
from coreos_tui.core.eol import end_of_life, is_ended
from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.machine import Kind
from coreos_tui.core.release import Release
from coreos_tui.core.selection import Selection
from coreos_tui.core.store import Store
from coreos_tui.core.text import age


@dataclass(frozen=True, slots=True)
class Rung:
    """One layer. `release` is None while it is not known; `note` says why it cannot be."""

    name: str
    layer: str
    release: Release | None
    about: str = ""
    note: str = ""
    stale: bool = False

    @property
    def title(self) -> str:
        if self.release is None:
            return "…" if not self.note else "—"
        return self.release.title if self.release.known else "no release file"

    @property
    def end(self) -> str:
        """What is known of its end of life, in words."""
        last = end_of_life(self.release) if self.release else None
        if last is None or self.release is None:
            return ""
        return f"end of life {last}" if is_ended(self.release) else f"supported to {last:%Y-%m}"

    @property
    def ended(self) -> bool:
        return self.release is not None and is_ended(self.release)


def ladder_of(store: Store, selection: Selection) -> tuple[Rung, ...]:
    """The rungs from the workstation down to what is selected."""
    hosts = {host.name: host.kind for host in store.value(topics.HOSTS) or ()}
    rungs = [
        _host_rung(store, name, kind)
        for name, kind in hosts.items()
        if kind is Kind.WORKSTATION or name == selection.host
    ]
    if selection.container is not None:
        rungs.append(_container_rung(store, selection.container, selection.image))
    return tuple(rungs)


def _host_rung(store: Store, name: str, kind: Kind) -> Rung:
    reading = store.get(topics.host(name))
    facts = reading.value
    note = _short(reading.error) if reading.error else ""
    if facts is None:
        return Rung(name, str(kind), None, note=note)
    up = age(facts.booted)
    kernel = facts.kernel.split("-")[0]
    parts = [kernel, facts.architecture, f"up {up}" if up else ""]
    parts += [
        each.title
        for engine in store.value(topics.engines(name)) or ()
        if (each := store.value(topics.engine(name, engine))) is not None and each.version
    ]
    about = " · ".join(part for part in parts if part)
    return Rung(name, str(kind), facts.release, about, note, reading.stale)


def _short(error: HopError) -> str:
    """The whole sentence stands below the machines, and where the containers would be."""
    return "does not run" if error.hop is Hop.MACHINE else f"not reached: {error.hop}"


def _container_rung(store: Store, ref: Ref, image_id: str) -> Rung:
    releases = store.value(topics.releases(ref.host, ref.engine)) or {}
    listed = store.value(topics.containers(ref.host, ref.engine)) or ()
    image = next((each.image for each in listed if each.id == ref.id), "")
    return Rung(ref.name, "container", releases.get(image_id), image)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Lines of several releases side by side; `differing` names those not the same in all."""

    names: tuple[str, ...]
    lines: tuple[tuple[str, tuple[str, ...]], ...]
    differing: frozenset[str]


def compare(rungs: tuple[Rung, ...]) -> Comparison:
    """Every line of every rung's own files, in the order they first appear."""
    releases = (rung.release for rung in rungs)
    columns = [dict((*each.os_release, *each.lsb_release)) if each else {} for each in releases]
    names = dict.fromkeys(name for column in columns for name in column)
    lines = tuple((name, tuple(c.get(name, "") for c in columns)) for name in names)
    filled = [index for index, column in enumerate(columns) if column]
    differing = frozenset(
        name for name, values in lines if len({values[index] for index in filled}) > 1
    )
    return Comparison(tuple(rung.name for rung in rungs), lines, differing)
