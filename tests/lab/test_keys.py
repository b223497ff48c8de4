"""Containers on real engines: acted on through keys, their logs followed, their facts read."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from tests.lab.real import Lab
from tests.lab.stage import Stage, aside

pytestmark = pytest.mark.asyncio(loop_scope="session")

NAMES = ("act-one", "act-two", "act-three")
MACHINES = ("core-01", "core-02")


@dataclass
class Made:
    """Containers of one machine that a test may do anything to."""

    lab: Lab
    machine: str

    async def state(self, name: str) -> str:
        """State, exit code and start as the engine has them; empty where it is gone."""
        shown = "{{.State.Status}} {{.State.ExitCode}} {{.State.StartedAt}}"
        try:
            return await aside(self.lab.engine, self.machine, "inspect", f"--format={shown}", name)
        except AssertionError:
            return ""


@pytest_asyncio.fixture(loop_scope="session", params=MACHINES)
async def made(request: pytest.FixtureRequest, lab: Lab) -> AsyncIterator[Made]:
    run = ["run", "-d", "--network=none", "--stop-timeout=1"]
    for name in NAMES:
        argv = [*run, f"--name={name}", "lab/busybox:1", "sleep", "2147483647"]
        await aside(lab.engine, request.param, *argv)
    yield Made(lab, request.param)
    undo = f"docker rm -f {' '.join(NAMES)} 2>/dev/null; true"
    await aside(lab.machine, request.param, "sh", "-c", undo)


async def test_one_container_through_all_its_states(made: Made, stage: Stage) -> None:
    name, host = "act-one", made.machine
    await stage.on(host, name)

    async def shows(word: str) -> None:
        await stage.wait(lambda: word in stage.row(name), f"{name} {word}")

    await shows(" up")
    await stage.press("s")
    await stage.see(f"Stop {name} on {host}?")
    await stage.press("n")
    await stage.wait(lambda: not stage.asking)
    assert (await made.state(name)).startswith("running")
    await stage.press("s")
    await stage.agree(f"Stop {name} on {host}?")
    await shows("exit 137")
    assert (await made.state(name)).startswith("exited 137")
    await stage.press("S")
    await shows(" up")
    first = await made.state(name)
    assert first.startswith("running")
    await stage.press("r")
    await stage.agree(f"Restart {name} on {host}?")
    await stage.see(f"{name} restarted")
    await shows(" up")
    again = await made.state(name)
    assert again.startswith("running")
    assert again != first, "it has begun anew"
    await stage.press("p")
    await shows("paused")
    assert (await made.state(name)).startswith("paused")
    await stage.press("p")
    await shows(" up")
    assert (await made.state(name)).startswith("running")
    await stage.press("K")
    await stage.agree(f"Kill {name} on {host}?")
    await shows("exit 137")
    assert (await made.state(name)).startswith("exited 137")
    await stage.press("d")
    await stage.agree(f"Remove {name} on {host}?")
    await stage.wait(lambda: not stage.row(name), "it is gone")
    assert await made.state(name) == ""


async def test_several_marked_at_once(made: Made, stage: Stage) -> None:
    marked, host = NAMES[1:], made.machine
    await stage.on(host, "old")
    for name in marked:
        await stage.go(name)
        await stage.press("space")
    await stage.wait(lambda: "2 marked" in stage.containers, "two marks")
    await stage.go("old")
    await stage.press("s")
    await stage.agree(f"Stop 2 containers on {host}?", *marked)
    await stage.see("2 containers stopped")
    for name in marked:
        await stage.wait(lambda name=name: "exit 137" in stage.row(name), f"{name} stopped")
        assert (await made.state(name)).startswith("exited 137")
    for name in ("act-one", "old"):
        assert (await made.state(name)).startswith("running"), "it was not marked"
    await stage.press("S")
    await stage.see("2 containers started")
    for name in marked:
        assert (await made.state(name)).startswith("running")
    await stage.press("K")
    await stage.agree(f"Kill 2 containers on {host}?", *marked)
    await stage.see("2 containers killed")
    await stage.press("d")
    await stage.agree(f"Remove 2 containers on {host}?", *marked)
    for name in marked:
        await stage.wait(lambda name=name: not stage.row(name), f"{name} gone")
        assert await made.state(name) == ""


@pytest.mark.parametrize("host", MACHINES)
async def test_logs_follow_what_is_written(lab: Lab, stage: Stage, host: str) -> None:
    def newest() -> int:
        return max(map(int, re.findall(r"line (\d+)", stage.tab)), default=0)

    await stage.on(host, "chatter")
    await stage.press("l")
    await stage.wait(lambda: newest() > 0, "its lines")
    first = newest()
    await stage.wait(lambda: newest() > first + 10, "more lines as they are written")
    said = await aside(lab.machine, host, "sh", "-c", "docker logs --tail 1 chatter 2>&1")
    true = int(re.findall(r"line (\d+)", said)[0])
    await stage.wait(lambda: newest() >= true, f"line {true}")
    late = [line for line in stage.tab.splitlines() if "is late" in line]
    plain = [line for line in stage.tab.splitlines() if re.search(r"line \d+ *$", line)]
    assert late
    assert plain
    assert all("▎" in line and "error" in line for line in late), "stderr is marked"
    assert not any("▎" in line for line in plain)
    assert "\x1b" not in stage.tab


@pytest.mark.parametrize("host", MACHINES)
async def test_logs_of_a_terminal(stage: Stage, host: str) -> None:
    await stage.on(host, "tty")
    await stage.press("l")
    await stage.see_in_tab("logs tty", "ready")
    assert "▎" not in stage.tab


@pytest.mark.parametrize("host", MACHINES)
async def test_inspect_masks_secrets_until_they_are_revealed(stage: Stage, host: str) -> None:
    await stage.on(host, "old")
    await stage.press("i")
    await stage.see_in_tab("inspect old", "Path: sleep")
    await stage.press("slash", *"API_TOKEN", "enter")
    await stage.see_in_tab("API_TOKEN=••••••")
    # The engine writes them in any order: the other one may be below the edge.
    await stage.press("j", "j")
    await stage.see_in_tab("APP_MODE=demo", "API_TOKEN=••••••")
    assert "not-a-real-token" not in stage.text
    await stage.press("R")
    await stage.see_in_tab("API_TOKEN=not-a-real-token")
    await stage.press("R")
    await stage.wait(lambda: "not-a-real-token" not in stage.text, "masked again")
