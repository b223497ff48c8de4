"""Eight hours in minutes: does anything grow while the program is left open?

Run: python -m benchmarks.soak [SECONDS]
The program runs on a terminal of its own and follows a log; its engine is in this process. There
are 25 events and 500 log lines a second, and every six seconds all connections are cut: fifty
times what a busy workstation does. Memory, open files and threads are read when a third of the time
has passed, when buffers are full, and from then on.
"""

import asyncio
import os
import shutil
import sys
import tempfile
from itertools import count
from pathlib import Path
from statistics import linear_regression
from typing import NamedTuple

from coreos_tui.demo.engine import DemoEngine
from tests.far_ends import served
from tests.process.program import program

EVENTS, LINES, CUT_EVERY = 25, 500, 6.0
LOG_LINES = 2000
FASTER = 50
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Held(NamedTuple):
    """What a process holds `at` some second: bytes of memory, open files, threads."""

    at: float
    memory: int
    files: int
    threads: int


def held(pid: int, at: float) -> Held:
    process = Path(f"/proc/{pid}")
    memory = int((process / "statm").read_text().split()[1]) * _PAGE
    return Held(
        at, memory, len(list((process / "fd").iterdir())), len(list((process / "task").iterdir()))
    )


async def happen(engine: DemoEngine) -> None:
    """Containers pause and go on, end and begin, come and go."""
    scene = engine.scene
    for turn in count():
        (scene.pause if turn % 2 == 0 else scene.unpause)("app")
        (scene.stop if turn % 4 == 1 else scene.start if turn % 4 == 3 else bool)("cache")
        await asyncio.sleep(1.5 / EVENTS)


async def write(engine: DemoEngine) -> None:
    for turn in count():
        engine.scene.find("web").log.write(f"{turn:09d} GET /healthz 200 in {turn % 97} ms")
        if turn % (LINES // 50) == 0:
            await asyncio.sleep(0.02)


async def cut(engine: DemoEngine) -> None:
    while True:
        await asyncio.sleep(CUT_EVERY)
        await engine.cut()


async def soak(home: Path, seconds: float) -> list[Held]:
    config = home / "config.toml"
    config.write_text(f"log_lines = {LOG_LINES}\n")
    found: list[Held] = []
    loop = asyncio.get_running_loop()
    async with served() as engine, program(engine, home, "--config", str(config)) as running:
        await running.see("8 containers")
        running.keys("/web\rl")
        await running.see("follow")
        began = loop.time()
        jobs = [asyncio.create_task(job(engine)) for job in (happen, write, cut)]
        while (at := loop.time() - began) < seconds:
            await asyncio.sleep(seconds / 60)
            assert running.process.poll() is None, "it has ended"
            assert running.raw, "nothing is drawn any more"
            running.raw.clear()
            if at > seconds / 3:
                found.append(held(running.process.pid, at))
        for job in jobs:
            job.cancel()
        assert not [
            each
            for each in await asyncio.gather(*jobs, return_exceptions=True)
            if not isinstance(each, asyncio.CancelledError)
        ]
    return found


def tell(found: list[Held]) -> None:
    """First, last and most of each, and the slope of memory by the hour of ordinary use."""
    for name in ("memory", "files", "threads"):
        values = [getattr(each, name) / (1 << 20 if name == "memory" else 1) for each in found]
        print(f"{name:8} {values[0]:.1f} first, {values[-1]:.1f} last, {max(values):.1f} most")
    slope = linear_regression([each.at for each in found], [each.memory for each in found]).slope
    print(f"slope    {slope * 3600 / FASTER / (1 << 20):+.2f} MiB an hour of ordinary use")


if __name__ == "__main__":
    folder = Path(tempfile.mkdtemp(prefix="ct-"))
    try:
        tell(asyncio.run(soak(folder, float((sys.argv[1:] or ["600"])[0]))))
    finally:
        shutil.rmtree(folder)
