"""What a recording costs while a log of 20,000 lines a second is open.

Run: python -m benchmarks.recording [SECONDS]
The program runs on a terminal of its own; its engine is in this process. Windows of some
seconds without and with a recording follow one another, since machines are not alike for long.
"""

import asyncio
import os
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median

from coreos_tui.demo.logbook import Logbook
from coreos_tui.record.reading import read_cast
from tests.far_ends import served
from tests.process.program import Running, program

WINDOW = 6.0
RATE = 20_000
F9 = "\x1b[20~"
_TICKS = os.sysconf("SC_CLK_TCK")


def used(pid: int) -> float:
    """CPU seconds of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


async def spew(log: Logbook) -> None:
    """RATE lines a second, in batches of a hundredth of it."""
    loop = asyncio.get_running_loop()
    began, written = loop.time(), 0
    while True:
        due = int((loop.time() - began) * RATE)
        for number in range(written, due):
            log.write(f"{number:09d} GET /healthz 200 in {number % 97} ms")
        written = due
        await asyncio.sleep(0.01)


async def window(running: Running) -> float:
    """The share of a core that the program takes."""
    before = used(running.process.pid)
    drawn = len(running.raw)
    await asyncio.sleep(WINDOW)
    assert len(running.raw) > drawn, "nothing was drawn"
    return (used(running.process.pid) - before) / WINDOW


async def measure(home: Path, seconds: float) -> None:
    plain: list[float] = []
    filmed: list[float] = []
    async with served() as engine, program(engine, home, size=(120, 36)) as running:
        await running.see("8 containers")
        running.keys("/web\rl")
        await running.see("follow")
        writing = asyncio.create_task(spew(engine.scene.find("web").log))
        await asyncio.sleep(2)
        while len(filmed) * 2 * WINDOW < seconds:
            plain.append(await window(running))
            running.keys(F9)
            await running.see("● REC", since=len(running.drawn))
            filmed.append(await window(running))
            running.keys(F9)
            await running.see("Recorded", since=len(running.drawn))
            running.raw.clear()
        writing.cancel()
    ratio = median(filmed) / median(plain)
    print(f"without {median(plain):.1%} of a core   with {median(filmed):.1%}   ×{ratio:.3f}")


def tell(home: Path) -> None:
    """What the recordings hold; reading them also shows that they are sound."""
    files = sorted(home.glob("*.cast"))
    events = sum(len(read_cast(each).events) for each in files) / len(files) / WINDOW
    size = sum(each.stat().st_size for each in files) / len(files) / WINDOW / 1024
    print(f"{len(files)} recordings of {events:.0f} events/s, {size:.0f} KiB/s")


if __name__ == "__main__":
    folder = Path(tempfile.mkdtemp(prefix="ct-"))
    try:
        asyncio.run(measure(folder, float((sys.argv[1:] or ["60"])[0])))
        tell(folder)
    finally:
        shutil.rmtree(folder)
