"""Jobs that live and die together."""

import asyncio
from collections.abc import Coroutine
from typing import Any


async def first_of(*jobs: Coroutine[Any, Any, object]) -> None:
    """Runs the jobs until one ends or fails, ends the others, and raises its failure."""
    tasks = [asyncio.ensure_future(job) for job in jobs]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
