"""Looks at one member again and again."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from coreos_tui.core.errors import HopError, in_words
from coreos_tui.core.now import now
from coreos_tui.fleet.etcd.assembly import Heard
from coreos_tui.fleet.together import woken
from coreos_tui.transport.etcd.member import EtcdMember, Seen

WATCHED, UNWATCHED, ABSENT = 2.0, 30.0, 10.0
DEADLINE = 1.5


class Reader:
    """One place where a member answers, or should.

    `host` is our host that it runs on, empty where that is not known; `expected` the ids of cluster
    and member, where another one has named them. `seen` is what it last said, `error` why it says
    nothing, since `since`.
    """

    def __init__(
        self,
        host: str,
        places: tuple[EtcdMember, ...],
        changed: Callable[[], None],
        expected: tuple[str, str] | None = None,
    ) -> None:
        self.host, self._expected = host, expected
        self.seen: Seen | None = None
        self.error: HopError | None = None
        self.since: datetime | None = None
        self.watched = False
        self._places, self._changed = list(places), changed
        self._woken = asyncio.Event()

    @property
    def member(self) -> EtcdMember:
        """Where it answered last, else where it is asked first."""
        return self._places[0]

    @property
    def heard(self) -> Heard | None:
        """What is to be told of it; None where nobody knows whose member it is."""
        ids = (self.seen.cluster, self.seen.member) if self.seen else self._expected
        return Heard(*ids, self.host, self.seen, self.error, self.since) if ids else None

    @property
    def led(self) -> bool:
        """Whether another member has led to it."""
        return self._expected is not None

    @property
    def found_itself(self) -> bool:
        """Whether it answers, and nobody had to lead to it."""
        return self.answers and not self.led

    @property
    def answers(self) -> bool:
        return self.seen is not None and self.error is None

    def wake(self) -> None:
        """Look again now."""
        self._woken.set()

    async def run(self) -> None:
        """Serves until cancelled; every failure is kept, and is tried again."""
        try:
            while True:
                await self._look()
                self._changed()
                await woken(self._woken, self._pause)
        finally:
            for each in self._places:
                each.close()

    @property
    def _pause(self) -> float:
        if not self.watched:
            return UNWATCHED
        return WATCHED if self.seen else ABSENT

    async def _look(self) -> None:
        """Asks each place until one answers; that one is asked first the next time."""
        errors: list[HopError] = []
        for place in tuple(self._places):
            try:
                self.seen = await place.look(DEADLINE)
            except Exception as error:
                place.forget()
                errors.append(in_words(error))
            else:
                self._places.remove(place)
                self._places.insert(0, place)
                self.error = self.since = None
                return
        if self.error is None:
            self.since = now()
        self.error = errors[0]
