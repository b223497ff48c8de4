"""Times the embedded terminal: a key to its painted cell, and output through the widget.

    python benchmarks/terminal.py [--keys 200] [--megabytes 64]

Prints the median and 95th percentile of key -> painted cell in milliseconds, then MB/s and the
longest time the event loop was away while output poured in. The app has no real screen; the
program is `cat` on a pty for keys, and bytes from memory for output.
"""

import argparse
import asyncio
import os
import pty
import statistics
import time
import tty
from collections.abc import Callable

from textual.app import App, ComposeResult
from textual.strip import Strip

from coreos_tui.ui.terminal import TerminalView

SIZE = (160, 50)


class TimedView(TerminalView):
    """A view that notes when a line is painted."""

    painted: Callable[[Strip], None] | None = None

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        if self.painted is not None:
            self.painted(strip)
        return strip


class Bench(App[None]):
    """One terminal over the whole screen, and a pty behind it."""

    def __init__(self) -> None:
        super().__init__()
        self.ours, self.theirs = pty.openpty()
        tty.setraw(self.theirs)
        self.opened = asyncio.Event()

    def compose(self) -> ComposeResult:
        yield TimedView("bench", on_bytes=self.typed, on_size=lambda _cols, _rows: None)

    def on_terminal_view_opened(self) -> None:
        self.opened.set()

    def typed(self, data: bytes) -> None:
        os.write(self.theirs, data)

    async def echo(self) -> bytes:
        """What was typed comes back, by way of the kernel."""
        loop, arrived = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self.ours, arrived.set)
        await arrived.wait()
        loop.remove_reader(self.ours)
        return os.read(self.ours, 65536)


async def keys(app: Bench, view: TimedView, count: int) -> None:
    """Presses letters one at a time, each when the last one is painted."""
    pumping = asyncio.create_task(view.pump(app.echo))
    took = []
    for number in range(count):
        letter = chr(ord("a") + number % 26)
        column = number % SIZE[0]
        done = asyncio.Event()

        def painted(strip: Strip, letter: str = letter, column: int = column,
                    done: asyncio.Event = done) -> None:  # fmt: skip
            if strip.text[column : column + 1] == letter:
                done.set()

        view.painted = painted
        start = time.perf_counter()
        app.simulate_key(letter)
        await done.wait()
        took.append((time.perf_counter() - start) * 1000)
        await asyncio.sleep(0.02)
    view.painted = None
    pumping.cancel()
    took.sort()
    print(f"key to painted cell: p50 {statistics.median(took):.1f} ms, "
          f"p95 {took[int(len(took) * 0.95)]:.1f} ms, n {count}")  # fmt: skip


async def output(view: TimedView, name: str, chunk: bytes, megabytes: int) -> None:
    """Pours bytes in as fast as they are taken."""
    left = [megabytes * 1_000_000 // len(chunk)]

    async def read() -> bytes:
        left[0] -= 1
        return chunk if left[0] >= 0 else b""

    watch, worst = asyncio.create_task(longest_gap(gaps := [0.0])), gaps
    start, cpu = time.perf_counter(), time.process_time()
    await view.pump(read)
    took, cpu = time.perf_counter() - start, time.process_time() - cpu
    watch.cancel()
    print(
        f"output, {name}: {megabytes / took:.0f} MB/s, by CPU time {megabytes / cpu:.0f} MB/s, "
        f"longest loop gap {worst[0] * 1000:.0f} ms"
    )


async def longest_gap(worst: list[float]) -> None:
    """How long the loop was ever away."""
    last = time.perf_counter()
    while True:
        await asyncio.sleep(0.001)
        now = time.perf_counter()
        worst[0], last = max(worst[0], now - last), now


def log_lines() -> bytes:
    lines = (f"2026-01-01T00:00:{n % 60:02} host unit[{n}]: GET /{n} 200\r\n" for n in range(1100))
    return "".join(lines).encode()[:65536]


def coloured() -> bytes:
    """Some 27 looks a row, as `ls`, `htop` and prompts make."""
    words = (f"\x1b[38;5;{n % 256};48;5;{n * 7 % 256}mword{n % 10} " for n in range(3000))
    return "".join(words).encode()[:65536]


async def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--keys", type=int, default=200)
    options.add_argument("--megabytes", type=int, default=64)
    asked = options.parse_args()
    app = Bench()
    async with app.run_test(size=SIZE):
        view = app.query_one(TimedView)
        view.focus()
        await app.opened.wait()
        await keys(app, view, asked.keys)
        await output(view, "log lines", log_lines(), asked.megabytes)
        await output(view, "a colour a word", coloured(), asked.megabytes)


if __name__ == "__main__":
    asyncio.run(main())
