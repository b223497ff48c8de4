"""One container of the demo: what it is, what it says, what files it has."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from coreos_tui.core.container import Port
from coreos_tui.demo.clock import WALL
from coreos_tui.demo.logbook import Logbook


def hex_id(seed: str) -> str:
    """64 hexadecimal digits that are always the same for one seed."""
    return hashlib.sha256(seed.encode()).hexdigest()


def utc_now() -> datetime:
    return WALL.now()


@dataclass(slots=True, kw_only=True)
class SceneContainer:
    """One container. `cpu` in percent of one core, `memory` and `limit` in bytes.

    `os_release` and `lsb_release` are the text of its files, None where it has none;
    `linked` says whether /etc/os-release points to /usr/lib/os-release. `own_files` are more
    texts by absolute path. `settles` is the health that a start comes to after a while.
    """

    name: str
    id: str = ""
    image: str = "busybox:1.37"
    image_id: str = ""
    command: tuple[str, ...] = ("/entrypoint.sh",)
    os_release: str | None = None
    lsb_release: str | None = None
    linked: bool = True
    state: str = "running"
    exit_code: int = 0
    stop_code: int = 0
    health: str = ""
    tty: bool = False
    has_shell: bool = True
    labels: dict[str, str] = field(default_factory=dict)
    ports: tuple[Port, ...] = ()
    env: tuple[str, ...] = ()
    address: str = ""
    log: Logbook = field(default_factory=Logbook)
    cpu: float = 0.1
    memory: int = 1 << 20
    limit: int = 2 << 30
    loop: float = 0.0
    created: datetime = field(default_factory=utc_now)
    started: datetime | None = None
    finished: datetime | None = None
    restarts: int = 0
    own_files: dict[str, str] = field(default_factory=dict)
    settles: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or hex_id(f"container {self.name}")
        self.image_id = self.image_id or f"sha256:{hex_id(f'image {self.image}')}"
        self.settles = self.settles or self.health
        if self.state != "created" and self.started is None:
            self.started = self.created
        if self.state in ("exited", "restarting", "dead") and self.finished is None:
            self.finished = utc_now()

    @property
    def running(self) -> bool:
        return self.state in ("running", "paused")

    def aged(self, **span: float) -> "SceneContainer":
        """The same container, created and started so long ago (as timedelta takes it)."""
        self.created = self.started = utc_now() - timedelta(**span)
        return self

    def files(self) -> dict[str, bytes | str]:
        """Its files by absolute path: bytes of a file, or the target of a link."""
        found: dict[str, bytes | str] = {"/etc/hostname": f"{self.id[:12]}\n".encode()}
        if self.os_release is not None:
            text = self.os_release.encode()
            found["/usr/lib/os-release" if self.linked else "/etc/os-release"] = text
            if self.linked:
                found["/etc/os-release"] = "../usr/lib/os-release"
        if self.lsb_release is not None:
            found["/etc/lsb-release"] = self.lsb_release.encode()
        return found | {path: text.encode() for path, text in self.own_files.items()}
