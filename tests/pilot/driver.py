"""The whole app on a screen in memory: driven by keys, read as text."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from coreos_tui.app.app import CoreosApp
from coreos_tui.app.screen import MainScreen
from coreos_tui.core.config import Config
from coreos_tui.fleet.fleet import Site
from coreos_tui.registry import PANES
from coreos_tui.ui.pane import Pane
from coreos_tui.ui.table import Table
from tests.waiting import until

_EDGES = str.maketrans("▌█", "  ")
QUIET = 12
FRESH = 0.06
PLACES = {pane.TITLE for pane in PANES} | {"viewer"}
_CHARACTERS = {
    "space": " ",
    "slash": "/",
    "enter": "\r",
    "tab": "\t",
    "question_mark": "?",
    "colon": ":",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
}


class Driven:
    """An app that stands: keys go in, what is to be read comes out."""

    def __init__(self, app: CoreosApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot
        self._drawn: dict[Screen[object], tuple[float, list[Strip]]] = {}

    @property
    def main(self) -> MainScreen:
        """The screen below any question."""
        return next(each for each in self.app.screen_stack if isinstance(each, MainScreen))

    @property
    def asking(self) -> bool:
        """Whether a question, the help or the palette lies over the screen."""
        return self.app.screen is not self.main

    @property
    def lines(self) -> list[str]:
        return ["".join(segment.text for segment in strip) for strip in self._strips()]

    def _strips(self, screen: Screen[object] | None = None) -> list[Strip]:
        """What is drawn; drawing is dear, so who looks all the time gets what is a little old."""
        screen, now = screen or self.app.screen, monotonic()
        drawn, strips = self._drawn.get(screen, (0.0, []))
        if now - drawn > FRESH:
            strips = screen._compositor.render_strips()
            self._drawn[screen] = (monotonic(), strips)
        return strips

    @property
    def text(self) -> str:
        """All that is on the screen."""
        return "\n".join(self.lines)

    def words(self) -> str:
        """As `text`, and pane by pane, on one line: sentences are wrapped somewhere."""
        parts = [self.text]
        if not self.asking:
            parts += [self.machines, self.ladder, self.containers, self.tab]
        return " ".join(" ".join(parts).translate(_EDGES).split())

    def part(self, selector: str | type[Widget]) -> str:
        """What is to be read in one widget of the screen; empty where it is not displayed."""
        widget = self.main.query_one(selector)
        region = widget.region
        if not widget.display or not region.area:
            return ""
        strips = self._strips(self.main)[region.y : region.bottom]
        cropped = (strip.crop(region.x, region.right) for strip in strips)
        return "\n".join("".join(segment.text for segment in strip) for strip in cropped)

    @property
    def containers(self) -> str:
        return self.part("ContainersPane")

    @property
    def machines(self) -> str:
        return self.part("MachinesPane")

    @property
    def ladder(self) -> str:
        return self.part("ReleasePane")

    @property
    def tab(self) -> str:
        """The viewer: the line of titles and the shown tab."""
        return self.part("Viewer")

    @property
    def place(self) -> str:
        """The pane that has the keys, `viewer`, or nothing."""
        chain = self.main.focused.ancestors_with_self if self.main.focused else []
        panes = (each.TITLE if isinstance(each, Pane) else each.id for each in chain)
        return next((each for each in panes if each in PLACES), "")

    def row(self, name: str, pane: str = "ContainersPane") -> str:
        """The line of a pane that has this name in it as a word of its own."""
        return next((line for line in self.part(pane).splitlines() if name in line.split()), "")

    def order(self, *names: str) -> list[str]:
        """The names as they stand from top to bottom in the containers' pane."""
        words = [line.split() for line in self.containers.splitlines()]
        return [name for line in words for name in names if name in line]

    @property
    def cursor(self) -> str:
        """The name of the container that the next key acts on."""
        ref = self.main.selection.container
        return ref.name if ref else ""

    async def press(self, *keys: str) -> None:
        """Presses keys, each when all is quiet after the one before.

        Textual's own `press` waits for an idle processor, which is dear on a busy machine.
        """
        for key in keys:
            named = key if len(key) > 1 or key.isalnum() else _character_to_key(key)
            event = events.Key(named, key if len(key) == 1 else _CHARACTERS.get(key))
            event.set_sender(self.app)
            self.app.post_message(event)
            await self.quiet()

    async def quiet(self) -> None:
        """Waits until no widget has a message before it for a few turns of the loop."""
        turns = 0
        while turns < QUIET:
            await asyncio.sleep(0)
            pumps = [self.app, *self.app.screen_stack, *self.main.walk_children()]
            busy = any(not each._message_queue.empty() for each in pumps if each._running)
            busy = busy or not self.app.typed.settled
            turns = 0 if busy else turns + 1
        self._drawn.clear()

    async def write(self, text: str) -> None:
        await self.press(*text)

    async def go(self, name: str) -> None:
        """Moves the cursor down to a container."""
        if self.place == "viewer":  # in a log a number says how far back to show it
            await self.press("escape")
        await self.press("3", "g")
        table = self.main.query_one("ContainersPane Table", Table)
        for _ in range(40):
            await until(lambda: self.main.selection.container == table.cursor_key, name)
            if self.cursor == name:
                return
            await self.press("j")
        raise AssertionError(f"the cursor does not reach {name}:\n{self.text}")

    async def see(self, *wanted: str) -> None:
        """Waits until all of these are on the screen, however they are wrapped."""
        await self._until(lambda: all(each in self.words() for each in wanted), wanted)

    async def miss(self, *unwanted: str) -> None:
        """Waits until none of these is on the screen."""
        await self._until(lambda: not any(each in self.words() for each in unwanted), unwanted)

    async def see_in_tab(self, *wanted: str) -> None:
        """Waits until all of these are in the viewer."""
        await self._until(lambda: all(each in self.tab for each in wanted), wanted)

    async def _until(self, condition: object, what: tuple[str, ...]) -> None:
        try:
            await until(condition, deadline=20.0)
        except AssertionError:
            raise AssertionError(f"{what} is not as awaited on\n{self.text}") from None


@asynccontextmanager
async def opened(
    site: Site, size: tuple[int, int] = (120, 36), config: Config | None = None, start_at: str = ""
) -> AsyncIterator[Driven]:
    """The app over a site, mounted and drawn; it has ended afterwards."""
    app = CoreosApp(site, config or Config(), start_at)
    async with app.run_test(size=size, notifications=True) as pilot:
        driven = Driven(app, pilot)
        await until(lambda: any(isinstance(each, MainScreen) for each in app.screen_stack))
        await until(lambda: driven.place == "Containers")
        yield driven
