"""What holds of the demo holds of real far ends: of two Dockers and a Podman over SSH, of the
machines' sshd, of Vagrant. tests/demo asserts the same of the demo."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from coreos_tui.transport.engine.api import Engine
from coreos_tui.transport.ssh import SshTarget, connect
from coreos_tui.transport.vagrant import Vagrant
from coreos_tui.transport.vagrant.command import Command
from tests.lab.real import Lab
from tests.lab.stage import aside
from tests.transport import engine_contract as contract
from tests.transport import ssh_contract, vagrant_contract
from tests.transport.far_ssh import make_key

pytestmark = pytest.mark.asyncio(loop_scope="session")

SOCKETS = {"docker": "/run/docker.sock", "podman": "/run/podman/podman.sock"}
# Machines that are never made: a project of its own beside the lab's, of the same Vagrant.
ABSENT = """Vagrant.configure("2") do |config|
  %w[absent-01 absent-02].each do |name|
    config.vm.define name do |machine|
      machine.vm.provider("docker") { |docker| docker.image = "lab/debian:11" }
    end
  end
end
"""
COUNT = "seq 20; i=20; while :; do i=$((i+1)); echo line $i; sleep 0.1; done"


@dataclass
class Subject:
    """An engine to be judged, and containers of it made for that, by their ids."""

    engine: Engine
    machine: str
    product: str
    running: str
    stopped: str


@pytest_asyncio.fixture(
    scope="module",
    loop_scope="session",
    params=[("core-01", "docker"), ("core-02", "docker"), ("core-02", "podman")],
    ids=" ".join,
)
async def subject(request: pytest.FixtureRequest, lab: Lab) -> AsyncIterator[Subject]:
    name, product = request.param
    image = "localhost/lab/debian:11" if product == "podman" else "lab/debian:11"
    undo = f"{product} rm -f -t 0 judged ended || {product} rm -f judged ended; true"
    # Podman does not follow what it writes to the journal.
    log = "--log-driver=k8s-file" if product == "podman" else ""
    run = f"{product} run -d --network=host --stop-timeout=1 {log} --name"
    make = (
        f"({undo}) >/dev/null 2>&1; {run} judged {image} sh -c '{COUNT}'"
        f" && {run} ended {image} true"
    )
    ids = (await aside(lab.machine, name, "sh", "-c", make)).split()
    link = await connect(way_into(lab, name))
    path = SOCKETS[product]
    engine = Engine(product, lambda: link.dial_socket(path), address=path)
    await engine.ping()
    yield Subject(engine, name, product, *ids)
    await engine.close()
    await link.close()
    await aside(lab.machine, name, "sh", "-c", f"({undo}) >/dev/null 2>&1")


def way_into(lab: Lab, name: str) -> SshTarget:
    """A machine's sshd, as Vagrant would have us reach it."""
    port = next(each.ssh_port for each in lab.machines if each.name == name)
    return SshTarget(
        name, "127.0.0.1", port, "core", identity_files=(lab.key,), identities_only=True,
        strict=False, agent="",
    )  # fmt: skip


async def measured(lab: Lab, subject: Subject) -> bool:
    """Whether the engine itself measures: containerd does not where a cgroup has no mount."""
    ask = (subject.product, "stats", "--no-stream", "--format={{.MemUsage}}", subject.running)
    return not (await aside(lab.machine, subject.machine, *ask)).startswith("0B / 0B")


async def test_it_tells_of_itself_and_its_containers(subject: Subject) -> None:
    engine = subject.engine
    await contract.names_itself(engine, subject.product)
    await contract.lists_all_or_only_those_asked_for(engine, subject.running, subject.stopped)
    await contract.reads_a_release(engine, subject.running, "Debian 11")
    await contract.reads_a_release(engine, subject.stopped, "Debian 11")
    await contract.refuses_what_cannot_be(engine, subject.stopped)


async def test_it_does_what_it_is_told_and_says_so(subject: Subject) -> None:
    await contract.tells_what_happens(subject.engine, subject.running)
    await contract.stops_and_starts(subject.engine, subject.running)


async def test_its_streams(lab: Lab, subject: Subject) -> None:
    await contract.reads_a_log(subject.engine, subject.running)
    await contract.follows_a_log(subject.engine, subject.running)
    if await measured(lab, subject):
        await contract.measures(subject.engine, subject.running)
    else:
        usage = await subject.engine.usage(subject.running)
        assert (usage.cpu, usage.memory) == (None, 0)
    await contract.lists_processes(subject.engine, subject.running)


async def test_its_programs(subject: Subject) -> None:
    await contract.runs_a_shell(subject.engine, subject.running)
    await contract.hangs_up_what_is_closed(subject.engine, subject.running)
    if subject.product == "docker":
        bare = [each.id for each in await subject.engine.containers() if each.name == "shellless"]
        await contract.has_no_shell(subject.engine, *bare)


@pytest.mark.parametrize("name", ["core-01", "core-02"])
async def test_its_sshd(lab: Lab, name: str, tmp_path: Path) -> None:
    target = way_into(lab, name)
    known, stranger = tmp_path / "known", make_key(tmp_path / "stranger")
    public = await aside(lab.machine, name, "cat", "/etc/ssh/ssh_host_ed25519_key.pub")
    place = f"[127.0.0.1]:{target.port} "
    other = stranger.with_name("stranger.pub").read_text()
    await ssh_contract.is_known_by_its_key(target, known, place + public, place + other)
    await ssh_contract.lets_only_its_own_in(target, stranger)
    link = await connect(target)
    await ssh_contract.runs_scripts(link)
    await ssh_contract.gives_up_in_time(link)
    await ssh_contract.answers_the_probe(link, "core")
    await ssh_contract.gives_a_terminal(link)
    await ssh_contract.runs_a_command_on_a_terminal(link)
    await ssh_contract.leads_to_sockets(link, SOCKETS["docker"])
    await ssh_contract.hangs_up_at_once(link)


async def test_its_vagrant(lab: Lab, tmp_path: Path) -> None:
    made = Vagrant(lab.clone, lab.environ)
    await vagrant_contract.gives_the_way_in(made, "core-01")
    (tmp_path / "Vagrantfile").write_text(ABSENT)
    vagrant = Vagrant(tmp_path, lab.environ)
    ask = Command(tmp_path, lab.environ).ask
    stands = dict.fromkeys(("absent-01", "absent-02"), ("docker", "not_created"))
    await vagrant_contract.says_how_machines_stand(vagrant, stands)
    await vagrant_contract.prints_for_programs(ask, *stands)
    await vagrant_contract.knows_no_other_names(ask)
    await vagrant_contract.gives_no_way_into_what_is_off(ask, vagrant, "absent-01")
    await vagrant_contract.leaves_alone_what_was_never_made(vagrant, "absent-02")
