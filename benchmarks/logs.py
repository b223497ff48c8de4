"""What a log costs: taking lines in, drawing a frame, searching all of it.

Run: python -m benchmarks.logs
"""

import asyncio
from statistics import median
from time import perf_counter, process_time

from textual.app import App, ComposeResult

from coreos_tui.ui.logs import Line, LogView
from coreos_tui.ui.prompt import Searching

BATCH = 1_000
SECONDS = 4
LINES = 50_000


def lines(count: int) -> list[Line]:
    texts = (
        b"%07d \x1b[32mINFO\x1b[0m GET /healthz 200 in %d ms" % (n, n % 97) for n in range(count)
    )
    return [Line(text, None, "out") for text in texts]


class Bench(App[None]):
    def compose(self) -> ComposeResult:
        self.log_view = LogView()
        yield Searching(self.log_view)


async def follow(view: LogView) -> None:
    """Twenty thousand lines a second, in batches of a thousand."""
    loop, batch = asyncio.get_running_loop(), lines(BATCH)
    lags: list[float] = []
    cpu, end = process_time(), loop.time() + SECONDS
    while loop.time() < end:
        view.append(batch)
        due = loop.time() + 0.05
        await asyncio.sleep(0.05)
        lags.append(loop.time() - due)
    share, stall = (process_time() - cpu) / SECONDS, max(lags) * 1e3
    print(f"follow 20,000 lines/s   cpu {share:.0%} of a core   longest stall {stall:.0f} ms")


async def search(view: LogView) -> None:
    view.append(lines(LINES))
    for text in ("in 42 ms", "get .* 4[0-9]", "nothing like it"):
        stalls: list[float] = []
        start = last = perf_counter()
        view.search(text)
        while "…" in view.state_text:
            await asyncio.sleep(0)
            now = perf_counter()
            stalls.append(now - last)
            last = now
        took, stall = (perf_counter() - start) * 1e3, max(stalls, default=0.0) * 1e3
        print(f"/{text:16} {took:4.0f} ms   longest stall {stall:3.0f} ms")
    view.search("")


async def look(view: LogView) -> None:
    for what in ("wrap", "wrap", "times"):
        start = perf_counter()
        getattr(view, f"action_{what}")()
        print(f"{what:24} {(perf_counter() - start) * 1e3:4.0f} ms")
    takes = []
    for _ in range(30):
        start = perf_counter()
        view.append(lines(BATCH))
        takes.append(perf_counter() - start)
        await asyncio.sleep(0)
    print(f"take in a line          {median(takes) / BATCH * 1e6:4.1f} µs, with making it")


async def main() -> None:
    app = Bench()
    async with app.run_test(size=(200, 50)) as pilot:
        await follow(app.log_view)
        await pilot.pause()
        await search(app.log_view)
        await look(app.log_view)


if __name__ == "__main__":
    asyncio.run(main())
