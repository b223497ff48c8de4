"""Where hosts that should be alike are not: pure."""

from collections import defaultdict
from dataclasses import dataclass

from coreos_tui.core import topics
from coreos_tui.core.store import Store


@dataclass(frozen=True, slots=True)
class Drift:
    """One thing that differs: what it is, and each host's own answer, most common first."""

    subject: str
    answers: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def words(self) -> str:
        """`4593.2.0 on core-01, core-02; 4593.3.0 on core-03`."""
        return "; ".join(f"{answer} on {', '.join(hosts)}" for answer, hosts in self.answers)


def drifts_of(store: Store) -> list[Drift]:
    """The same system in different versions, the same unit in different states."""
    return [*_versions(store), *_units(store)]


def _versions(store: Store) -> list[Drift]:
    systems: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for host in store.value(topics.HOSTS) or ():
        facts = store.value(topics.host(host.name))
        if facts is not None and facts.release.known:
            systems[facts.release.name][facts.release.version or "—"].append(host.name)
    return [_drift(name, found) for name, found in systems.items() if len(found) > 1]


def _units(store: Store) -> list[Drift]:
    """Units that failed on some hosts, and on others not."""
    failed: dict[str, list[str]] = defaultdict(list)
    asked = []
    for host in store.value(topics.HOSTS) or ():
        answer = store.value(topics.failed_units(host.name))
        if answer is not None and answer.value is not None:
            asked.append(host.name)
            for unit in answer.value:
                failed[unit.name].append(host.name)
    return [
        _drift(name, {"failed": hosts, "not failed": [h for h in asked if h not in hosts]})
        for name, hosts in sorted(failed.items())
        if len(hosts) < len(asked)
    ]


def _drift(subject: str, found: dict[str, list[str]]) -> Drift:
    answers = sorted(found.items(), key=lambda each: -len(each[1]))
    return Drift(subject, tuple((answer, tuple(hosts)) for answer, hosts in answers))
