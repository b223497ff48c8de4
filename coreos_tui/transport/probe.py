"""One script that says what a host is: its release, kernel, boot, user and engines' sockets.

It reads only, needs no root and starts nothing: a socket is looked at, never opened, because
Flatcar and Fedora CoreOS start Docker when its socket is touched.
"""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.machine import HostFacts
from coreos_tui.core.release import parse_release
from coreos_tui.core.sanitize import clean
from coreos_tui.transport.link import Link

# NONCE is replaced before it is run. Functions and `$(...)` of POSIX sh only: dash, bash,
# busybox ash and the sh of macOS run it alike.
PROBE = r"""
export LC_ALL=C PATH="$PATH:/usr/sbin:/sbin:/usr/bin:/bin"
part() { printf '\n%s %s\n' NONCE "$1"; }
first() { for f in "$@"; do [ -r "$f" ] && { head -c 65536 "$f"; return; }; done; }
slow() { if command -v timeout >/dev/null 2>&1; then timeout 3 "$@"; else "$@"; fi; }
look() {
  [ -S "$2" ] || return
  if [ -w "$2" ]; then printf '%s open %s\n' "$1" "$2"
  else printf '%s shut %s\n' "$1" "$2"; fi
}
part hostname; { hostname || uname -n; } 2>/dev/null | head -c 256
part uname; uname -s; uname -r; uname -m
part os-release; first /etc/os-release /usr/lib/os-release
part lsb-release; first /etc/lsb-release
part btime
sed -n 's/^btime //p' /proc/stat 2>/dev/null | head -c 64
sysctl -n kern.boottime 2>/dev/null | head -c 128
part boot-id; first /proc/sys/kernel/random/boot_id | head -c 64
part user; id -un 2>/dev/null | head -c 256
part sockets
run=${XDG_RUNTIME_DIR:-/run/user/$(id -u)}
for f in /run/docker.sock /var/run/docker.sock; do
  [ -S "$f" ] && { look docker "$f"; break; }
done
look docker "$run/docker.sock"
look podman /run/podman/podman.sock
look podman "$run/podman/podman.sock"
part units
if command -v systemctl >/dev/null 2>&1; then
  slow systemctl is-active docker.service docker.socket podman.service podman.socket 2>/dev/null |
    head -c 256
fi
part product; sw_vers 2>/dev/null | head -c 512
part end
exit 0
"""
_UNITS = ("docker.service", "docker.socket", "podman.service", "podman.socket")
# The units are those of the system; the sockets of users have units of their own.
_SYSTEM = ("/run/docker.sock", "/var/run/docker.sock", "/run/podman/")
_LIMIT = 256 * 1024


@dataclass(frozen=True, slots=True)
class Socket:
    """An engine's socket. `asleep`: systemd holds it, and the engine starts when it is opened."""

    engine: Literal["docker", "podman"]
    path: str
    openable: bool
    asleep: bool


@dataclass(frozen=True, slots=True)
class Probe:
    """What one look at a host found."""

    facts: HostFacts
    sockets: tuple[Socket, ...]


async def probe(link: Link, *, deadline: float = 10.0) -> Probe:
    """Looks at a host once. Raises HopError when that fails or is cut short."""
    nonce = secrets.token_hex(12)
    done = await link.run(PROBE.replace("NONCE", nonce), deadline=deadline, limit=_LIMIT)
    return parse_probe(done.out, nonce)


def parse_probe(out: bytes, nonce: str) -> Probe:
    """The facts in what PROBE printed. Raises HopError when its last mark is missing."""
    parts = dict(_parts(out, nonce))
    if "end" not in parts:
        raise HopError(
            Hop.HOST, "it did not answer the questions about itself", "It needs a POSIX sh"
        )
    uname = [_line(line) for line in parts["uname"].split(b"\n")] + ["", "", ""]
    facts = HostFacts(
        hostname=_line(parts["hostname"]).partition(".")[0],
        release=parse_release(parts["os-release"] or _macos(parts), parts["lsb-release"]),
        kernel=f"{uname[0]} {uname[1]}".strip(),
        architecture=uname[2],
        booted=_booted(parts["btime"]),
        user=_line(parts["user"]),
        boot_id=_line(parts["boot-id"]),
    )
    return Probe(facts, tuple(_sockets(parts)))


def _parts(out: bytes, nonce: str) -> Iterator[tuple[str, bytes]]:
    for piece in out.split(b"\n" + nonce.encode() + b" ")[1:]:
        name, _, body = piece.partition(b"\n")
        yield name.decode("ascii", "replace"), body


def _line(text: bytes) -> str:
    return clean(text.strip().split(b"\n")[0])


def _booted(text: bytes) -> datetime | None:
    """`/proc/stat` has bare seconds; macOS says `{ sec = 1700000000, usec = 0 } …`."""
    found = re.search(rb"(?:sec = |^\s*)(\d{1,11})\b", text)
    return datetime.fromtimestamp(int(found[1]), UTC) if found and int(found[1]) else None


def _macos(parts: dict[str, bytes]) -> bytes:
    """`sw_vers` as os-release lines, for the one system that has no such file."""
    said = dict(
        line.split(b":", 1) for line in parts["product"].split(b"\n") if line.count(b":") >= 1
    )
    version = said.get(b"ProductVersion", b"").strip()
    if not version:
        return b""
    return (
        b"ID=macos\nNAME=macOS\nVERSION_ID=" + version + b'\nPRETTY_NAME="macOS ' + version + b'"\n'
    )


def _sockets(parts: dict[str, bytes]) -> Iterator[Socket]:
    said = parts["units"].decode("ascii", "replace").split()
    active = dict(zip(_UNITS, said, strict=False)) if len(said) == len(_UNITS) else {}
    for line in parts["sockets"].decode("utf-8", "replace").splitlines():
        engine, access, path = [*line.split(" ", 2), "", ""][:3]
        if engine in ("docker", "podman") and path.startswith("/"):
            asleep = (
                path.startswith(_SYSTEM)
                and active.get(f"{engine}.socket") == "active"
                and active.get(f"{engine}.service") == "inactive"
            )
            yield Socket(engine, path, access == "open", asleep)  # type: ignore[arg-type]  # one of the two
