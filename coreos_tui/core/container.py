"""Containers as an engine lists them.

Source: GET /containers/json of the Docker Engine API, 1.24 to 1.5x, and Podman's compatible one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from coreos_tui.core.sanitize import clean

_EXIT = re.compile(r"\((-?\d+)\)")
_HEALTH = re.compile(r"\((healthy|unhealthy|health: starting)\)")
_AGE = re.compile(r"(?:Up|Exited \(-?\d+\)|Restarting \(-?\d+\))\s+(.*?)(?:\s+ago)?(?:\s*\(.*\))?$")


@dataclass(frozen=True, slots=True, order=True)
class Port:
    """A port of a container; `public` is 0 where it is not published."""

    private: int
    public: int = 0
    address: str = ""
    protocol: str = "tcp"

    @property
    def text(self) -> str:
        tail = "" if self.protocol == "tcp" else f"/{self.protocol}"
        return f"{self.public}→{self.private}{tail}" if self.public else f"{self.private}{tail}"


@dataclass(frozen=True, slots=True)
class Container:
    """One container. All text is clean; `id` is only hexadecimal digits."""

    id: str
    name: str
    image: str = ""
    image_id: str = ""
    state: str = ""
    status: str = ""
    created: datetime | None = None
    command: str = ""
    ports: tuple[Port, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()

    @property
    def short_id(self) -> str:
        return self.id[:12]

    @property
    def running(self) -> bool:
        """Whether it has a process: running, paused or between two restarts."""
        return self.state in ("running", "paused", "restarting")

    @property
    def health(self) -> str:
        """`healthy`, `unhealthy`, `starting`, or empty where there is no health check."""
        found = _HEALTH.search(self.status)
        return found.group(1).removeprefix("health: ") if found else ""

    @property
    def exit_code(self) -> int | None:
        """The code of the last end, where the engine's list says one."""
        if self.state not in ("exited", "restarting", "dead"):
            return None
        found = _EXIT.search(self.status)
        return int(found.group(1)) if found else None

    @property
    def bad(self) -> bool:
        """Whether somebody should look: unhealthy, looping, dead, or ended with a failure."""
        failed = self.state == "exited" and (self.exit_code or 0) not in (0, 137, 143)
        return failed or self.health == "unhealthy" or self.state in ("restarting", "dead")

    @property
    def lasting(self) -> str:
        """How long it has been so, as the engine words it, shortened: `3 h`, `12 s`."""
        found = _AGE.match(self.status)
        return _shortened(found.group(1)) if found else ""

    @property
    def project(self) -> str:
        return self.label("com.docker.compose.project") or self.label("io.podman.compose.project")

    @property
    def service(self) -> str:
        return self.label("com.docker.compose.service")

    def label(self, name: str) -> str:
        return next((value for key, value in self.labels if key == name), "")


def _shortened(words: str) -> str:
    words = words.replace("Less than a second", "0 s")
    words = re.sub(r"^(About )?(an?|\d+) ", lambda m: f"{m[2] if m[2].isdigit() else 1} ", words)
    found = re.match(r"(\d+) (second|minute|hour|day|week|month|year)", words)
    if not found:
        return words
    unit = "mo" if found.group(2) == "month" else found.group(2)[0]
    return f"{found.group(1)} {unit}"


def _text(value: object) -> str:
    return clean(value) if isinstance(value, str) else ""


def _port(raw: Mapping[str, Any]) -> Port:
    return Port(
        int(raw.get("PrivatePort") or 0),
        int(raw.get("PublicPort") or 0),
        _text(raw.get("IP")),
        _text(raw.get("Type")) or "tcp",
    )


def _ports(raw: object) -> tuple[Port, ...]:
    seen: dict[tuple[int, int, str], Port] = {}
    for each in raw if isinstance(raw, list) else ():
        if isinstance(each, Mapping):
            port = _port(each)
            seen.setdefault((port.private, port.public, port.protocol), port)
    return tuple(sorted(seen.values()))


def _created(raw: object) -> datetime | None:
    if isinstance(raw, int | float) and 0 < raw < 32_503_680_000:
        return datetime.fromtimestamp(raw, UTC)
    return None


def parse_container(raw: Mapping[str, Any]) -> Container | None:
    """One entry of the list, or None where it has no id."""
    id_ = re.sub(r"[^0-9a-fA-F]", "", str(raw.get("Id") or ""))
    if not id_:
        return None
    names = [n for n in raw.get("Names") or () if isinstance(n, str)]
    own = [n for n in names if n.count("/") == 1] or names
    labels = raw.get("Labels")
    pairs = labels.items() if isinstance(labels, Mapping) else ()
    return Container(
        id=id_,
        name=clean(own[0].removeprefix("/")) if own and own[0] != "/" else id_[:12],
        image=_text(raw.get("Image")),
        image_id=_text(raw.get("ImageID")),
        state=_text(raw.get("State")).lower(),
        status=_text(raw.get("Status")),
        created=_created(raw.get("Created")),
        command=_text(raw.get("Command")),
        ports=_ports(raw.get("Ports")),
        labels=tuple(sorted((clean(str(k)), clean(str(v))) for k, v in pairs)),
    )


def parse_containers(raw: object) -> tuple[Container, ...]:
    """The engine's list; entries that are not objects are left out."""
    entries = raw if isinstance(raw, list) else []
    parsed = (parse_container(each) for each in entries if isinstance(each, Mapping))
    return tuple(each for each in parsed if each is not None)
