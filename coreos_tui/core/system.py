"""The host's own identity, and what its systemd says of the whole."""

from dataclasses import dataclass
from datetime import datetime

from coreos_tui.core.answer import NOT_ASKED, Answer


@dataclass(frozen=True, slots=True)
class Systemd:
    """systemd of a host: `version` is its number, `state` `running`, `degraded`, `starting` …

    `failed` units and queued `jobs` are None where this version does not count them; `finished`
    is when the boot was done.
    """

    version: int = 0
    state: str = ""
    failed: int | None = None
    jobs: int | None = None
    finished: datetime | None = None


@dataclass(frozen=True, slots=True)
class System:
    """Who a host is to others. `machine_id` is what a reboot lock names its holders by."""

    machine_id: Answer[str] = NOT_ASKED
    systemd: Answer[Systemd] = NOT_ASKED
