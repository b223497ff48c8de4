"""Whose turn it is: Vagrant locks its machines, and who comes second fails instead of waiting.

Even `vagrant status` takes the lock of every machine it looks at. So there is one question at
a time for each VAGRANT_HOME, one action at a time, and no question about a machine while an
action is at it.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from weakref import WeakKeyDictionary


class Turns:
    """The turns of one VAGRANT_HOME."""

    def __init__(self) -> None:
        self.asking = asyncio.Lock()
        self._acting = asyncio.Lock()
        self._at: dict[tuple[Path, str], str] = {}

    def verb(self, root: Path, name: str) -> str:
        """What is being done with a machine, or ""."""
        return self._at.get((root, name), "")

    @asynccontextmanager
    async def act(self, root: Path, name: str, verb: str) -> AsyncIterator[None]:
        """Begins when no other action runs and no question is under way."""
        async with self._acting:
            async with self.asking:
                self._at[root, name] = verb
            try:
                yield
            finally:
                del self._at[root, name]


_by_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[Path, Turns]] = WeakKeyDictionary()


def turns_of(home: Path) -> Turns:
    """The turns that everybody shares who uses this VAGRANT_HOME."""
    here = _by_loop.setdefault(asyncio.get_running_loop(), {})
    return here.setdefault(home, Turns())
