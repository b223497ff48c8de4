"""What can be asked about a host's units, and done to them."""

from dataclasses import dataclass

from coreos_tui.core.unit import UnitRef
from coreos_tui.fleet.fleet import Fleet
from coreos_tui.transport import systemd


@dataclass(frozen=True, slots=True)
class Extent:
    """Which part of a journal: `boot` counts back from the running one (None: all of them),
    `priority` is the least that is shown, syslog's 7 (debug, so everything) to 0.
    """

    boot: int | None = None
    priority: int = 7


EVERYTHING = Extent()


class Units:
    """The units of all hosts of a fleet."""

    def __init__(self, fleet: Fleet) -> None:
        self._fleet = fleet

    def command(self, verb: str, ref: UnitRef) -> str:
        """The command line that `act` runs there."""
        return systemd.command(verb, ref.id)

    async def act(self, verb: str, ref: UnitRef) -> None:
        """Starts, stops, enables … a unit; then the host is looked at anew.

        Raises HopError, also when only looking is allowed.
        """
        self._fleet.check_allowed(f"{verb} {ref.name}")
        link = self._fleet.link(ref.host)
        try:
            await systemd.act(link, verb, ref.id, sudo=self._fleet.site.sudo)
        finally:
            self._fleet.wake(ref.host)

    async def properties(self, ref: UnitRef) -> dict[str, object]:
        """All that systemd knows of it, grouped. Raises HopError."""
        return await systemd.properties(self._fleet.link(ref.host), ref.id)

    async def files(self, ref: UnitRef) -> str:
        """Its file and drop-ins. Raises HopError."""
        return await systemd.unit_files(self._fleet.link(ref.host), ref.id)

    async def processes(self, ref: UnitRef) -> tuple[tuple[str, ...], ...]:
        """Its processes as rows of words, titles first. Raises HopError."""
        return await systemd.processes(self._fleet.link(ref.host), ref.id)

    def journal(self, ref: UnitRef, span: Extent = EVERYTHING) -> systemd.Journal:
        """A unit's journal; the host's where the ref names no unit."""
        return systemd.Journal(
            lambda: self._fleet.link(ref.host),
            ref.name or ref.host,
            ref.id,
            span.boot,
            span.priority,
        )
