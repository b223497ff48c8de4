"""Keys in the order they were typed: each goes where the one before has led.

Textual hands a key to whatever has the focus when it arrives. A key typed at once behind another
would reach the old place, since that other is still on its way up from widget to widget.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual.events import Event, Key
from textual.message import Message
from textual.widgets import Input

if TYPE_CHECKING:
    from textual.app import App

Held = Callable[[], AbstractContextManager[None]]

ROUNDS = 3
"""A key becomes a message, that another, that a change of the focus: a round each."""
LONGEST = 1.0
"""Seconds that a key waits for what is under way, whatever happens."""
_LOST = 0.2
"""Seconds after which a round does not come back: its widget has been removed."""
_LOOK = 0.004


class Round(Message):
    """Goes from the focus up to the app, behind all that was on this way before it."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


class Typed:
    """Lets one key go at a time. A key that nobody is before goes at once.

    `send` is Textual's own way of a key to the focus.
    """

    def __init__(self, app: "App[Any]", send: Callable[[Event], Awaitable[None]]) -> None:
        self._app, self._send = app, send
        self._waiting: deque[Event] = deque()
        self._moves: list[float] = []
        self._number, self._left = 0, 0
        self._watch: asyncio.TimerHandle | None = None
        self._key = ""
        self._target: Any = None
        self._from: Any = None
        self._stood: Any = None
        self.settled = True

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keys typed meanwhile wait: the focus is about to move."""
        began = monotonic()
        self._moves.append(began)
        try:
            yield
        finally:
            self._moves.remove(began)

    async def take(self, event: Event) -> None:
        """A key, or pasted text, from the terminal."""
        self._waiting.append(event)
        if self.settled or self._repeats(event):
            await self._go()

    async def came(self, arrived: Round) -> None:
        """A round has reached the app."""
        if arrived.number != self._number or self.settled:
            return
        if self._focus is not self._target:
            self._left = max(self._left, 1)
        if self._left > 0:
            self._left -= 1
            self._ask()
        else:
            await self._settle()

    @property
    def _focus(self) -> Any:
        return self._app.screen.focused or self._app.screen

    async def _go(self) -> None:
        """Sends the next key, if there is one, and what comes back when it has done its work."""
        while self._waiting:
            event = self._waiting.popleft()
            self._from, stays = self._focus, self._stays(event)
            await self._send(event)
            if not stays:
                self.settled, self._left = False, ROUNDS - 1
                self._key = event.key if isinstance(event, Key) else ""
                self._ask()
                return
        self.settled = True

    def _stays(self, event: Event) -> bool:
        """Whether it is text for a line, or for a program in a terminal: it moves no focus."""
        if not isinstance(event, Key):
            return False
        focus = self._focus
        if getattr(focus, "takes_keys", False):
            return bool(event.key != focus.ESCAPE_KEY)
        return isinstance(focus, Input) and event.is_printable

    def _repeats(self, event: Event) -> bool:
        """Whether a key is held down that has moved no focus so far: it need not wait."""
        same = isinstance(event, Key) and event.key == self._key
        return same and len(self._waiting) == 1 and self._focus is self._stood

    def _ask(self) -> None:
        self._number += 1
        self._target = self._focus
        self._target.post_message(Round(self._number))
        self._later(_LOST, self._number)

    def _later(self, seconds: float, number: int) -> None:
        if self._watch is not None:
            self._watch.cancel()
        call = lambda: self._app.post_message(Round(number))  # noqa: E731
        self._watch = asyncio.get_running_loop().call_later(seconds, call)

    async def _settle(self) -> None:
        if any(monotonic() - began < LONGEST for began in self._moves):
            self._left = 1  # and once more, for what the move brings with it
            self._later(_LOOK, self._number)
            return
        if self._watch is not None:
            self._watch.cancel()
        self._stood = self._focus if self._focus is self._from else None
        await self._go()
