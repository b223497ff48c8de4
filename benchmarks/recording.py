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


async def spew(log: object) -> None:
    """RATE lines a second, in batches of a hundredth of it."""
    loop = asyncio.get_running_loop()
    began, number = loop.time(), 0
    while True:
        for number in range(number, int((loop.time() - began) * RATE)):
            log.write(f"{number:09d} GET /healthz 200 in {number % 97} ms")  # type: ignore[attr-defined]
        await asyncio.sleep(0.01)


async def window(running: Running) -> float:
    """The share of a core that the program takes."""
    before = used(running.process.pid)
    drawn = len(running.raw)
    await asyncio.sleep(WINDOW)
    assert len(running.raw) > drawn, "nothing was drawn"
    return (used(running.process.pid) - before) / WINDOW


async def measure(home: Path, seconds: float) -> None:
    plain, filmed = [], []
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
    films = [read_cast(each) for each in sorted(home.glob("*.cast"))]
    size = sum(each.stat().st_size for each in home.glob("*.cast")) / len(films) / WINDOW / 1024
    ratio = median(filmed) / median(plain)
    print(f"without {median(plain):.1%} of a core   with {median(filmed):.1%}   ×{ratio:.3f}")
    print(f"{len(films)} recordings, {len(films[-1].events) / WINDOW:.0f} events/s, {size:.0f} KiB/s")


if __name__ == "__main__":
    folder = Path(tempfile.mkdtemp(prefix="ct-"))
    try:
        asyncio.run(measure(folder, float((sys.argv[1:] or ["60"])[0])))
    finally:
        shutil.rmtree(folder)
