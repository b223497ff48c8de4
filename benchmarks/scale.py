"""How much is measured: a little that it cannot rot, the standard set, or all there is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """Counts, and seconds. `seconds` bounds the whole run: what no longer fits is left out."""

    seconds: float
    starts: tuple[int, ...]
    start_runs: int
    events: tuple[int, ...]
    event_rounds: int
    presses: int
    beside: tuple[int, ...]
    resizes: int
    idle: tuple[int, ...]
    idle_window: float
    logs: tuple[int, ...]
    open_within: float
    rates: tuple[int, ...]
    follow_window: float
    letters: int
    flood: int
    named_within: float
    settle: float = 5.0
    few: int = 100


QUICK = Scale(
    seconds=150,
    starts=(3,),
    start_runs=1,
    events=(3,),
    event_rounds=1,
    presses=4,
    beside=(0,),
    resizes=1,
    idle=(3,),
    idle_window=1.0,
    logs=(5_000,),
    open_within=5.0,
    rates=(2_000,),
    follow_window=1.5,
    letters=5,
    flood=1_000_000,
    named_within=1.5,
    settle=0.3,
    few=4,
)

STANDARD = Scale(
    seconds=450,
    starts=(10, 100),
    start_runs=5,
    events=(100, 4),
    event_rounds=6,
    presses=30,
    beside=(0, 20_000),
    resizes=5,
    idle=(100,),
    idle_window=15.0,
    logs=(200_000, 1_000_000),
    open_within=20.0,
    rates=(20_000,),
    follow_window=10.0,
    letters=60,
    flood=20_000_000,
    named_within=4.0,
)

FULL = Scale(
    seconds=2_400,
    starts=(10, 100, 300),
    start_runs=10,
    events=(4, 100, 1_000),
    event_rounds=20,
    presses=100,
    beside=(0, 20_000),
    resizes=12,
    idle=(300, 100, 10),
    idle_window=45.0,
    logs=(200_000, 1_000_000),
    open_within=100.0,
    rates=(2_000, 20_000, 200_000),
    follow_window=60.0,
    letters=200,
    flood=20_000_000,
    named_within=12.0,
)

SCALES = {"quick": QUICK, "standard": STANDARD, "full": FULL}
