"""A table of a thousand rows: a snapshot in which one row in twenty differs, a key, a filter."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from textual.app import App, ComposeResult

from coreos_tui.ui.table import Cell, Column, Row, Table

ROWS = 1_000
COLUMNS = [Column("name", "name", None, 8), *(Column(f"c{n}", f"c{n}", 12) for n in range(7))]


def snapshot(turn: int) -> list[Row]:
    """Complete and new each time, as a feed makes it."""
    rows = []
    for number in range(ROWS):
        word = f"{turn}%" if number % 20 == turn % 20 else "0.4%"
        rows.append(Row(number, (Cell(f"web-{number}"), *(Cell(word, "good") for _ in range(7)))))
    return rows


class Whole(App[None]):
    """One table over the whole screen."""

    def compose(self) -> ComposeResult:
        yield Table(COLUMNS)


@pytest.fixture
def table(loop: asyncio.Runner) -> Iterator[Table]:
    stack, app = AsyncExitStack(), Whole()

    async def enter() -> Table:
        pilot = await stack.enter_async_context(app.run_test(size=(200, 50)))
        app.query_one(Table).show(snapshot(0))
        await pilot.pause()
        return app.query_one(Table)

    yield loop.run(enter())
    loop.run(stack.aclose())


@pytest.fixture
def framed(loop: asyncio.Runner, table: Table) -> Callable[[Callable[[], object]], object]:
    """Makes of an act one that waits for the frame it leads to."""

    def framed(act: Callable[[], object]) -> object:
        async def one() -> None:
            act()
            table.screen._on_timer_update()

        return loop.run(one())

    return framed


def test_show_a_snapshot(
    benchmark: BenchmarkFixture, table: Table, framed: Callable[[Callable[[], object]], object]
) -> None:
    snapshots = [snapshot(turn) for turn in range(20)]
    turns = iter(range(10**9))
    benchmark(lambda: framed(lambda: table.show(snapshots[next(turns) % 20])))
    assert len(table.keys_in_view) > 40


def test_move_the_cursor(
    benchmark: BenchmarkFixture, table: Table, framed: Callable[[Callable[[], object]], object]
) -> None:
    before = table.cursor_key
    benchmark(lambda: framed(table.action_down))
    assert table.cursor_key != before


def test_filter(
    benchmark: BenchmarkFixture, table: Table, framed: Callable[[Callable[[], object]], object]
) -> None:
    rows = snapshot(0)
    turns = iter(range(10**9))
    benchmark(lambda: framed(lambda: table.show(rows[: 900 - next(turns) % 40 : 3])))
    assert len(table.keys_in_view) > 40
