"""The sockets of engines. Looked at, never opened.

Flatcar and Fedora CoreOS start Docker when its socket is touched.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from coreos_tui.transport.probe.frame import Parts
from coreos_tui.transport.probe.services import Service

SCRIPT = r"""
look() {
  [ -S "$2" ] || return
  if [ -w "$2" ]; then printf '%s open %s\n' "$1" "$2"
  else printf '%s shut %s\n' "$1" "$2"; fi
}
part sockets
run=${XDG_RUNTIME_DIR:-/run/user/$(id -u)}
for f in /run/docker.sock /var/run/docker.sock; do
  [ -S "$f" ] && { look docker "$f"; break; }
done
look docker "$run/docker.sock"
look podman /run/podman/podman.sock
look podman "$run/podman/podman.sock"
"""
# The units are those of the system; the sockets of users have units of their own.
_SYSTEM = ("/run/docker.sock", "/var/run/docker.sock", "/run/podman/")


@dataclass(frozen=True, slots=True)
class Socket:
    """An engine's socket. `asleep`: systemd holds it, and the engine starts when it is opened."""

    engine: Literal["docker", "podman"]
    path: str
    openable: bool
    asleep: bool


def parse_sockets(parts: Parts, services: dict[str, Service]) -> Iterator[Socket]:
    """The sockets that there are; `services` tell which engine sleeps."""
    for line in parts["sockets"].text.splitlines():
        engine, access, path = [*line.split(" ", 2), "", ""][:3]
        if engine in ("docker", "podman") and path.startswith("/"):
            socket, service = services.get(f"{engine}.socket"), services.get(f"{engine}.service")
            asleep = (
                path.startswith(_SYSTEM)
                and socket is not None
                and socket.active == "active"
                and service is not None
                and service.active == "inactive"
            )
            yield Socket(engine, path, access == "open", asleep)  # type: ignore[arg-type]  # one of the two
