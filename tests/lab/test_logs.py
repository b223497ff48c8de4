"""Logs of real engines: restarts, removal, drivers that cannot be read, long and hostile lines."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

import pytest
import pytest_asyncio

from coreos_tui.core.log import Line
from coreos_tui.ui.logs.ring import Ring
from tests.lab.real import Lab
from tests.lab.stage import Stage, aside

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOST = "core-01"
NAME = "logtest"
LONG = 10 << 20
SAY = f"head -c {LONG} /dev/zero | tr '\\0' x; echo ' end of it'; echo after it"
BINARY = "head -c 3000 /dev/urandom; echo; echo after it"
Make = Callable[..., Awaitable[None]]


@pytest_asyncio.fixture(loop_scope="session")
async def make(lab: Lab) -> AsyncIterator[Make]:
    """Makes the container that a test is about; it is gone afterwards."""

    async def made(script: str, *options: str) -> None:
        image = ("lab/busybox:1", "sh", "-c", script)
        argv = ("run", "-d", "--name", NAME, "--network", "none", "--stop-timeout", "1")
        await aside(lab.engine, HOST, *argv, *options, *image)

    yield made
    await aside(lab.machine, HOST, "sh", "-c", f"docker rm -f {NAME} || true")


async def opened(stage: Stage) -> None:
    await stage.on(HOST, NAME)
    await stage.press("l")
    await stage.see_in_tab(f"logs {NAME}")


async def test_a_restart_is_said_and_a_removal_ends_it(lab: Lab, stage: Stage, make: Make) -> None:
    await make("echo began; while :; do sleep 1; done")
    await opened(stage)
    await stage.see_in_tab("began")
    await aside(lab.engine, HOST, "restart", NAME)
    await stage.see_in_tab(f"{NAME} has started again")
    await stage.wait(lambda: stage.tab.count("began") == 2, "each line once")
    await aside(lab.engine, HOST, "rm", "-f", NAME)
    await stage.see_in_tab("✕ logs", "No such container")


async def test_a_driver_that_cannot_be_read_is_named(lab: Lab, stage: Stage, make: Make) -> None:
    await make("echo unheard; sleep 99", "--log-driver", "none")
    await opened(stage)
    await stage.see_in_tab(f"{NAME} logs with the driver none, which cannot be read")


async def test_a_line_of_ten_megabytes_is_opened_whole(lab: Lab, stage: Stage, make: Make) -> None:
    await make(SAY)
    await opened(stage)
    await stage.see_in_tab("xxx", "…", "after it")
    view = stage.main.viewer.shown.log_view
    assert view.ring.bytes < 100_000, "most of it is left where it is"
    await stage.press("v", "k", "k", "k", "enter")
    await stage.see_in_tab("≡ log line", "10 MiB")
    await stage.press("G")
    await stage.see_in_tab("end of it")


@pytest.mark.parametrize("terminal", [(), ("-t",)])
async def test_bytes_of_any_kind_stay_lines(
    lab: Lab, stage: Stage, make: Make, terminal: tuple[str, ...]
) -> None:
    await make(f"{BINARY}; sleep 99", *terminal)
    await opened(stage)
    await stage.see_in_tab("after it", "follow ●")
    assert not set(stage.text) & {chr(code) for code in range(32) if chr(code) != "\n"}


async def test_pages_reach_the_first_line_and_none_comes_twice(
    lab: Lab, stage: Stage, make: Make
) -> None:
    await make("i=0; while [ $i -lt 5000 ]; do i=$((i+1)); echo line $i; done; sleep 99")
    await opened(stage)
    await stage.see_in_tab("line 5000")
    view = stage.main.viewer.shown.log_view
    await stage.press("g")
    while view.ring.get(view.ring.first).text != b"line 1":
        held = len(view.ring)
        await stage.press("g", "k")
        await stage.wait(lambda held=held: len(view.ring) > held, "an older page")
    texts = [line.text for line in view.ring.since(view.ring.first, 6000)]
    assert texts == [b"line %d" % number for number in range(1, 5001)]


def lines(ring: Ring) -> Sequence[Line]:
    return ring.since(ring.first, len(ring))


async def test_marked_containers_of_a_machine_are_one_log(lab: Lab, stage: Stage) -> None:
    await stage.on(HOST, "chatter")
    await stage.press("space")
    await stage.go("looping")
    await stage.press("space", "l")
    await stage.see_in_tab("+1", "chatter line")
    ring = stage.main.viewer.shown.log_view.ring
    # What loops is started again less and less often: its last words may be long out of view.
    both = (b"is late", b"no database")
    await stage.wait(
        lambda: all(any(words in line.text for line in lines(ring)) for words in both), "both"
    )
    times = [line.at for line in lines(ring) if line.at]
    assert times == sorted(times)
