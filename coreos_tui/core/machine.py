"""Vagrant's machines and the hosts that can be asked."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum

from coreos_tui.core.release import Release


class Power(Enum):
    """What a machine's state comes to, whatever its provider calls it."""

    RUNNING = "running"
    CHANGING = "changing"
    SUSPENDED = "suspended"
    OFF = "off"
    ABSENT = "not created"
    ODD = "odd"
    UNKNOWN = "unknown"


# Raw states of the virtualbox, libvirt, docker, qemu, vmware_desktop and hyperv providers.
_POWER = {
    Power.RUNNING: "running on",
    Power.CHANGING: "starting stopping saving restoring shutting_down preparing",
    Power.SUSPENDED: "saved paused suspended pmsuspended",
    Power.OFF: "poweroff off stopped shutoff not_running aborted aborted-saved",
    Power.ABSENT: "not_created",
    Power.ODD: "stuck gurumeditation crashed blocked inaccessible nostate",
}
_BY_STATE = {state: power for power, states in _POWER.items() for state in states.split()}


@dataclass(frozen=True, slots=True)
class Machine:
    """One machine of the Vagrantfile; `state` is the provider's own word."""

    name: str
    provider: str = ""
    state: str = ""
    since: datetime | None = None
    busy: bool = False

    @property
    def power(self) -> Power:
        return _BY_STATE.get(self.state, Power.UNKNOWN)


class Kind(StrEnum):
    """How a host is reached."""

    WORKSTATION = "workstation"
    MACHINE = "machine"
    SSH = "ssh"


@dataclass(frozen=True, slots=True)
class Host:
    """An operating system that can be asked."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class HostFacts:
    """What a host says of itself in one probe."""

    hostname: str
    release: Release
    kernel: str = ""
    architecture: str = ""
    booted: datetime | None = None
    user: str = ""
    boot_id: str = ""
