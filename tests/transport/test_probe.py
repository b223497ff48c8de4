"""The script itself, in every shell that it may meet, and who a host says it is."""

import os
import shutil
import socket
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coreos_tui.core.answer import Lack
from coreos_tui.core.errors import HopError
from coreos_tui.core.update import Family, Need
from coreos_tui.transport.local import LocalLink
from coreos_tui.transport.probe import Probe, Socket, parse_probe, probe, script
from coreos_tui.transport.ssh import SshLink
from tests.transport.probed import FLATCAR, NONCE, framed, parsed, services

SHELLS = {"dash": ["dash"], "bash": ["bash", "--posix"], "busybox": ["busybox", "ash"]}
UNITS = '[{"unit":"a.service","load":"loaded","active":"failed","sub":"failed","description":"A"}]'
# Programs of a Flatcar whose update_engine hangs. Each that would change something leaves a trace.
FAKES = {
    "systemctl": f"""case "$*" in
  --version) echo 'systemd 257 (257.7)' ;;
  is-active*) echo active ;;
  *list-units*--output=json*) echo '{UNITS}' ;;
  *list-*--output=json*) echo '[]' ;;
  *SystemState*) printf 'Version=257\nSystemState=degraded\n' ;;
  show*) ;;
  *) exit 1 ;;
esac""",
    "update_engine_client": "sleep 60",
} | {
    name: f'echo {name} "$@" >>"$TRACE"'
    for name in ("sudo", "docker", "podman", "locksmithctl", "rpm-ostree", "bootc", "etcdctl")
}


class Root:
    """A directory of programs that come before the system's own."""

    def __init__(self, folder: Path, fakes: dict[str, str]) -> None:
        self.bin, self.trace = folder / "bin", folder / "trace"
        self.bin.mkdir()
        for name, body in fakes.items():
            self.add(name, body)

    def add(self, name: str, body: str) -> None:
        (self.bin / name).write_text(f"#!/bin/sh\n{body}\n")
        (self.bin / name).chmod(0o755)

    def run(self, shell: str, *, units: bool = False) -> tuple[Probe, bytes]:
        """One look by this shell, and what it complained of."""
        done = subprocess.run(
            [*SHELLS[shell], "-uc", script(NONCE, units=units)],
            capture_output=True,
            env={
                "XDG_RUNTIME_DIR": str(self.bin.parent),
                "PATH": f"{self.bin}:/usr/bin:/bin",
                "TRACE": str(self.trace),
            },
            timeout=30,
        )
        return parse_probe(done.stdout, NONCE), done.stderr


@pytest.fixture(params=[name for name in SHELLS if shutil.which(name)])
def shell(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def root(tmp_path: Path) -> Root:
    return Root(tmp_path, FAKES)


async def test_this_machine_and_a_far_one_say_the_same_in_one_exec_each(
    link: SshLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripts, run = [], SshLink.run

    async def counted(self: SshLink, text: str, **limits: float) -> object:
        scripts.append(text)
        return await run(self, text, **limits)

    monkeypatch.setattr(SshLink, "run", counted)
    here = LocalLink("here")
    near, far = await probe(here), await probe(link, units=True)
    await here.close()
    assert len(scripts) == 1
    assert near.facts == far.facts
    assert near.facts.kernel.startswith(("Linux ", "Darwin "))
    assert near.facts.release.known
    assert near.facts.booted
    assert near.facts.booted < datetime.now(UTC)
    assert near.rare
    assert far.rare
    assert near.rare.update == far.rare.update
    assert near.load.cores == os.cpu_count()
    assert near.load.disk


def test_every_shell_runs_it_without_a_word_of_complaint(shell: str, root: Root) -> None:
    root.add("update_engine_client", "echo CURRENT_OP=UPDATE_STATUS_IDLE")
    with socket.socket(socket.AF_UNIX) as server:
        (root.bin.parent / "podman").mkdir()
        server.bind(str(root.bin.parent / "podman/podman.sock"))
        found, complaints = root.run(shell, units=True)
    assert complaints == b""
    path = f"{root.bin.parent}/podman/podman.sock"
    assert Socket("podman", path, True, False) in found.sockets
    assert found.facts.hostname
    assert found.facts.user
    assert found.system.systemd.get().state == "degraded"
    assert [unit.name for unit in found.failed.get()] == ["a.service"]
    assert found.units == found.failed
    assert (found.timers.get(), found.listening.get()) == ((), ())
    assert found.rare
    assert found.rare.update.family is Family.FLATCAR
    assert found.rare.update.operation.get() == "idle"
    assert not root.trace.exists(), "looking leaves no trace"


def test_what_hangs_is_cut_off_alone(root: Root) -> None:
    root.add("df", "sleep 60")
    began = time.monotonic()
    found, _ = root.run("dash")
    assert time.monotonic() - began < 10, "two that hang are waited for at once, not in turn"
    assert found.rare
    assert found.rare.update.operation.lack is Lack.TIMED_OUT
    assert found.rare.update.reboot.need is Need.UNKNOWN
    assert found.load.disk is None
    assert found.load.cores
    assert len(found.failed.get()) == 1


def test_a_busybox_of_old_has_its_own_way_of_cutting_off(root: Root) -> None:
    root.add("timeout", 'case $1 in -t) shift 2; exec "$@" ;; *) exec "$@" ;; esac')
    root.add("update_engine_client", "echo CURRENT_OP=UPDATE_STATUS_IDLE")
    found, _ = root.run("dash")
    assert len(found.failed.get()) == 1
    assert found.rare
    assert found.rare.update.operation.get() == "idle"


def test_a_flood_is_cut_at_its_limit(root: Root) -> None:
    root.add("df", "yes /dev/sda9 2 1 1 50% /")
    root.add("update_engine_client", "yes CURRENT_OP=UPDATE_STATUS_IDLE | head -n 3")
    found, _ = root.run("dash")
    assert (found.load.disk, found.load.disk_free) == (2048, 1024)
    assert found.rare
    assert found.rare.update.operation.get() == "idle"


def test_an_old_systemd_is_not_asked_for_json(root: Root) -> None:
    table = "UNIT LOAD ACTIVE SUB DESCRIPTION\\nb.service loaded failed failed B\\n\\n1 unit\\n"
    root.add(
        "systemctl",
        f"""case "$*" in
  --version) echo 'systemd 204' ;;
  *json*) exit 9 ;;
  *list-units*) printf '{table}' ;;
  show*) echo Version=204 ;;
esac""",
    )
    root.add("update_engine_client", ":")
    found, _ = root.run("dash", units=True)
    assert [unit.name for unit in found.units.get()] == ["b.service"]
    assert found.system.systemd.get().version == 204


def test_passwords_stay_on_the_host(tmp_path: Path) -> None:
    """The filters of confd.toml, update.conf and of units, by the script's own functions."""
    secret = "s3cret"
    conf = tmp_path / "confd.toml"
    conf.write_text(
        f'password = "{secret}"\nnodes = [\n  "http://u:{secret}@10.0.0.1:2379",\n]\n'
        f'auth_token = "{secret}"\n[template]\nkeys = ["/a"]\n'
    )
    (tmp_path / "update.conf").write_text(
        f"GROUP=stable\nDOWNLOAD_PASSWORD={secret}\nSERVER=https://u:{secret}@updates/\n"
    )
    root = Root(tmp_path, {})
    root.add(
        "systemctl",
        f"""case "$*" in
  --version) echo 'systemd 257' ;;
  *Environment*) echo 'Environment=ETCD_ROOT_PASSWORD={secret} "ETCD_LISTEN_CLIENT_URLS=http://u:{secret}@0.0.0.0:2379"'
    echo 'ExecStart={{ path=/usr/bin/etcd ; argv[]=/usr/bin/etcd --password {secret} ; }}' ;;
esac""",
    )
    text = script(NONCE).partition("\npart family")[0]
    text += f"\nservices; chosen {conf}; conf update {tmp_path}/update.conf\n"
    env = {"PATH": f"{root.bin}:/usr/bin:/bin"}
    done = subprocess.run(["sh", "-c", text], capture_output=True, env=env, timeout=20, check=True)
    said = done.stdout.decode()
    assert secret not in said
    for kept in ("listen=http://0.0.0.0:2379", "http://10.0.0.1:2379", "GROUP=stable", "/a"):
        assert kept in said


def test_a_socket_that_systemd_holds_is_asleep() -> None:
    listed = """docker open /run/docker.sock
podman shut /run/podman/podman.sock
docker open /run/user/500/docker.sock
junk"""
    loaded = "LoadState=loaded\nActiveState="
    found = parsed(
        ("hostname", "core-01.example.org\n"),
        ("uname", "Linux\n6.6.95-flatcar\nx86_64\n"),
        ("os-release", FLATCAR),
        ("btime", "1764000000\n"),
        ("sockets", listed),
        services(**{"docker.socket": f"{loaded}active", "docker": f"{loaded}inactive"}),
    )
    assert found.sockets == (
        Socket("docker", "/run/docker.sock", True, True),
        Socket("podman", "/run/podman/podman.sock", False, False),
        Socket("docker", "/run/user/500/docker.sock", True, False),
    )
    assert found.facts.hostname == "core-01"
    assert found.facts.release.title == "Flatcar 4459.2.1"
    assert found.facts.kernel == "Linux 6.6.95-flatcar"
    assert found.facts.architecture == "x86_64"
    assert found.facts.booted == datetime(2025, 11, 24, 16, 0, tzinfo=UTC)


def test_macos_and_nonsense() -> None:
    facts = parsed(
        ("btime", "{ sec = 1700000000, usec = 0 } Tue Nov 14 22:13:20 2023"),
        ("product", "ProductName:\t\tmacOS\nProductVersion:\t\t15.1\n"),
        ("hostname", "a\x1b[31mb"),
    ).facts
    assert facts.release.pretty == "macOS 15.1"
    assert facts.booted == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    assert "\x1b" not in facts.hostname
    for said in (b"This account is currently not available.\n", framed(end=False)):
        with pytest.raises(HopError, match="did not answer the questions"):
            parse_probe(said, NONCE)
