"""What the containers in view use; nothing is asked about the others."""

import asyncio
import contextlib

from coreos_tui.core.engine import Usage
from coreos_tui.core.store import Store, Topic
from coreos_tui.transport.engine.api import Engine

EVERY = 2.0
_FIRST = 0.5


async def keep_usage(engine: Engine, store: Store, topic: Topic[dict[str, Usage]]) -> None:
    """Asks for the wanted containers every two seconds; sleeps while none is wanted.

    A share of the processor needs two samples, so that the second is asked for soon.
    """
    wanting = asyncio.Event()
    leave = store.watch_wants(lambda wished: wanting.set() if wished == topic else None)
    known: frozenset[str] = frozenset()
    try:
        while True:
            wanting.clear()
            if wanted := store.wanted(topic):
                store.put(topic, await engine.usages(wanted))
                await asyncio.sleep(_FIRST)
                if wanted <= known:
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(wanting.wait(), EVERY - _FIRST)
                known = wanted
            else:
                await wanting.wait()
    finally:
        leave()
