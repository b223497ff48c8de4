"""The demo's far ends hold what is held of real ones; tests/lab asserts the same of those."""

import getpass
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import paramiko
import pytest

from coreos_tui.demo.engine import DemoEngine
from coreos_tui.demo.host import DemoHost
from coreos_tui.demo.ssh import DemoSshd
from coreos_tui.demo.vagrant import DemoVagrant
from coreos_tui.transport.engine.api import Engine
from coreos_tui.transport.engine.unix import dial_unix
from coreos_tui.transport.ssh import SshTarget, connect
from coreos_tui.transport.vagrant import Vagrant
from coreos_tui.transport.vagrant.command import Command
from tests.far_ends import served
from tests.transport import engine_contract, ssh_contract, vagrant_contract
from tests.transport.far_ssh import make_key
from tests.transport.sshd import SSHD, start_sshd

KINDS = ["demo", "openssh"] if SSHD.exists() else ["demo"]


@pytest.fixture
def folder() -> Iterator[Path]:
    """Short, since Unix sockets lie below it."""
    made = Path(tempfile.mkdtemp(prefix="ct-"))
    yield made
    shutil.rmtree(made, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Subject:
    """An SSH server to be judged; `other` is what known_hosts says of a server with another key."""

    target: SshTarget
    socket: str
    known: str
    other: str


@asynccontextmanager
async def demo_sshd(folder: Path, engine: DemoEngine) -> AsyncIterator[Subject]:
    sshd = DemoSshd(DemoHost("far", folder, sockets={"/run/docker.sock": engine.path}))
    await sshd.start()
    target = SshTarget("far", sshd.address, sshd.port, "core", (sshd.identity_file,), agent="")
    key = paramiko.ECDSAKey.generate()
    other = f"[127.0.0.1]:{sshd.port} {key.get_name()} {key.get_base64()}\n"
    yield Subject(target, "/run/docker.sock", sshd.known_hosts_line(), other)
    await sshd.stop()


@asynccontextmanager
async def openssh(folder: Path, engine: DemoEngine) -> AsyncIterator[Subject]:
    far = start_sshd(folder / "far")
    public = make_key(folder / "other").with_name("other.pub").read_text()
    target = far.target(user=getpass.getuser())
    yield Subject(target, str(engine.path), far.known_line(), f"[127.0.0.1]:{far.port} {public}")
    far.stop()


@pytest.mark.parametrize("kind", KINDS)
async def test_of_ssh_servers(kind: str, folder: Path) -> None:
    opened = demo_sshd if kind == "demo" else openssh
    async with served() as engine, opened(folder, engine) as subject:
        known, stranger = folder / "known", make_key(folder / "stranger")
        await ssh_contract.is_known_by_its_key(subject.target, known, subject.known, subject.other)
        known.write_text(subject.known)
        target = ssh_contract.trusting(subject.target, known)
        await ssh_contract.lets_only_its_own_in(target, stranger)
        link = await connect(target)
        await ssh_contract.runs_scripts(link)
        await ssh_contract.gives_up_in_time(link)
        await ssh_contract.answers_the_probe(link, target.user)
        await ssh_contract.gives_a_terminal(link)
        await ssh_contract.runs_a_command_on_a_terminal(link)
        await ssh_contract.leads_to_sockets(link, subject.socket)
        await ssh_contract.hangs_up_at_once(link)


async def test_of_vagrant(tmp_path: Path) -> None:
    made = DemoVagrant(tmp_path)
    key = make_key(tmp_path / "key")
    way_in = (
        "Host core-01\n  HostName 127.0.0.1\n  User core\n  Port 2201\n"
        f"  UserKnownHostsFile /dev/null\n  StrictHostKeyChecking no\n  IdentityFile {key}\n"
    )
    made.add("core-01", "running", "docker", way_in)
    made.add("absent-01", "not_created", "docker")
    vagrant = Vagrant(made.directory, made.environment)
    ask = Command(made.directory, made.environment).ask
    stands = {"core-01": ("docker", "running"), "absent-01": ("docker", "not_created")}
    await vagrant_contract.says_how_machines_stand(vagrant, stands)
    await vagrant_contract.prints_for_programs(ask, *stands)
    await vagrant_contract.knows_no_other_names(ask)
    await vagrant_contract.gives_the_way_in(vagrant, "core-01")
    await vagrant_contract.gives_no_way_into_what_is_off(ask, vagrant, "absent-01")
    await vagrant_contract.leaves_alone_what_was_never_made(vagrant, "absent-01")


async def test_of_engines() -> None:
    async with served() as far:
        ids = {each.name: each.id for each in far.scene.containers.values()}
        engine = Engine("docker", lambda: dial_unix(str(far.path)), address=str(far.path))
        await engine_contract.names_itself(engine, "docker")
        await engine_contract.lists_all_or_only_those_asked_for(engine, ids["web"], ids["job"])
        await engine_contract.reads_a_release(engine, ids["web"], "Debian 12")
        await engine_contract.reads_a_release(engine, ids["job"], "")
        await engine_contract.refuses_what_cannot_be(engine, ids["job"])
        await engine_contract.has_no_shell(engine, ids["app"])
        for number in range(12):
            far.scene.find("web").log.write(f"line {number}")
        await engine_contract.reads_a_log(engine, ids["web"])
        far.scene.find("web").log.period = 0.05
        await engine_contract.follows_a_log(engine, ids["web"])
        await engine_contract.measures(engine, ids["web"])
        await engine_contract.lists_processes(engine, ids["web"])
        await engine_contract.runs_a_shell(engine, ids["web"])
        await engine_contract.tells_what_happens(engine, ids["web"])
        await engine_contract.stops_and_starts(engine, ids["web"])
        await engine.close()
