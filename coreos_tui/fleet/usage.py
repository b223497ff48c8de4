"""What the containers in view use; nothing is asked about the others."""

import asyncio

from coreos_tui.core.engine import Usage
from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.store import Store, Topic
from coreos_tui.transport.engine.api import Engine

EVERY = 2.0
AT_ONCE = 8


async def keep_usage(engine: Engine, store: Store, topic: Topic[dict[str, Usage]]) -> None:
    """Asks for the wanted containers every two seconds, a few at a time."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def ask(id_: str) -> tuple[str, Usage] | None:
        async with gate:
            try:
                return id_, await engine.usage(id_)
            except HopError as error:
                if error.hop in (Hop.CONTAINER, Hop.ENGINE):
                    return None
                raise

    while True:
        wanted = store.wanted(topic)
        if wanted:
            answers = await asyncio.gather(*(ask(id_) for id_ in wanted))
            store.put(topic, dict(answer for answer in answers if answer))
        await asyncio.sleep(EVERY if wanted else 0.2)
