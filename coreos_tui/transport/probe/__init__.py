"""One read-only script that says all there is to know of a host, in one round trip."""

import os
from dataclasses import dataclass
from typing import TypeVar

from coreos_tui.core.answer import NOT_ASKED, Answer, Lack
from coreos_tui.core.confd import Confd
from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.etcd_here import EtcdHere
from coreos_tui.core.load import Load
from coreos_tui.core.machine import HostFacts
from coreos_tui.core.system import System
from coreos_tui.core.unit import Listening, Timer, Unit
from coreos_tui.core.update import Update
from coreos_tui.transport.blocking import in_thread
from coreos_tui.transport.link import Link
from coreos_tui.transport.probe.confd import parse_confd
from coreos_tui.transport.probe.etcd import parse_etcd
from coreos_tui.transport.probe.frame import Parts
from coreos_tui.transport.probe.identity import parse_identity
from coreos_tui.transport.probe.load import parse_load
from coreos_tui.transport.probe.script import script
from coreos_tui.transport.probe.services import Service, parse_services
from coreos_tui.transport.probe.sockets import Socket, parse_sockets
from coreos_tui.transport.probe.system import parse_system
from coreos_tui.transport.probe.units import parse_listening, parse_timers, parse_units
from coreos_tui.transport.probe.update import parse_update

__all__ = ["Probe", "Rare", "Socket", "parse_probe", "probe", "script"]

T = TypeVar("T")
_LIMIT = 8 << 20
# Reading more than so many bytes takes long enough for somebody to feel it.
_MUCH = 64 * 1024


@dataclass(frozen=True, slots=True)
class Rare:
    """What changes slowly and is not looked at each time."""

    update: Update
    confd: Answer[Confd]
    etcd: Answer[EtcdHere]


@dataclass(frozen=True, slots=True)
class Probe:
    """What one look at a host found; `rare` is None where it was left out.

    Units, timers and listening sockets are NOT_ASKED unless they were asked for.
    """

    facts: HostFacts
    sockets: tuple[Socket, ...]
    system: System
    load: Load
    failed: Answer[tuple[Unit, ...]]
    units: Answer[tuple[Unit, ...]] = NOT_ASKED
    timers: Answer[tuple[Timer, ...]] = NOT_ASKED
    listening: Answer[tuple[Listening, ...]] = NOT_ASKED
    rare: Rare | None = None


async def probe(
    link: Link, *, rare: bool = True, units: bool = False, deadline: float = 10.0
) -> Probe:
    """Looks at a host once. Raises HopError when that fails or is cut short."""
    nonce = os.urandom(12).hex()
    done = await link.run(script(nonce, rare=rare, units=units), deadline=deadline, limit=_LIMIT)
    if len(done.out) > _MUCH:
        return await in_thread(parse_probe, done.out, nonce)
    return parse_probe(done.out, nonce)


def parse_probe(out: bytes, nonce: str) -> Probe:
    """The facts in what `script` printed. Raises HopError when its last mark is missing."""
    parts = Parts(out, nonce)
    if "end" not in parts:
        raise HopError(
            Hop.HOST, "it did not answer the questions about itself", "It needs a POSIX sh"
        )
    everything = parse_units(parts["units"])
    facts, services, system = parse_identity(parts), parse_services(parts), parse_system(parts)
    return Probe(
        facts=facts,
        sockets=tuple(parse_sockets(parts, services)),
        system=system,
        load=parse_load(parts),
        failed=_listed(_failed(parts, everything), system),
        units=_listed(everything, system),
        timers=_listed(parse_timers(parts["timers"]), system),
        listening=_listed(parse_listening(parts["listening"]), system),
        rare=_rare(parts, facts, services) if "family" in parts else None,
    )


def _failed(parts: Parts, everything: Answer[tuple[Unit, ...]]) -> Answer[tuple[Unit, ...]]:
    if "failed" in parts:
        return parse_units(parts["failed"])
    if everything.value is None:
        return everything
    return Answer(tuple(unit for unit in everything.value if unit.failed))


def _listed(answer: Answer[T], system: System) -> Answer[T]:
    """Lists that are not here for the reason that systemd itself gives."""
    if answer.lack is Lack.NOT_HERE and not system.systemd.known:
        return Answer(None, system.systemd.lack, system.systemd.why)
    return answer


def _rare(parts: Parts, facts: HostFacts, services: dict[str, Service]) -> Rare:
    return Rare(
        parse_update(parts, facts.release, services),
        parse_confd(parts, services.get("confd.service")),
        parse_etcd(parts, services),
    )
