"""Shells in containers and on machines: full-screen programs, sizes, and how they end."""

from __future__ import annotations

import pytest

from tests.lab.real import Lab
from tests.lab.stage import SIZE, Stage, aside

pytestmark = pytest.mark.asyncio(loop_scope="session")

MACHINES = ("core-01", "core-02")
# The terminal's size, as the first process of this name has it.
SIZE_OF = """for it in /proc/[0-9]*; do
  if [ "$(cat $it/comm 2>/dev/null)" = "$0" ]; then
    stty -F "$(readlink $it/fd/0)" size && exit 0
  fi
done
echo none"""


async def size_of(lab: Lab, program: str, host: str, container: str = "") -> str:
    """Rows and columns that a program's terminal has, in a container or on the machine."""
    inside = ("docker", "exec", container) if container else ()
    said = await aside(lab.machine, host, *inside, "sh", "-c", SIZE_OF, program)
    return said.strip()


async def runs(lab: Lab, host: str, line: str) -> bool:
    """Whether this command line runs on the machine, also inside a container."""
    return line in (await aside(lab.machine, host, "ps", "-eo", "args")).splitlines()


async def becomes(stage: Stage, lab: Lab, host: str, line: str, running: bool) -> None:
    for _ in range(100):
        if await runs(lab, host, line) is running:
            return
    raise AssertionError(f"{line} {'does not run' if running else 'runs on'}\n{stage.text}")


@pytest.mark.parametrize("host", MACHINES)
async def test_vi_writes_a_file_in_a_container(lab: Lab, stage: Stage, host: str) -> None:
    await aside(lab.engine, host, "exec", "old", "rm", "-f", "/tmp/x")
    await stage.on(host, "old")
    await stage.shell("root@old:")
    await stage.type("vi /tmp/x")
    await stage.see_in_tab("~", "/tmp/x")
    await stage.press("i", *"written by hand", "escape")
    await stage.see_in_tab("written by hand")
    await stage.type(":wq")
    await stage.see_in_tab("root@old:")
    written = await aside(lab.engine, host, "exec", "old", "cat", "/tmp/x")
    assert written == "written by hand\n"
    await stage.type("rm /tmp/x; exit 3")
    await stage.see_in_tab("ended with code 3; enter closes the tab")
    await stage.press("enter")
    await stage.wait(lambda: not stage.main.viewer.tabs, "the tab closed")


@pytest.mark.parametrize("host", MACHINES)
async def test_programs_hear_of_a_new_size(lab: Lab, stage: Stage, host: str) -> None:
    await stage.on(host, "old")
    await stage.shell("root@old:")
    await stage.type("vi /tmp/size")
    await stage.see_in_tab("/tmp/size")
    assert await size_of(lab, "vi", host, "old") == stage.rows_and_columns
    await stage.leave()
    await stage.at(host)
    await stage.shell(f"core@{host}:")
    await stage.type("stty size")
    await stage.see_in_tab(stage.rows_and_columns)
    await stage.type("top")
    await stage.see_in_tab("load average", "PID")
    for size in ((110, 34), SIZE):
        await stage.pilot.resize_terminal(*size)
        for program, container in (("top", ""), ("vi", "old")):
            await told_its_size(lab, stage, program, host, container)
            await stage.leave()
            await stage.press("left_square_bracket")
    await stage.press("enter")
    await stage.see_in_tab("load average")
    await stage.press("q")
    await stage.see_in_tab(f"core@{host}:")
    await stage.type("exit")
    await stage.see_in_tab("ended with code 0")


async def told_its_size(lab: Lab, stage: Stage, program: str, host: str, container: str) -> None:
    """Gives the shown tab the keys and waits until its program's terminal is as large as it."""
    if not stage.terminal.has_focus:
        await stage.press("4")
    await stage.wait(lambda: stage.terminal.has_focus, "the terminal has the keys")
    for _ in range(60):
        if await size_of(lab, program, host, container) == stage.rows_and_columns:
            return
    has = await size_of(lab, program, host, container)
    raise AssertionError(f"{program} has {has}, not {stage.rows_and_columns}\n{stage.text}")


@pytest.mark.parametrize("host", MACHINES)
async def test_a_container_without_a_shell_says_so(stage: Stage, host: str) -> None:
    await stage.on(host, "shellless")
    await stage.press("e")
    await stage.see("no shell in it", "neither bash nor sh nor ash")
    await stage.see_in_tab("✕ shellless")
    await stage.press("enter")
    await stage.wait(lambda: not stage.main.viewer.tabs, "the tab closed")


@pytest.mark.parametrize("host", MACHINES)
async def test_a_container_s_own_terminal(lab: Lab, stage: Stage, host: str) -> None:
    await stage.on(host, "tty")
    await stage.press("a")
    await stage.see_in_tab("● attach tty", "ctrl+p ctrl+q detaches", "/ #")
    await stage.type("stty size")
    await stage.see_in_tab(stage.rows_and_columns)
    await stage.press("ctrl+p", "ctrl+q")
    await stage.see_in_tab("detached; enter closes the tab, r runs it again")
    await stage.press("r")
    await stage.see_in_tab("● attach tty")
    await stage.leave()
    await stage.press("x")
    await stage.wait(lambda: not stage.main.viewer.tabs, "the tab closed")
    said = await aside(lab.engine, host, "inspect", "-f", "{{.State.Running}}", "tty")
    assert said.strip() == "true", "it runs on"


@pytest.mark.parametrize("host", MACHINES)
async def test_a_command_as_another_user(stage: Stage, host: str) -> None:
    await stage.on(host, "old")
    await stage.press("E")
    await stage.see("Run in old")
    await stage.press(*"id -un", "tab", *"nobody", "enter")
    await stage.see_in_tab("nobody@old id", "ended with code 0")
    assert any(line.strip() == "nobody" for line in stage.tab.splitlines())
    await stage.press("enter")
    await stage.wait(lambda: not stage.main.viewer.tabs, "the tab closed")


@pytest.mark.parametrize("host", MACHINES)
async def test_closing_a_tab_ends_what_runs_in_it(lab: Lab, stage: Stage, host: str) -> None:
    await stage.on(host, "old")
    await stage.shell("root@old:")
    await stage.type("sleep 98765")
    await becomes(stage, lab, host, "sleep 98765", True)
    await stage.leave()
    await stage.at(host)
    await stage.shell(f"core@{host}:")
    await stage.type("sleep 87654")
    await becomes(stage, lab, host, "sleep 87654", True)
    for line in ("sleep 87654", "sleep 98765"):
        await stage.press("ctrl+right_square_bracket")
        await stage.wait(lambda: stage.main.viewer.line.has_focus, "the keys are in the titles")
        await stage.press("x")
        await becomes(stage, lab, host, line, False)
    await stage.wait(lambda: not stage.main.viewer.tabs, "no tab")
