"""Waiting for a state, with a deadline, instead of sleeping."""

import asyncio
import time
from collections.abc import Callable


async def until(condition: Callable[[], object], what: str = "", deadline: float = 15.0) -> None:
    """Returns when the condition holds; fails after `deadline` seconds, naming what was awaited."""
    end = time.monotonic() + deadline
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"not within {deadline} s: {what or condition}")
        await asyncio.sleep(0.005)
