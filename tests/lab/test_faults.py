"""Machines break: the screen says what is wrong in a sentence, and goes on by itself."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

import pytest

from coreos_tui.core import topics
from coreos_tui.core.errors import Hop
from tests.lab.real import Lab
from tests.lab.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="session")


@dataclass(frozen=True)
class Fault:
    """What breaks a machine and what mends it; where that is to be seen, and by which words."""

    machine: str
    breaking: tuple[str, ...]
    mending: tuple[str, ...]
    engine: str
    hops: tuple[Hop, ...]


FAULTS = {
    "sessions dropped, sshd gone": Fault(
        "core-01", ("stop-ssh", "drop-sessions"), ("start-ssh",), "", (Hop.SSH, Hop.HOST)
    ),
    "packets vanish": Fault("core-02", ("block-ssh",), ("unblock-ssh",), "", (Hop.SSH, Hop.HOST)),
    "docker stopped": Fault(
        "core-01", ("stop-docker",), ("start-docker",), "docker", (Hop.ENGINE, Hop.SOCKET)
    ),
    "docker hung": Fault("core-02", ("hang-docker",), ("resume-docker",), "docker", (Hop.ENGINE,)),
    "podman stopped": Fault(
        "core-02", ("stop-podman",), ("start-podman",), "podman", (Hop.ENGINE, Hop.SOCKET)
    ),
}


@pytest.mark.parametrize("name", FAULTS)
async def test_a_fault_is_named_and_what_is_mended_comes_back(
    lab: Lab, stage: Stage, mended: set[str], name: str
) -> None:
    fault = FAULTS[name]
    host, engine = fault.machine, fault.engine
    await stage.on(host, "old")
    mended.add(host)
    began = time.monotonic()
    for each in fault.breaking:
        await asyncio.to_thread(lab.fault, each, host)
    await stage.wait(lambda: stage.trouble(host, engine), f"{name} noticed")
    # A hang is known within five seconds; a busy machine is given twenty.
    assert time.monotonic() - began < 20
    error = stage.trouble(host, engine)
    assert error is not None
    assert error.hop in fault.hops, error.sentence
    pane = "ContainersPane" if engine else "MachinesPane"
    await stage.wait(
        lambda: str(stage.trouble(host, engine))[:24] in " ".join(stage.part(pane).split()),
        f"{name} said in {pane}",
    )
    assert stage.row("old"), "what was known stays on the screen"
    assert stage.cursor == "old"
    for each in fault.mending:
        await asyncio.to_thread(lab.fault, each, host)
    await stage.all_well(host)
    assert stage.cursor == "old"
    assert stage.main.selection.host == host
    assert stage.row("old")


async def test_a_dropped_connection_is_made_again(lab: Lab, stage: Stage) -> None:
    host = "core-02"
    await stage.on(host, "chatter")
    before = stage.app.fleet.keepers[host].link
    said: list[str] = []
    leave = stage.app.store.watch(
        lambda _: said.append(str(stage.trouble(host))) if stage.trouble(host) else None
    )
    await asyncio.to_thread(lab.fault, "drop-sessions", host)
    await stage.wait(lambda: said, "it is said")
    await stage.wait(lambda: stage.app.fleet.keepers[host].link not in (before, None), "a new one")
    await stage.all_well(host)
    leave()
    assert "ssh" in said[0]
    assert stage.cursor == "chatter"


async def test_docker_restarted_in_a_machine(lab: Lab, stage: Stage, mended: set[str]) -> None:
    host = "core-02"
    await stage.on(host, "old")
    started = stage.listed(host)["old"]
    assert started.state == "running"
    mended.add(host)
    await asyncio.to_thread(lab.fault, "restart-docker", host)
    # It ends its containers, and starts only those again that are to be restarted.
    await stage.wait(lambda: "exit" in stage.row("old"), "what it has done to old", 60)
    await stage.all_well(host)
    assert stage.cursor == "old"
    truth = await asyncio.to_thread(lab.engine, host, "ps", "-aq", "--no-trunc")
    assert {each.id for each in stage.listed(host).values()} == set(truth.split())
    await stage.press("S")
    await stage.wait(lambda: "old started" in stage.words() or "old:" in stage.words(), "a report")
    assert "old started" in stage.words(), stage.text
    await stage.wait(lambda: " up" in stage.row("old"), "it is started through the new engine")


async def test_a_machine_halted_and_brought_up(lab: Lab, stage: Stage, mended: set[str]) -> None:
    host = "core-02"
    await stage.on(host, "old")
    mended.add(host)
    await stage.at(host)
    await stage.press("s")
    await stage.see(f"Halt {host}?", "with it: ")
    await stage.press("n")
    await stage.wait(lambda: not stage.asking)
    await stage.press("s")
    await stage.agree(f"Halt {host}?")
    await stage.see_in_tab(f"vagrant halt {host}")
    await stage.wait(lambda: "done" in stage.tab, "Vagrant is done", 90)
    # The lost link says so first, then Vagrant, whose word it is that gives the circle.
    await stage.wait(lambda: "○" in stage.row(host, "MachinesPane"), "it is off", 60)
    assert " off " in stage.row(host, "MachinesPane")
    running = await asyncio.to_thread(lab.docker, "inspect", "-f={{.State.Running}}", f"lab-{host}")
    assert running == "false\n"
    await stage.at(host)
    await stage.see(f"{host} is off (stopped). Press S to start it")
    await stage.press("S")
    await stage.see_in_tab(f"vagrant up {host}")
    await stage.wait(lambda: "done" in stage.tab, "Vagrant is done", 120)
    await stage.wait(lambda: " run " in stage.row(host, "MachinesPane"), "it runs", 60)
    await stage.all_well(host)
    assert stage.app.store.value(topics.host(host)) is not None
    assert stage.row("old")
