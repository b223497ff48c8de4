"""Everything the screen would show, gathered once."""

import asyncio
import contextlib
import time
from typing import Any

from coreos_tui.core import topics
from coreos_tui.core.container import Container
from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.machine import Host, Machine, Power
from coreos_tui.core.release import Release
from coreos_tui.core.store import Reading, Store
from coreos_tui.fleet.fleet import Fleet, Site

UNANSWERED = HopError(Hop.HOST, "no answer in time", "Is it overloaded? --deadline waits longer")

LOOK_EVERY = 0.2


async def gather(site: Site, deadline: float) -> tuple[Fleet, Store]:
    """A fleet that has answered, or has had `deadline` seconds to. The caller stops it."""
    store = Store()
    fleet = Fleet(site, store)
    changed = asyncio.Event()
    store.watch(lambda _: changed.set())
    fleet.start()
    end = time.monotonic() + deadline
    while not (fleet.vagrant_answered and settled(store)) and time.monotonic() < end:
        changed.clear()
        # An answer that is the same as the hint before it changes nothing in the store.
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(changed.wait(), LOOK_EVERY)
    return fleet, store


def settled(store: Store) -> bool:
    """Whether every host that was asked has answered or failed."""
    return all(_host_settled(store, host) for host in store.value(topics.HOSTS) or ())


def _host_settled(store: Store, host: Host) -> bool:
    reading = store.get(topics.host(host.name))
    if reading.error is not None:
        return True
    if reading.value is None:
        return False
    return all(
        _engine_settled(store, host.name, engine)
        for engine in store.value(topics.engines(host.name)) or ()
    )


def _engine_settled(store: Store, host: str, engine: str) -> bool:
    reading = store.get(topics.containers(host, engine))
    if reading.error is not None:
        return True
    if reading.value is None:
        return False
    known = store.value(topics.releases(host, engine)) or {}
    return all((each.image_id or each.image) in known for each in reading.value)


def snapshot(store: Store) -> dict[str, Any]:
    """The readings as plain values, for JSON."""
    error = store.get(topics.MACHINES).error
    return {
        "vagrant": {"error": error.sentence if error else None},
        "hosts": [_host(store, host) for host in store.value(topics.HOSTS) or ()],
    }


def _said(reading: Reading[Any]) -> str | None:
    """What is wrong with a reading; silence until the deadline is wrong too."""
    if reading.error is not None:
        return reading.error.sentence
    return UNANSWERED.sentence if reading.value is None else None


def _host(store: Store, host: Host) -> dict[str, Any]:
    reading = store.get(topics.host(host.name))
    facts = reading.value
    machines = {each.name: each for each in store.value(topics.MACHINES) or ()}
    return {
        "name": host.name,
        "kind": host.kind.value,
        "machine": _machine(machines.get(host.name)),
        "error": _said(reading),
        "hostname": facts.hostname if facts else None,
        "kernel": facts.kernel if facts else None,
        "architecture": facts.architecture if facts else None,
        "booted": facts.booted.isoformat() if facts and facts.booted else None,
        "release": _release(facts.release if facts else None),
        "engines": [
            _engine(store, host.name, engine)
            for engine in store.value(topics.engines(host.name)) or ()
        ],
    }


def _machine(machine: Machine | None) -> dict[str, Any] | None:
    if machine is None:
        return None
    return {
        "provider": machine.provider,
        "state": machine.state,
        "running": machine.power is Power.RUNNING,
        "since": machine.since.isoformat() if machine.since else None,
    }


def _release(release: Release | None) -> dict[str, Any] | None:
    if release is None or not release.known:
        return None
    return {
        "title": release.title,
        "id": release.id,
        "version": release.version,
        "os_release": dict(release.os_release),
        "lsb_release": dict(release.lsb_release),
    }


def _engine(store: Store, host: str, name: str) -> dict[str, Any]:
    facts = store.value(topics.engine(host, name))
    reading = store.get(topics.containers(host, name))
    releases = store.value(topics.releases(host, name)) or {}
    return {
        "name": name,
        "product": facts.product if facts else None,
        "version": facts.version if facts else None,
        "api": facts.api if facts else None,
        "asleep": reading.error is not None and reading.error.hop is Hop.ASLEEP,
        "error": _said(reading),
        "containers": [
            _container(each, releases.get(each.image_id or each.image))
            for each in sorted(reading.value or (), key=lambda each: each.name)
        ],
    }


def _container(each: Container, release: Release | None) -> dict[str, Any]:
    return {
        "id": each.id,
        "name": each.name,
        "image": each.image,
        "state": each.state,
        "status": each.status,
        "health": each.health or None,
        "exit_code": each.exit_code,
        "project": each.project or None,
        "ports": [port.text for port in each.ports],
        "created": each.created.isoformat() if each.created else None,
        "release": _release(release),
    }
