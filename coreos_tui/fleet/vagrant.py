"""Keeps the Vagrantfile's machines read, at the price Vagrant asks: as seldom as is honest."""

from collections.abc import Callable

from coreos_tui.core import topics
from coreos_tui.core.errors import in_words
from coreos_tui.core.machine import Machine
from coreos_tui.core.store import Store
from coreos_tui.fleet.retry import Retry
from coreos_tui.transport.vagrant import Vagrant

# One `vagrant status` costs two seconds of a core, so it is asked once a minute, after every
# action of ours, whenever a link is lost, and when Vagrant's own index tells of another change.
EVERY = 60.0
INDEX_EVERY = 1.0


class VagrantKeeper:
    """Puts the machines into the store and tells `changed` of each new list."""

    def __init__(
        self, vagrant: Vagrant, store: Store, changed: Callable[[tuple[Machine, ...]], None]
    ) -> None:
        self._vagrant, self._store, self._changed = vagrant, store, changed
        self._retry = Retry(first=2.0, most=60.0)
        self.answered = False
        """Whether Vagrant itself has answered or failed; before, its files gave a hint."""

    def wake(self) -> None:
        """Ask Vagrant again now."""
        self._retry.wake()

    async def run(self) -> None:
        """Serves until cancelled."""
        hint = await self._vagrant.hint()
        if hint:
            self._put(hint)
        while True:
            try:
                self._put(await self._vagrant.status())
                self._retry.succeeded()
                self.answered = True
            except Exception as error:
                wait, again = self._retry.plan()
                self._store.fail(topics.MACHINES, in_words(error), again)
                self.answered = True
                await self._retry.wait(wait)
                continue
            await self._wait_for_news()

    def _put(self, machines: tuple[Machine, ...]) -> None:
        self._store.put(topics.MACHINES, machines)
        self._changed(machines)

    async def _wait_for_news(self) -> None:
        noted = await self._vagrant.noted()
        for _ in range(int(EVERY / INDEX_EVERY)):
            if await self._retry.wait(INDEX_EVERY) or await self._vagrant.noted() != noted:
                return
