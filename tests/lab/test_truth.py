"""The panes, `status` and `doctor` say what the machines themselves say."""

from __future__ import annotations

import asyncio
import io
import json
import subprocess
import sys
import tarfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from coreos_tui.core import topics
from tests.lab.real import ROOT, Lab, Machine
from tests.lab.stage import ENGINES, Stage, aside

pytestmark = pytest.mark.asyncio(loop_scope="session")

WORDS = {"running": "up", "exited": "exit ", "paused": "paused", "created": "created"}
LOOPING = ("running", "restarting", "exited")


async def containers_of(lab: Lab, machine: str, engine: str) -> dict[str, tuple[str, str]]:
    """Names with image and state, as the engine's own command has them."""
    row = "{{.Name}} {{.Config.Image}} {{.State.Status}}"
    ask = f"{engine} inspect --type container --format '{row}' $({engine} ps --all --quiet)"
    said = await aside(lab.machine, machine, "sh", "-c", ask)
    rows = [line.split() for line in said.splitlines()]
    return {name.removeprefix("/"): (image, state) for name, image, state in rows}


async def os_release(cat: Callable[..., str], *argv: str) -> dict[str, str]:
    lines = [line for line in (await aside(cat, *argv)).splitlines() if "=" in line]
    return {name: value.strip('"') for name, _, value in (each.partition("=") for each in lines)}


async def vagrant_states(lab: Lab) -> dict[str, str]:
    """What `vagrant status` says; another Vagrant, ours, may hold the lock for a moment."""
    for _ in range(10):
        try:
            said = await aside(lab.run, "vagrant", "status", "--machine-readable")
        except AssertionError:
            await asyncio.sleep(1)
            continue
        rows = [line.split(",") for line in said.splitlines()]
        return {row[1]: row[3] for row in rows if row[2] == "state"}
    raise AssertionError("vagrant is always locked")


async def command(lab: Lab, *argv: str) -> subprocess.CompletedProcess[str]:
    """Runs the program without a screen; again while another Vagrant keeps the lock."""
    environ = lab.environ | {"LANG": "C.UTF-8", "TERM": "xterm-256color"}
    argv = (sys.executable, "-m", "coreos_tui", *argv, "--directory", str(lab.clone))

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            argv, env=environ, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
        )

    for _ in range(3):
        done = await asyncio.to_thread(run)
        if "because it is locked" not in done.stdout:
            break
    return done


async def test_machines_are_as_vagrant_says(lab: Lab, stage: Stage) -> None:
    states = await vagrant_states(lab)
    known = {each.name: each.state for each in stage.app.store.value(topics.MACHINES) or ()}
    assert known == states == {machine.name: "running" for machine in lab.machines}
    for name in states:
        row = stage.row(name, "MachinesPane")
        assert "●" in row, stage.text
        assert " run " in row
    assert f"{len(states)}/{len(states)} run" in stage.machines


async def test_containers_are_those_of_each_engine(lab: Lab, stage: Stage) -> None:
    for machine in lab.machines:
        await stage.at(machine.name)
        for engine in ENGINES:
            truth = await containers_of(lab, machine.name, engine)
            listed = stage.listed(machine.name, engine)
            assert {(name, each.image) for name, each in listed.items()} == {
                (name, image) for name, (image, _) in truth.items()
            }
            for name, (_, state) in truth.items():
                row = stage.row(name)
                assert row, f"{name} on\n{stage.text}"
                if name == "looping":
                    assert listed[name].state in LOOPING
                else:
                    assert listed[name].state == state
                    assert ("unwell" if name == "unwell" else WORDS[state]) in row
    everywhere = sum(len(stage.listed(m.name, e)) for m in lab.machines for e in ENGINES)
    assert everywhere == 12 * len(lab.machines)
    await stage.at("this machine")
    names = (await aside(lab.docker, "ps", "-a", "--format={{.Names}}")).split()
    assert all(stage.row(name) for name in names), stage.text


async def test_releases_are_those_of_the_files(lab: Lab, stage: Stage) -> None:
    for machine in lab.machines:
        theirs = await os_release(lab.machine, machine.name, "cat", "/etc/os-release")
        old = await os_release(lab.engine, machine.name, "exec", "old", "cat", "/etc/os-release")
        await stage.on(machine.name, "old")
        facts = stage.app.store.value(topics.host(machine.name))
        assert facts is not None
        assert dict(facts.release.os_release) == theirs
        rungs = stage.ladder.partition(f"{machine.name}  machine")[2].partition("old  container")
        assert f"VERSION={theirs['VERSION']}" in rungs[0], stage.text
        line = f"VERSION={old['VERSION']}"
        await stage.wait(lambda line=line: line in stage.ladder, "old's version")
        await stage.wait(lambda: "Debian 11" in stage.row("old"), "old's title")
        await stage.wait(lambda: "Debian 11" in stage.row("pod-old"), "podman's title")
        for bare in ("web", "failed", "shellless"):
            await stage.wait(lambda bare=bare: "none" in stage.row(bare), f"{bare} has none")


@pytest_asyncio.fixture(loop_scope="session", params=["core-01", "core-02"])
async def never_ran(request: pytest.FixtureRequest, lab: Lab, tmp_path: Path) -> AsyncIterator[str]:
    """The machine of a container that never ran, of an image with a release of its own."""
    machine: str = request.param
    text = b'ID=lab\nNAME=Lab\nVERSION_ID="7.5"\nVERSION="7.5 (never ran)"\nPRETTY_NAME="Lab 7.5"\n'
    archive = tmp_path / "release.tar"
    with tarfile.open(archive, "w") as tar:
        member = tarfile.TarInfo("os-release")
        member.size = len(text)
        tar.addfile(member, io.BytesIO(text))
    await aside(lab.docker, "cp", str(archive), f"lab-{machine}:/root/release.tar")
    await aside(lab.engine, machine, "create", "--name=seed", "lab/busybox:1", "true")
    into = "docker cp - seed:/etc </root/release.tar && docker commit seed lab/never:1"
    await aside(lab.machine, machine, "sh", "-c", into)
    await aside(lab.engine, machine, "rm", "seed")
    await aside(lab.engine, machine, "create", "--name=never-ran", "lab/never:1", "true")
    yield machine
    undo = "docker rm -f seed never-ran; docker rmi -f lab/never:1; rm /root/release.tar; true"
    await aside(lab.machine, machine, "sh", "-c", undo)


async def test_a_container_that_never_ran_has_its_release(stage: Stage, never_ran: str) -> None:
    await stage.on(never_ran, "never-ran")
    await stage.wait(lambda: "created" in stage.row("never-ran"), "its state")
    await stage.wait(lambda: "Lab 7.5" in stage.row("never-ran"), "its title")
    await stage.wait(lambda: "VERSION=7.5 (never ran)" in stage.ladder, "its rung")


async def test_containers_and_facts_come_soon_after_the_connection(lab: Lab, stage: Stage) -> None:
    for machine in lab.machines:
        arrival = stage.arrivals[machine.name]
        assert arrival.connected
        assert set(arrival.listed) == set(ENGINES)
        # Three seconds are promised; a busy machine is given ten.
        assert max(arrival.told, *arrival.listed.values()) - arrival.connected < 10
        assert arrival.told


async def test_status_as_json_holds_the_same_facts(lab: Lab, stage: Stage) -> None:
    done = await command(lab, "status", "--json", "--deadline", "90")
    assert done.returncode == 0, done.stdout + done.stderr
    hosts = {host["name"]: host for host in json.loads(done.stdout)["hosts"]}
    assert set(hosts) == {"this machine", *(machine.name for machine in lab.machines)}
    for machine in lab.machines:
        await holds_the_facts(lab, machine, hosts[machine.name])


async def holds_the_facts(lab: Lab, machine: Machine, said: dict) -> None:
    theirs = await os_release(lab.machine, machine.name, "cat", "/etc/os-release")
    kernel = (await aside(lab.machine, machine.name, "uname", "-sr")).strip()
    assert (said["hostname"], said["kernel"], said["error"]) == (machine.name, kernel, None)
    assert dict(said["release"]["os_release"]) == theirs
    assert (said["machine"]["state"], said["machine"]["provider"]) == ("running", "docker")
    engines = {engine["name"]: engine for engine in said["engines"]}
    assert set(engines) == set(ENGINES)
    for name, engine in engines.items():
        version = await aside(
            lab.machine, machine.name, name, "version", "--format={{.Client.Version}}"
        )
        assert engine["version"] == version.strip()
        truth = await containers_of(lab, machine.name, name)
        told = {each["name"]: (each["image"], each["state"]) for each in engine["containers"]}
        assert told.pop("looping", ("", ""))[0] == truth.pop("looping", ("", ""))[0]
        assert told == truth
    old = next(each for each in engines["docker"]["containers"] if each["name"] == "old")
    assert old["release"]["version"] == "11"


async def test_doctor_finds_every_hop_standing(lab: Lab, stage: Stage) -> None:
    done = await command(lab, "doctor")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Every hop stands." in done.stdout
    for machine in lab.machines:
        assert f"ok   machine {machine.name}, docker: docker " in done.stdout
        assert f"ok   machine {machine.name}, podman: podman " in done.stdout
