"""The session this program was made for: which system runs where, on every layer at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.real import Lab
from tests.lab.stage import Stage, aside

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOST, CONTAINER = "core-01", "old"
ASK = "grep VERSION_ID /etc/os-release"


async def files(lab: Lab) -> tuple[str, str, str]:
    """os-release of the workstation, the host and the container, read past the program."""
    path = "/etc/os-release"
    return (
        Path(path).read_text(encoding="utf-8"),
        await aside(lab.machine, HOST, "cat", path),
        await aside(lab.engine, HOST, "exec", CONTAINER, "cat", path),
    )


def line(text: str, name: str) -> str:
    """The line NAME=value of an os-release, without quotes."""
    found = next(each for each in text.splitlines() if each.startswith(f"{name}="))
    return found.replace('"', "")


async def test_the_ladder_shows_every_layer_by_its_own_lines(lab: Lab, stage: Stage) -> None:
    workstation, host, container = await files(lab)
    assert line(host, "VERSION_ID") != line(container, "VERSION_ID")
    await stage.on(HOST, CONTAINER)
    await stage.press("2", "z")
    await stage.see(f"{CONTAINER} container")
    above, _, below = stage.ladder.partition(f"{HOST}  machine")
    between, _, last = below.partition(f"{CONTAINER}  container")
    for rung, text in ((above, workstation), (between, host), (last, container)):
        assert line(text, "PRETTY_NAME") in rung, stage.text
        assert line(text, "VERSION") in rung


async def test_embedded_shells_say_the_same(lab: Lab, stage: Stage) -> None:
    workstation, host, container = await files(lab)
    for where, text, prompt in (
        ("this machine", workstation, ("$", "#")),
        (HOST, host, (f"core@{HOST}:",)),
        (CONTAINER, container, (f"root@{CONTAINER}:",)),
    ):
        if where == CONTAINER:
            await stage.on(HOST, CONTAINER)
        else:
            await stage.at(where)
        await stage.shell()
        await stage.wait(lambda prompt=prompt: any(p in stage.tab for p in prompt), "a prompt")
        await stage.type(ASK)
        # With quotes or without, as it stands in the file.
        wanted = next(each for each in text.splitlines() if each.startswith("VERSION_ID="))
        shown = [wanted]
        await stage.wait(
            lambda shown=shown: shown[0] in map(str.strip, stage.tab.splitlines()), wanted
        )
        await stage.type("exit")
        await stage.see_in_tab("ended with code 0")
        await stage.press("enter")
        await stage.wait(lambda: not stage.main.viewer.tabs, "the tab closed")
