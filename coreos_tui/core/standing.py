"""How a host stands, in one glyph and one word: pure."""

from dataclasses import dataclass

from coreos_tui.core import topics
from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.machine import Host, Kind, Machine, Power
from coreos_tui.core.store import Store

# Each is told apart without colour.
GLYPHS = {
    Power.RUNNING: ("●", "good"),
    Power.CHANGING: ("◐", "warn"),
    Power.SUSPENDED: ("‖", "warn"),
    Power.OFF: ("○", "dim"),
    Power.ABSENT: ("·", "dim"),
    Power.ODD: ("!", "bad"),
    Power.UNKNOWN: ("?", "warn"),
}
_WORDS = {Power.RUNNING: "run", Power.ABSENT: "absent", Power.OFF: "off"}
_BROKEN = {
    Hop.HOST_KEY: "key",
    Hop.PERMISSION: "denied",
    Hop.SSH: "ssh",
    Hop.MACHINE: "off",
}

# An engine that hangs, is cut off or is gone; others are here but not for this user.
_DOWN = (Hop.ENGINE, Hop.SOCKET)


@dataclass(frozen=True, slots=True)
class Standing:
    """`look` is that of a table's cell; `trouble` sorts the worst first, 0 for what is well."""

    glyph: str
    word: str
    look: str
    trouble: int = 0


def standing_of(store: Store, host: Host) -> Standing:
    """How a host stands by its link, and a machine by what Vagrant says of it."""
    machines = store.value(topics.MACHINES) or ()
    machine = next((each for each in machines if each.name == host.name), None)
    return standing_with(store, host, machine)


def standing_with(store: Store, host: Host, machine: Machine | None) -> Standing:
    """The same, where the host's machine is at hand."""
    reading = store.get(topics.host(host.name))
    if machine is not None and machine.busy:
        return Standing("◐", "busy", "warn")
    if machine is not None and machine.power is not Power.RUNNING:
        glyph, look = GLYPHS[machine.power]
        word = _WORDS.get(machine.power, machine.state or machine.power.value)
        return Standing(glyph, word, look, 3 if look == "bad" else 0)
    if reading.error is not None:
        return Standing("✕", _BROKEN.get(reading.error.hop, "lost"), "bad", 4)
    if reading.value is None:
        return Standing("◌", "…", "warn")
    if error := _engine_error(store, host.name):
        bad = error.hop in _DOWN
        return Standing("!", "engine", "bad" if bad else "warn", 4 if bad else 1)
    return Standing("●", "run" if host.kind is Kind.MACHINE else "up", "good")


def _engine_error(store: Store, host: str) -> HopError | None:
    """Why an engine of the host cannot be asked; one that sleeps behind its socket is well."""
    errors = [
        error
        for name in store.value(topics.engines(host)) or ()
        if (error := store.get(topics.engine(host, name)).error) and error.hop is not Hop.ASLEEP
    ]
    return next((each for each in errors if each.hop in _DOWN), errors[0] if errors else None)
