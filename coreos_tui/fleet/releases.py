"""The release of every image that has a container, read once through the archive API."""

import asyncio

from coreos_tui.core.container import Container
from coreos_tui.core.errors import HopError
from coreos_tui.core.release import Release
from coreos_tui.core.store import Store, Topic
from coreos_tui.transport.engine.api import Engine

TRIES = 3


async def keep_releases(
    engine: Engine,
    store: Store,
    containers: Topic[tuple[Container, ...]],
    releases: Topic[dict[str, Release]],
) -> None:
    """Reads what is not known yet whenever the containers change; an image is asked thrice."""
    changed = asyncio.Event()
    changed.set()
    failures: dict[str, int] = {}
    leave = store.watch(lambda topics: changed.set() if containers in topics else None)
    try:
        while True:
            await changed.wait()
            changed.clear()
            known = dict(store.get(releases).value or {})
            for each in store.value(containers) or ():
                image = each.image_id or each.image
                if image in known or failures.get(image, 0) >= TRIES:
                    continue
                try:
                    known[image] = await engine.release(each.id)
                except HopError:
                    failures[image] = failures.get(image, 0) + 1
                    continue
                store.put(releases, dict(known))
    finally:
        leave()
