"""Blocking library calls behind one awaitable, each on a daemon thread of its own.

The executor that `asyncio.to_thread` shares has few threads: some blocked calls starve the
rest, and the end of the program waits for all of them.
"""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


async def in_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What the function returns or raises. Cancelling forgets the call; it cannot stop it."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def succeed(result: T) -> None:
        if not future.done():
            future.set_result(result)

    def fail(error: BaseException) -> None:
        if not future.done():
            future.set_exception(error)

    def work() -> None:
        settle: Callable[[], None]
        try:
            result = function(*args, **kwargs)
        except BaseException as error:
            settle = _bound(fail, error)
        else:
            settle = _bound(succeed, result)
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(settle)

    threading.Thread(target=work, daemon=True, name=f"call {_name(function)}").start()
    return await future


def _bound(function: Callable[[T], None], value: T) -> Callable[[], None]:
    return lambda: function(value)


def _name(function: object) -> str:
    return str(getattr(function, "__qualname__", function))
