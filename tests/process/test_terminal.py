"""Whatever ends the program, the terminal is as it was before."""

import signal
import time

import pytest

from coreos_tui.record.reading import read_cast
from tests.far_ends import served
from tests.process.program import Running, program
from tests.waiting import until

ENTERS = (b"\x1b[?1049h", b"\x1b[?1000h", b"\x1b[?25l")
LEAVES = (b"\x1b[?1049l", b"\x1b[?1000l", b"\x1b[?25h")
CRASH = """
import sys
from coreos_tui.ui.table import Table
def broken(self, *given):
    secret = "hunter2-not-for-the-terminal"
    raise RuntimeError("the test broke it")
Table.action_bottom = broken
from coreos_tui.__main__ import main
sys.argv = ["coreos-tui"]
main()
"""


def check_restored(running: Running) -> None:
    """The settings of the terminal, and the last word on each mode."""
    assert running.settings == running.before
    for enters, leaves in zip(ENTERS, LEAVES, strict=True):
        assert running.raw.count(enters), "it was entered at all"
        assert running.raw.rfind(leaves) > running.raw.rfind(enters), leaves


@pytest.mark.parametrize("how", ["q", "SIGTERM", "SIGHUP"])
async def test_the_terminal_is_as_it_was(tmp_path, how) -> None:
    async with served() as engine, program(engine, tmp_path) as running:
        await running.see("loops (2)", "8 containers")
        assert running.settings != running.before
        if how == "q":
            running.keys("q")
        else:
            running.process.send_signal(getattr(signal, how))
        assert await running.ended() == 0
        check_restored(running)


async def test_a_crash_restores_it_and_says_where_but_shows_no_values(tmp_path) -> None:
    async with served() as engine, program(engine, tmp_path, code=("-c", CRASH)) as running:
        await running.see("8 containers")
        running.keys("G")
        assert await running.ended() != 0
        check_restored(running)
        told = bytes(running.raw).rpartition(LEAVES[0])[2].decode()
        assert "RuntimeError: the test broke it" in told
        assert 'raise RuntimeError("the test broke it")' in told or "in broken" in told
        assert "hunter2" not in told


async def test_it_leaves_at_once_though_the_engine_hangs(tmp_path) -> None:
    async with served() as engine, program(engine, tmp_path) as running:
        await running.see("8 containers")
        await engine.fault("hang")
        await running.see("answer")
        began = time.monotonic()
        running.keys("q")
        assert await running.ended() == 0
        took = time.monotonic() - began
        check_restored(running)
        assert took < 2.0, f"leaving took {took:.2f} s"


async def test_leaving_ends_a_recording_and_what_runs_in_a_tab(tmp_path) -> None:
    async with served() as engine, program(engine, tmp_path) as running:
        await running.see("8 containers")
        running.keys("\x1b[20~")
        await running.see("REC")
        since, shells = len(running.drawn), engine.execs.all
        running.keys("/web\re")
        await running.see("/# ", since=since)
        assert any(each.running for each in shells.values())
        running.keys("\x1dq")
        assert await running.ended() == 0
        check_restored(running)
        [film] = tmp_path.glob("*.cast")
        assert "\x1b[?1049l" in read_cast(film).events[-1].text
        await until(lambda: not any(each.running for each in shells.values()), "its end")


async def test_nothing_at_all_on_this_machine_still_opens(tmp_path) -> None:
    async with program(None, tmp_path, size=(80, 24)) as running:
        await running.see("Nothing to show yet", "coreos-tui --host NAME")
        running.keys("\x11")
        assert await running.ended() == 0


async def test_keys_that_cannot_be_are_told_before_anything_is_drawn(tmp_path) -> None:
    (tmp_path / "keys.toml").write_text('[keys]\n"containers.fly" = "f"\n')
    async with program(None, tmp_path, "--config", "keys.toml") as running:
        assert await running.ended() == 2
        assert "keys: there is no command `containers.fly`. See docs/keys.md." in running.drawn
        assert b"\x1b[?1049h" not in running.raw
        assert running.settings == running.before
