"""What a host says of itself, asked for real and read from recordings."""

import shutil
import socket
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coreos_tui.core.errors import HopError
from coreos_tui.transport.local import LocalLink
from coreos_tui.transport.probe import Socket, parse_probe, probe, script
from coreos_tui.transport.probe.services import UNITS
from coreos_tui.transport.ssh import SshLink

SHELLS = {"dash": ["dash"], "bash": ["bash", "--posix"], "busybox": ["busybox", "ash"]}
ACTIVE = {"docker.socket": "active"}
SERVICES = "\n\n".join(
    f"Id={name}\nLoadState=loaded\nActiveState={ACTIVE.get(name, 'inactive')}" for name in UNITS
).encode()
FLATCAR = (
    b"""noise of an rc file
@@
N hostname
core-01.example.org

N uname
Linux
6.6.95-flatcar
x86_64

N os-release
NAME="Flatcar Container Linux by Kinvolk"
ID=flatcar
VERSION_ID=4593.2.5

N lsb-release
DISTRIB_ID="Flatcar Container Linux by Kinvolk"

N btime
1764000000

N boot-id
0c9d52e1-fb63-42e2-a289-6812ad3919e2

N user
core

N sockets
docker open /run/docker.sock
podman shut /run/podman/podman.sock
docker open /run/user/500/docker.sock
junk
N services
"""
    + SERVICES
    + b"""

N product

N end
"""
)


async def test_this_machine_and_a_far_one_say_the_same(link: SshLink) -> None:
    here = LocalLink("here")
    near, far = await probe(here), await probe(link)
    await here.close()
    assert near.facts == far.facts
    assert near.facts.kernel.startswith(("Linux ", "Darwin "))
    assert near.facts.release.known
    assert near.facts.booted
    assert near.facts.booted < datetime.now(UTC)


@pytest.mark.parametrize("shell", [name for name in SHELLS if shutil.which(name)])
def test_every_shell_runs_it_without_a_word_of_complaint(shell: str, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        (tmp_path / "podman").mkdir()
        server.bind(str(tmp_path / "podman/podman.sock"))
        done = subprocess.run(
            [*SHELLS[shell], "-uc", script("n0nce")],
            capture_output=True,
            env={"XDG_RUNTIME_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"},
            timeout=20,
        )
    assert done.stderr == b""
    found = parse_probe(done.stdout, "n0nce")
    assert Socket("podman", f"{tmp_path}/podman/podman.sock", True, False) in found.sockets
    assert found.facts.user


def test_a_socket_that_systemd_holds_is_asleep() -> None:
    found = parse_probe(FLATCAR.replace(b"N ", b"n0nce "), "n0nce")
    assert found.sockets == (
        Socket("docker", "/run/docker.sock", True, True),
        Socket("podman", "/run/podman/podman.sock", False, False),
        Socket("docker", "/run/user/500/docker.sock", True, False),
    )
    assert found.facts.hostname == "core-01"
    assert found.facts.release.title == "Flatcar 4593.2.5"
    assert found.facts.kernel == "Linux 6.6.95-flatcar"
    assert found.facts.architecture == "x86_64"
    assert found.facts.booted == datetime(2025, 11, 24, 16, 0, tzinfo=UTC)


def test_macos_and_nonsense() -> None:
    text = FLATCAR.replace(b"N ", b"n0nce ").replace(
        b"n0nce product\n", b"n0nce product\nProductName:\t\tmacOS\nProductVersion:\t\t15.1\n"
    )
    begin, end = text.index(b"NAME="), text.index(b"\nn0nce lsb")
    text = text[:begin] + text[end:]
    boot = b"{ sec = 1700000000, usec = 0 } Tue Nov 14 22:13:20 2023"
    found = parse_probe(text.replace(b"1764000000", boot), "n0nce").facts
    assert found.release.pretty == "macOS 15.1"
    assert found.booted == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    with pytest.raises(HopError, match="did not answer the questions"):
        parse_probe(b"This account is currently not available.\n", "n0nce")
    hostile = FLATCAR.replace(b"N ", b"n0nce ").replace(b"core-01.example.org", b"a\x1b[31mb")
    assert "\x1b" not in parse_probe(hostile, "n0nce").facts.hostname
