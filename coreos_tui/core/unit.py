"""systemd's units, timers and listening sockets."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit as `systemctl list-units` has it.

    `id` is the name exactly as systemd has it, for commands (quoted with shlex.quote); `name` is
    the same, clean, to be shown.
    """

    id: str
    name: str
    load: str
    active: str
    sub: str
    description: str = ""

    @property
    def failed(self) -> bool:
        return self.active == "failed"

    @property
    def kind(self) -> str:
        """`service`, `timer`, `socket`, …: what comes after the last dot of the name."""
        return self.name.rpartition(".")[2] if "." in self.name else ""


class UnitRef(NamedTuple):
    """Names one unit of a host for certain: `id` for commands, `name` to be shown.

    Without an id it means the host as a whole.
    """

    host: str
    id: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Timer:
    """One timer, when it runs next and ran last (None: never), and what it starts."""

    name: str
    activates: str
    next: datetime | None = None
    last: datetime | None = None


@dataclass(frozen=True, slots=True)
class Listening:
    """One address that a socket unit listens on, and the units it starts."""

    name: str
    address: str
    activates: tuple[str, ...] = ()
