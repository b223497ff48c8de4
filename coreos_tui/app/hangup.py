"""Leaves when the terminal has gone away without a signal.

Textual would read its dead end for ever, at more than half a core, and may be stuck writing.
"""

import os
import select
import threading
from collections.abc import Callable

_GONE = select.POLLHUP | select.POLLERR
GRACE = 3.0
CODE = 129


def watch_terminal(leave: Callable[[], object], descriptor: int = 0) -> threading.Thread:
    """Calls `leave` once the far side has hung up; ends the process where that does not help.

    Waiting costs nothing: one thread, asleep in poll().
    """
    thread = threading.Thread(target=_watch, args=(leave, descriptor), daemon=True, name="hangup")
    thread.start()
    return thread


def _watch(leave: Callable[[], object], descriptor: int) -> None:
    poll = select.poll()
    poll.register(descriptor, 0)
    if not any(happened & _GONE for _, happened in poll.poll()):
        return
    leave()
    threading.Event().wait(GRACE)
    os._exit(CODE)
