"""What a scenario says: machines, engines, containers, and what happens when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from coreos_tui.core.container import Port

Way = Literal["workstation", "vagrant", "ssh"]
Product = Literal["docker", "podman"]

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
KERNEL = "6.12.58-flatcar"
ENTRYPOINT = ("/entrypoint.sh",)


@dataclass(frozen=True, slots=True)
class ReleasePart:
    """The text of a system's release files, None where it has no such file."""

    os_release: str | None = None
    lsb_release: str | None = None


@dataclass(frozen=True, slots=True)
class ContainerPart:
    """One container. `age`, `every`, `loop` and `ended` in seconds, `memory` in bytes.

    `log` was written at its start; `says` is written over and over, a line `every` seconds.
    """

    name: str
    image: str
    release: ReleasePart = ReleasePart()
    command: tuple[str, ...] = ENTRYPOINT
    state: str = "running"
    exit_code: int = 0
    health: str = ""
    tty: bool = False
    shell: bool = True
    labels: Mapping[str, str] = field(default_factory=dict)
    ports: tuple[Port, ...] = ()
    env: tuple[str, ...] = ()
    address: str = ""
    log: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    every: float = 0.0
    loop: float = 0.0
    age: float = 3600.0
    ended: float = 60.0
    cpu: float = 0.1
    memory: int = 4 << 20
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EnginePart:
    """One engine of a machine; `rootless` says that it is its user's own."""

    product: Product = "docker"
    version: str = "28.0.4"
    api: str = "1.48"
    rootless: bool = False
    containers: tuple[ContainerPart, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitPart:
    """One unit of systemd. `next` and `last` are of a timer, in seconds from and before now.

    `status` is what a service says of itself, `listens` are addresses of a socket. It writes one
    of `says` to the journal each `every` seconds; one that begins with `!` is an error, with `?`
    a warning, with `#` for debugging, and `{n}` in it is its number.
    """

    name: str
    state: str = "active"
    sub: str = ""
    load: str = "loaded"
    description: str = ""
    status: str = ""
    activates: str = ""
    listens: tuple[str, ...] = ()
    next: float = 0.0
    last: float = 0.0
    says: tuple[str, ...] = ()
    every: float = 10.0


@dataclass(frozen=True, slots=True)
class UpdatePart:
    """How a machine updates. `kind` is `update_engine`, `ostree`, or empty for neither.

    `operation` is update_engine's word without UPDATE_STATUS_, `status` Zincati's words,
    `checked` how many seconds ago it looked, `locked_by` the machine with the reboot lock.
    """

    kind: str = ""
    operation: str = "IDLE"
    next: str = ""
    previous: str = ""
    status: str = ""
    checked: float = 0.0
    progress: float = 0.0
    locked_by: str = ""


@dataclass(frozen=True, slots=True)
class LoadPart:
    """How busy a machine is: averages of 1, 5 and 15 minutes; sizes in bytes."""

    averages: tuple[float, float, float] = (0.21, 0.18, 0.12)
    cores: int = 2
    memory: int = 2 << 30
    memory_available: int = 1300 << 20
    disk: int = 17 << 30
    disk_free: int = 12 << 30


@dataclass(frozen=True, slots=True)
class MachinePart:
    """One machine; `booted` and `created` are how many seconds ago that was.

    `systemd` is its version, 0 where it has none.
    """

    name: str
    way: Way = "vagrant"
    release: ReleasePart = ReleasePart()
    kernel: str = KERNEL
    user: str = "core"
    uid: int = 500
    booted: float = 7200.0
    created: float = 86_400.0
    state: str = "running"
    provider: str = "virtualbox"
    files: Mapping[str, str] = field(default_factory=dict)
    systemd: int = 255
    units: tuple[UnitPart, ...] = ()
    update: UpdatePart = UpdatePart()
    load: LoadPart = LoadPart()
    engines: tuple[EnginePart, ...] = ()


@dataclass(frozen=True, slots=True)
class EtcdPart:
    """A cluster of etcd on some of the machines; `keys` are those of v3, `old_keys` of v2."""

    members: tuple[str, ...] = ()
    version: str = "3.5.16"
    keys: Mapping[str, str] = field(default_factory=dict)
    old_keys: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happens `seconds` after the begin, and `again` every so many seconds.

    `on` is the machine, `words` the subject and the verb, such as `("stop", "web")`.
    """

    seconds: float
    words: tuple[str, ...]
    on: str = ""
    again: float = 0.0


@dataclass(frozen=True, slots=True)
class Scenario:
    """A whole scenario; `now` is the moment it begins at when it has to play alike each time."""

    title: str = "demo"
    now: datetime = NOW
    machines: tuple[MachinePart, ...] = ()
    steps: tuple[Step, ...] = ()
    etcd: EtcdPart = EtcdPart()

    def machine(self, name: str) -> MachinePart | None:
        """The machine of that name."""
        return next((each for each in self.machines if each.name == name), None)
