"""`coreos-tui doctor`: every hop in order, what was tried, what it said and what to do."""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from coreos_tui.core import topics
from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.machine import Host, Kind, Machine, Power
from coreos_tui.core.store import Store
from coreos_tui.fleet.fleet import WORKSTATION, Site
from coreos_tui.report.snapshot import gather

DEADLINE = 25.0


@dataclass(frozen=True, slots=True)
class Check:
    """One hop: `good` is None where there was nothing to check."""

    tried: str
    good: bool | None
    said: str
    do: str = ""

    def lines(self) -> Iterator[str]:
        mark = {True: "ok  ", False: "FAIL", None: "--  "}[self.good]
        yield f"{mark} {self.tried}: {self.said}"
        if self.do and not self.good:
            yield f"     → {self.do}"


async def print_checks(site: Site) -> int:
    """Prints every check; 1 where one failed."""
    fleet, store = await gather(site, DEADLINE)
    checks = [*_terminal(), *_vagrant(store, bool(fleet.vagrant))]
    for host in store.value(topics.HOSTS) or ():
        checks += _host(store, host)
    await fleet.stop()
    for check in checks:
        sys.stdout.write("\n".join(check.lines()) + "\n")
    failed = [check for check in checks if check.good is False]
    words = f"{len(failed)} of {len(checks)} checks failed" if failed else "Every hop stands"
    sys.stdout.write(f"\n{words}.\n")
    return 1 if failed else 0


def _terminal() -> Iterator[Check]:
    term, encoding = os.environ.get("TERM", ""), sys.stdout.encoding or "unknown"
    yield Check("terminal", term not in ("", "dumb") or None, f"TERM is {term or 'not set'}")
    utf8 = encoding.lower().replace("-", "") == "utf8"
    yield Check("encoding", utf8, f"output is {encoding}", "Set LANG to a UTF-8 locale")


def _vagrant(store: Store, asked: bool) -> Iterator[Check]:
    if not asked:
        yield Check("vagrant", None, "no Vagrantfile in this folder", "coreos-tui --directory DIR")
        return
    reading = store.get(topics.MACHINES)
    if reading.error is not None:
        yield _failed("vagrant status", reading.error)
    else:
        found = ", ".join(f"{each.name} {each.state}" for each in reading.value or ())
        yield Check("vagrant status", True, found or "the Vagrantfile defines no machine")


def _failed(tried: str, error: HopError) -> Check:
    return Check(tried, False, f"{error.hop.value}: {error.said}", error.advice)


def _host(store: Store, host: Host) -> Iterator[Check]:
    machine = next((m for m in store.value(topics.MACHINES) or () if m.name == host.name), None)
    reading = store.get(topics.host(host.name))
    where = host.name if host.kind is Kind.WORKSTATION else f"{host.kind.value} {host.name}"
    if machine is not None and _is_off(machine):
        yield Check(where, None, f"it is {machine.state}", "Start it with S, or `vagrant up`")
        return
    if reading.error is not None:
        yield _failed(where, reading.error)
        return
    if reading.value is None:
        yield Check(where, False, f"no answer within {DEADLINE:.0f} s", "Is it overloaded?")
        return
    facts = reading.value
    yield Check(where, True, f"{facts.release.pretty}, {facts.kernel}, as user {facts.user}")
    yield from _engines(store, host, where)


def _is_off(machine: Machine) -> bool:
    return machine.power not in (Power.RUNNING, Power.UNKNOWN)


def _engines(store: Store, host: Host, where: str) -> Iterator[Check]:
    engines = store.value(topics.engines(host.name)) or ()
    if not engines:
        advice = "Install Docker or Podman, or point DOCKER_HOST at an engine"
        need = False if host.name == WORKSTATION else None
        yield Check(f"{where}, engine", need, "neither a Docker nor a Podman socket", advice)
    for engine in engines:
        reading = store.get(topics.containers(host.name, engine))
        facts = store.value(topics.engine(host.name, engine))
        tried = f"{where}, {engine}"
        if reading.error is not None and reading.error.hop is Hop.ASLEEP:
            yield Check(tried, None, reading.error.said, reading.error.advice)
        elif reading.error is not None:
            yield _failed(tried, reading.error)
        elif reading.value is None or facts is None:
            yield Check(tried, False, "it did not answer in time", "Is it overloaded?")
        else:
            told = f"{facts.product} {facts.version}, API {facts.api}, {facts.address}"
            yield Check(tried, True, f"{told}, {len(reading.value)} containers")
