"""The embedded terminal: taking output in, and painting a whole frame of it."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from textual.app import App, ComposeResult

from coreos_tui.ui.terminal import TerminalView
from coreos_tui.ui.terminal.backend import open_emulator

SIZE = (160, 50)
CHUNK = 65_536


def log_lines() -> bytes:
    lines = (f"2026-01-01T00:00:{n % 60:02} host unit[{n}]: GET /{n} 200\r\n" for n in range(1_100))
    return "".join(lines).encode()[:CHUNK]


def coloured() -> bytes:
    """Some 27 looks a row, as `ls`, `htop` and prompts make."""
    words = (f"\x1b[38;5;{n % 256};48;5;{n * 7 % 256}mword{n % 10} " for n in range(3_000))
    return "".join(words).encode()[:CHUNK]


OUTPUT = {"log lines": log_lines, "a colour a word": coloured}


class Whole(App[None]):
    """One terminal over the whole screen, with no program behind it."""

    def compose(self) -> ComposeResult:
        yield TerminalView("bench", on_bytes=lambda _bytes: None, on_size=lambda _cols, _rows: None)


@pytest.fixture
def view(loop: asyncio.Runner) -> Iterator[TerminalView]:
    stack, app = AsyncExitStack(), Whole()

    async def enter() -> TerminalView:
        pilot = await stack.enter_async_context(app.run_test(size=SIZE))
        await pilot.pause()
        return app.query_one(TerminalView)

    yield loop.run(enter())
    loop.run(stack.aclose())


@pytest.mark.parametrize("kind", OUTPUT)
def test_take_in_64_kib(benchmark: BenchmarkFixture, kind: str) -> None:
    emulator, output = open_emulator(*SIZE), OUTPUT[kind]()
    benchmark(emulator.feed, output)
    assert emulator.text().strip()
    emulator.close()


@pytest.mark.parametrize("kind", OUTPUT)
def test_a_frame(
    benchmark: BenchmarkFixture, loop: asyncio.Runner, view: TerminalView, kind: str
) -> None:
    """64 KiB in, and every row painted anew."""
    output = OUTPUT[kind]()

    async def frame() -> int:
        left = [output]

        async def read() -> bytes:
            return left.pop() if left else b""

        await view.pump(read)
        return sum(view.render_line(y).cell_length for y in range(view.size.height))

    cells = benchmark(lambda: loop.run(frame()))
    assert cells >= view.size.width * view.size.height
