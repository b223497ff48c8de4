"""The last of the program: what runs is told, and nothing is taken apart for its own sake.

Taking a screen apart widget by widget, and the interpreter module by module, takes longer than
all else that leaving has to do.
"""

import asyncio
import os
import sys
from contextlib import suppress
from typing import NoReturn

_PATIENCE = 0.1


async def leave(code: int) -> NoReturn:
    """Ends the process with this exit code, whatever its threads are at.

    All other tasks of the loop are cancelled, and have 0.1 s for what they do at their end.
    """
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for task in rest:
        task.cancel()
    if rest:
        await asyncio.wait(rest, timeout=_PATIENCE)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # the terminal has gone, or was closed
            stream.flush()
    os._exit(code)
