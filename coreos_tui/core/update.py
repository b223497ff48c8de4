"""Where a host stands with its updates and its next reboot."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum

from coreos_tui.core.answer import NOT_ASKED, Answer

# The window of those that reboot by themselves and have no other.
ANY_TIME = "any time"


class Family(StrEnum):
    """The ways of updating that are known."""

    FLATCAR = "update_engine"
    OSTREE = "ostree"
    DEBIAN = "packages"
    UNKNOWN = "unknown"


class Need(Enum):
    """Whether a reboot is needed. The lack of evidence proves nothing."""

    YES = "reboot needed"
    NO_EVIDENCE = "no sign of one"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reboot:
    """Whether a host needs a reboot, and what says so, in a part of a sentence."""

    need: Need = Need.UNKNOWN
    why: str = ""


@dataclass(frozen=True, slots=True)
class Lock:
    """The reboot lock of a cluster: `semaphore` places of `most` are free.

    `holders` are machine ids, `where` is the URL it was read from.
    """

    semaphore: int
    most: int
    holders: tuple[str, ...] = ()
    where: str = ""


@dataclass(frozen=True, slots=True)
class Update:
    """Updates of one host.

    `next` is the version found or fetched; `staged` says that it waits for nothing but a reboot.
    `previous` is what it can roll back to, `channel` the channel or stream. `operation` is
    the updater's own word; `progress` of a download goes from 0 to 1. `waits_for` are sentences.
    """

    family: Family = Family.UNKNOWN
    version: str = ""
    next: Answer[str] = NOT_ASKED
    staged: bool = False
    previous: Answer[str] = NOT_ASKED
    channel: Answer[str] = NOT_ASKED
    strategy: Answer[str] = NOT_ASKED
    window: Answer[str] = NOT_ASKED
    last_checked: Answer[datetime] = NOT_ASKED
    operation: Answer[str] = NOT_ASKED
    progress: float | None = None
    waits_for: tuple[str, ...] = ()
    reboot: Reboot = Reboot()
    lock: Answer[Lock] = NOT_ASKED
