"""Jobs that live and die together."""

import asyncio
import contextlib
from collections.abc import Collection, Coroutine
from typing import Any

ROUNDS, PATIENCE = 5, 0.5


async def first_of(*jobs: Coroutine[Any, Any, object]) -> None:
    """Runs the jobs until one ends or fails, ends the others, and raises its failure."""
    tasks = [asyncio.ensure_future(job) for job in jobs]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        await end_all(tasks)


async def woken(event: asyncio.Event, seconds: float) -> bool:
    """Waits for an event, at most so long, and takes it back; whether it came."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
    came = event.is_set()
    event.clear()
    return came


async def end_all(tasks: Collection[asyncio.Task[Any]]) -> None:
    """Cancels tasks until they have ended.

    A task may miss one cancellation, when what it awaits is done in the very same moment
    (`asyncio.wait_for` of Python 3.11 does); waiting for it would be for ever.
    """
    left = {task for task in tasks if not task.done()}
    for _ in range(ROUNDS):
        if not left:
            break
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=PATIENCE)
    for task in tasks:
        if task.done() and not task.cancelled():
            task.exception()  # looked at, so that nobody complains that it was not
