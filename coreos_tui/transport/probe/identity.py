"""Who a host is: its name, release, kernel, boot and user."""

import re
from datetime import UTC, datetime

from coreos_tui.core.machine import HostFacts
from coreos_tui.core.release import parse_release
from coreos_tui.core.sanitize import clean
from coreos_tui.transport.probe.frame import Parts

SCRIPT = r"""
part hostname; { hostname || uname -n; } 2>/dev/null | head -c 256
part uname; uname -s; uname -r; uname -m
part os-release; first /etc/os-release /usr/lib/os-release
part lsb-release; first /etc/lsb-release
part btime
sed -n 's/^btime //p' /proc/stat 2>/dev/null | head -c 64
sysctl -n kern.boottime 2>/dev/null | head -c 128
part boot-id; first /proc/sys/kernel/random/boot_id | head -c 64
part user; id -un 2>/dev/null | head -c 256
part product; sw_vers 2>/dev/null | head -c 512
"""


def parse_identity(parts: Parts) -> HostFacts:
    """What the sections of SCRIPT say."""
    uname = [_line(line) for line in parts["uname"].body.split(b"\n")] + ["", "", ""]
    return HostFacts(
        hostname=_line(parts["hostname"].body).partition(".")[0],
        release=parse_release(parts["os-release"].body or _macos(parts), parts["lsb-release"].body),
        kernel=f"{uname[0]} {uname[1]}".strip(),
        architecture=uname[2],
        booted=_booted(parts["btime"].body),
        user=_line(parts["user"].body),
        boot_id=_line(parts["boot-id"].body),
    )


def _line(text: bytes) -> str:
    return clean(text.strip().split(b"\n")[0])


def _booted(text: bytes) -> datetime | None:
    """`/proc/stat` has bare seconds; macOS says `{ sec = 1700000000, usec = 0 } …`."""
    found = re.search(rb"(?:sec = |^\s*)(\d{1,11})\b", text)
    return datetime.fromtimestamp(int(found[1]), UTC) if found and int(found[1]) else None


def _macos(parts: Parts) -> bytes:
    """`sw_vers` as os-release lines, for the one system that has no such file."""
    said = dict(
        line.split(b":", 1) for line in parts["product"].body.split(b"\n") if line.count(b":") >= 1
    )
    version = said.get(b"ProductVersion", b"").strip()
    if not version:
        return b""
    return (
        b"ID=macos\nNAME=macOS\nVERSION_ID=" + version + b'\nPRETTY_NAME="macOS ' + version + b'"\n'
    )
