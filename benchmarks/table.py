"""How long a table of a thousand rows takes: a snapshot with five in a hundred changed, a key.

Run: python -m benchmarks.table
"""

import asyncio
from collections.abc import Callable
from statistics import median
from time import perf_counter

from textual.app import App, ComposeResult

from coreos_tui.ui.table import Cell, Column, Row, Table

ROWS = 1_000
ROUNDS = 40
COLUMNS = [Column("name", "name", None, 8), *(Column(f"c{n}", f"c{n}", 12) for n in range(7))]


def snapshot(turn: int) -> list[Row]:
    """Complete and new each time, as a feed makes it; every twentieth row differs."""
    rows = []
    for number in range(ROWS):
        word = f"{turn}%" if number % 20 == turn % 20 else "0.4%"
        cells = (Cell(f"web-{number}"), *(Cell(word, "good") for _ in range(7)))
        rows.append(Row(number, cells))
    return rows


class Bench(App[None]):
    def compose(self) -> ComposeResult:
        yield Table(COLUMNS)


async def timed(app: Bench, what: str, act: Callable[[int], None]) -> None:
    """Times an act and the frame it leads to. What a snapshot costs to make is not in it."""
    acts, frames = [], []
    for turn in range(ROUNDS):
        start = perf_counter()
        act(turn)
        acts.append(perf_counter() - start)
        app.screen._on_timer_update()
        frames.append(perf_counter() - start)
        await asyncio.sleep(0)
    act_ms, frame_ms = median(acts) * 1e3, median(frames) * 1e3
    print(f"{what:8} median {act_ms:6.2f} ms, with its frame {frame_ms:6.2f} ms")


async def main() -> None:
    app = Bench()
    async with app.run_test(size=(200, 50)) as pilot:
        app.query_one(Table).show(snapshot(0))
        await pilot.pause()
        table = app.query_one(Table)
        snapshots = [snapshot(turn) for turn in range(20)]
        await timed(app, "show", lambda turn: table.show(snapshots[turn % 20]))
        await timed(app, "key", lambda _: table.action_down())
        await timed(app, "filter", lambda turn: table.show(snapshots[0][: 900 - turn : 3]))


if __name__ == "__main__":
    asyncio.run(main())
