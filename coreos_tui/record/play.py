"""Plays a recording in a terminal view: pause, jump by seconds and by chapters."""

import asyncio
import time
from collections.abc import Callable
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import ScrollableContainer
from textual.content import Content
from textual.filter import LineFilter
from textual.widgets import Static

from coreos_tui.app.app import GATE
from coreos_tui.app.themes import THEMES
from coreos_tui.record.reading import Cast
from coreos_tui.record.reel import Reel
from coreos_tui.ui.terminal import TerminalView

_START_ANEW = b"\x1bc"
_LONGEST_NAP = 0.25
_ROOMY = 64  # columns from which all keys have room beside the time


class PlayApp(App[None], inherit_bindings=False):
    """The player. Its clock is in seconds."""

    ENABLE_COMMAND_PALETTE = False
    TITLE = "coreos-tui play"
    CSS = """
    ScrollableContainer {
        height: 1fr; align: center middle; background: $background; scrollbar-size: 0 0;
    }
    TerminalView { width: auto; height: auto; }
    #line { height: 1; background: $panel; color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "pause"),
        Binding("left,h", "jump(-5)"),
        Binding("right,l", "jump(5)"),
        Binding("up,k,left_square_bracket", "chapter(-1)"),
        Binding("down,j,right_square_bracket", "chapter(1)"),
        Binding("home,0", "jump(-1e9)"),
        Binding("q,escape,ctrl+c,ctrl+q", "quit"),
    ]

    def __init__(self, cast: Cast, name: str, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.reel = Reel(cast, clock)
        self._name_shown = cast.title or name
        self.view = TerminalView(
            "recording", on_bytes=lambda _: None, on_size=lambda *_: self._fits.set()
        )
        self.view.can_focus = False
        self._line = Static(id="line")
        self._poked, self._fits = asyncio.Event(), asyncio.Event()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = "coreos"

    def get_line_filters(self) -> list[LineFilter]:
        """Textual's filters, and after them the second gate."""
        return [*super().get_line_filters(), GATE]

    def compose(self) -> ComposeResult:
        with ScrollableContainer():
            yield self.view
        yield self._line

    def on_mount(self) -> None:
        self.query_one(ScrollableContainer).can_focus = False
        self.run_worker(self._play(), exit_on_error=True)

    async def _play(self) -> None:
        while True:
            self._poked.clear()
            again, events = self.reel.take()
            if again:
                await self._fit(*self.reel.cast.size)
                self.view.feed(_START_ANEW)
            for event in events:
                if event.kind == "o":
                    await self.view.feed_all(event.text.encode("utf-8", "replace"))
                elif event.kind == "r":
                    await self._fit(*event.size)
            self._tell()
            nap = min(_LONGEST_NAP, self.reel.until_next())
            try:
                async with asyncio.timeout(nap):
                    await self._poked.wait()
            except TimeoutError:
                continue

    async def _fit(self, columns: int, rows: int) -> None:
        """The view, and with it the emulator, at the recording's size."""
        if tuple(self.view.content_size) == (columns, rows):
            return
        self._fits.clear()
        self.view.styles.width, self.view.styles.height = columns, rows
        try:
            async with asyncio.timeout(2):
                await self._fits.wait()
        except TimeoutError:
            return

    def _tell(self) -> None:
        reel = self.reel
        mark = "❚❚" if reel.paused else "■" if reel.ended else "▶"
        times = f"{_clock(reel.position)} / {_clock(reel.cast.seconds)}"
        does = "again" if reel.ended else "play" if reel.paused else "pause"
        keys = f"space {does}  ←→ 5 s  ↑↓ chapter  q end "
        if self.size.width < _ROOMY:
            keys = f"space {does}  q end " if self.size.width >= _ROOMY // 2 else ""
        words = f" {mark} {times}  {self._cut() or reel.chapter or self._name_shown}  "
        room = max(1, self.size.width - len(keys) - 1)
        left = Content(words).truncate(room, ellipsis=True, pad=True)
        self._line.update(Content.assemble((left.plain, "$text bold"), (keys, "$text-muted")))

    def _cut(self) -> str:
        """What is to be said where this terminal is smaller than the recorded one."""
        columns, rows = self.reel.cast.size if self.view.size.area == 0 else self.view.size
        if columns <= self.size.width and rows < self.size.height:
            return ""
        return f"made at {columns}x{rows}: enlarge to {columns}x{rows + 1}"

    def action_pause(self) -> None:
        self.reel.turn()
        self._poked.set()

    def action_jump(self, seconds: float) -> None:
        self.reel.go(self.reel.position + seconds)
        self._poked.set()

    def action_chapter(self, step: int) -> None:
        self.reel.go_chapter(step)
        self._poked.set()


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"
