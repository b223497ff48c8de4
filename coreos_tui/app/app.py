"""The Textual application: themes, the second gate against hostile text, a clean end."""

import asyncio
import gc
import re
import signal
import sys
from collections.abc import Callable
from contextlib import suppress

from rich.segment import Segment
from textual.app import App
from textual.color import Color
from textual.driver import Driver
from textual.events import Event, Key, Paste
from textual.filter import LineFilter

from coreos_tui.app.commands import DEMO
from coreos_tui.app.driver import our_driver, wind_up
from coreos_tui.app.hangup import CODE, watch_terminal
from coreos_tui.app.keymap import checked_keymap
from coreos_tui.app.layout import CSS
from coreos_tui.app.recording import Studio
from coreos_tui.app.screen import MainScreen
from coreos_tui.app.themes import THEMES
from coreos_tui.app.typed import Round, Typed
from coreos_tui.core.config import Config
from coreos_tui.core.errors import HopError
from coreos_tui.core.sanitize import clean_lines
from coreos_tui.core.store import Store
from coreos_tui.fleet.fleet import Fleet, Site
from coreos_tui.transport.loading import load_in_background
from coreos_tui.ui.viewer import Tab

_ACTED_ON = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)


class SecondGate(LineFilter):
    """Drops whatever a terminal acts on, should anything have got past the sanitizer."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        del background
        return [
            each
            if each.control or each.text.isprintable()
            else Segment(_ACTED_ON.sub("", each.text), each.style)
            for each in segments
        ]


GATE = SecondGate()  # one for all: by it Textual knows what it has filtered already


class CoreosApp(App[str], inherit_bindings=False):
    """coreos-tui on a terminal. It ends with DEMO where the demo is to follow.

    `last` says that otherwise the process ends right after it (`app.leaving`). A fleet may be given
    that was started before the app was loaded.
    """

    CSS = CSS
    TITLE = "coreos-tui"
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self,
        site: Site,
        config: Config,
        start_at: str = "",
        studio: Studio | None = None,
        last: bool = False,
        fleet: Fleet | None = None,
    ) -> None:
        self.studio = studio
        super().__init__()
        self.typed = Typed(self, super().on_event)
        self.fleet = fleet or Fleet(site, Store())
        self.store = self.fleet.store
        self._config = config
        self._start_at = start_at
        self._painted = self.fleet.painted or asyncio.Event()
        self._last, self._told_all = last, False
        self._keys = checked_keymap(config.keys)
        for theme in THEMES:
            self.register_theme(theme)
        self._begin_in(config.theme)

    def _begin_in(self, theme: str) -> None:
        """Setting the theme would parse and apply all styles anew once the screen stands."""
        self.set_reactive(App.theme, theme)
        dark = self.current_theme.dark
        self.set_class(dark, "-dark-mode", update=False)
        self.set_class(not dark, "-light-mode", update=False)
        self.add_class(f"-theme-{theme}", update=False)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_default_screen(self) -> MainScreen:
        """Ours from the beginning: a screen below it would be laid out and painted for nothing."""
        return MainScreen(
            self.fleet, self._config.log_lines, self._keys, self.typed, self.studio, self.size
        )

    def on_load(self) -> None:
        """Hosts and engines are asked while the screen is built, if they were not before."""
        if self.fleet.painted is None:
            self.fleet.start(self._painted)

    def get_line_filters(self) -> list[LineFilter]:
        """Textual's filters, and after them the second gate."""
        return [*super().get_line_filters(), GATE]

    def get_driver_class(self) -> type[Driver]:
        """Textual's driver, overheard where somebody may record."""
        return our_driver(super().get_driver_class(), self.studio)

    async def on_event(self, event: Event) -> None:
        """Keys go one by one; everything else as Textual has it."""
        if isinstance(event, Key | Paste) and not event.is_forwarded:
            await self.typed.take(event)
        else:
            await super().on_event(event)

    async def on_round(self, arrived: Round) -> None:
        arrived.stop()
        await self.typed.came(arrived)

    def on_mount(self) -> None:
        self.set_keymap(self._keys)
        for number in (signal.SIGTERM, signal.SIGHUP):
            with suppress(NotImplementedError, RuntimeError, ValueError):
                asyncio.get_running_loop().add_signal_handler(number, self.exit)
        if not self.is_headless:
            loop = asyncio.get_running_loop()
            watch_terminal(lambda: loop.call_soon_threadsafe(self._leave_with_terminal))
        if self._start_at:
            self._choose_when_known(self._start_at)
        self.call_after_refresh(self._after_first_frame)

    def _leave_with_terminal(self) -> None:
        self.exit(return_code=CODE)

    def _after_first_frame(self) -> None:
        """What was put off for it: collecting, and slow libraries.

        These wait until the first lists are in: they would fight for the interpreter with them.
        What the start has made stays for good, so no collection need look at it again; looking
        once (`gc.collect`) would take longer than the first frame itself.
        """
        self._painted.set()
        self.set_timer(1.0, self._load_the_slow)
        gc.freeze()
        gc.enable()

    def _load_the_slow(self) -> None:
        load_in_background(
            _load_what_tabs_need, ssh=bool(self.fleet.vagrant or self.fleet.site.hosts)
        )

    def _choose_when_known(self, name: str) -> None:
        leave: list[Callable[[], None]] = []

        def look(_: object) -> None:
            screen = self.screen_stack[0]
            if isinstance(screen, MainScreen) and screen.is_mounted and screen.choose_host(name):
                leave.pop()()

        leave.append(self.store.watch(look))

    async def on_exit_app(self) -> None:
        """All is told before the terminal is restored; what that still sends is read meanwhile."""
        if self._last and self._driver is not None and self.return_value != DEMO:
            wind_up(self._driver)
            for tab in self.query(Tab):
                tab.shut()
            await self._tell_all()

    async def _shutdown(self) -> None:
        """Textual's own way, but where the process ends right after it."""
        if not self._told_all or self._driver is None:
            await super()._shutdown()
            return
        self._driver.close()
        self._print_error_renderables()

    async def on_unmount(self) -> None:
        await self._tell_all()

    async def _tell_all(self) -> None:
        """Closes a recording, and ends what the fleet has under way."""
        if self.studio is not None and self.studio.recording:
            with suppress(HopError):
                await self.studio.stop()
        await self.fleet.stop()
        self._told_all = True

    def _fatal_error(self) -> None:
        """A crash prints where it happened, never the values of variables."""
        self._exit_renderables.clear()
        error = sys.exc_info()[1]
        if error is not None:
            import traceback

            from rich.text import Text  # only here: a crash is rare

            # As one text: of several Textual prints the first, and a line may hold markup.
            told = "".join(traceback.format_exception(error, limit=-12))
            self._exit_renderables.append(Text(clean_lines(told)))
        self._close_messages_no_wait()


def _load_what_tabs_need() -> None:
    """Opening the first tab would load them under the user's hands.

    The terminal library takes 5 MB: it comes with the first shell, on a thread.
    """
    from coreos_tui.app import asked  # noqa: F401 - loaded, not used
