"""The half of the terminal widget that shows: output in, rows painted, sizes told."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from contextvars import copy_context
from enum import StrEnum
from textwrap import wrap
from time import perf_counter

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from coreos_tui.core.errors import HopError
from coreos_tui.core.sanitize import clean
from coreos_tui.ui.terminal.backend import loaded, open_emulator, preload
from coreos_tui.ui.terminal.canvas import Canvas, regions_of
from coreos_tui.ui.terminal.emulator import Emulator
from coreos_tui.ui.terminal.messages import Bell, Opened, TitleChanged
from coreos_tui.ui.terminal.pacer import Pacer
from coreos_tui.ui.terminal.pointer import Pointer

SLICE = 64 << 10
"""Bytes fed in one go: less than a millisecond of work."""

_LONGEST_HOLD = 0.2
_BETWEEN_BELLS = 0.2
_ASK_NOTHING_MORE = b"\x1b[?9;1000;1002;1003;1007;2026l"
"""Nobody is left to take the mouse or to end a synchronised update."""


class Phase(StrEnum):
    """What a view is doing."""

    OPENING = "opening"
    RUNNING = "running"
    ENDED = "ended"
    FAILED = "failed"


class Display(Widget):
    """Shows a program's terminal. `on_bytes` takes the emulator's replies."""

    def __init__(
        self,
        stream_name: str,
        *,
        on_bytes: Callable[[bytes], None],
        on_size: Callable[[int, int], None],
        id: str | None = None,  # noqa: A002 - Textual's own name for it
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.stream_name = stream_name
        self.phase = Phase.OPENING
        self._on_bytes = on_bytes
        self._on_size = on_size
        self._emulator: Emulator | None = None
        self._canvas: Canvas | None = None
        self._pointer: Pointer | None = None
        self._loading = False
        self._decided = asyncio.Event()
        self._early = bytearray()
        self._awaiting: list[Callable[[Emulator], None]] = []
        self._told: tuple[int, int] | None = None
        self._title = ""
        self._sentence = ""
        self._pacer = Pacer(self._paint)
        self._hidden = False
        self._held_since: float | None = None
        self._last_bell = float("-inf")

    # --- what the owner calls

    @property
    def title(self) -> str:
        """The title the program set, cleaned; "" until it sets one."""
        return self._title

    def feed(self, data: bytes) -> None:
        """Takes output of the program. On the event loop; see `pump` for more than a little."""
        if self._emulator is None:
            if self.phase is Phase.OPENING:
                self._early += data
            return
        for start in range(0, len(data), SLICE):
            self._send(self._emulator.feed(data[start : start + SLICE]))
        self._pacer.ask()

    async def pump(self, read: Callable[[], Awaitable[bytes]]) -> None:
        """Feeds what `read` gives until b"", reading no faster than it is taken.

        Returns early when the view is closed or could not open. Errors of `read` pass through.
        """
        await self._decided.wait()
        while self._emulator is not None and (data := await read()):
            await self.feed_all(data)

    async def feed_all(self, data: bytes) -> None:
        """Feeds any amount, letting the event loop run after every slice."""
        for start in range(0, len(data), SLICE):
            self.feed(data[start : start + SLICE])
            await asyncio.sleep(0)

    def end(self, sentence: str) -> None:
        """The program has ended: its text stays, with a sentence on a last line."""
        if self.phase in (Phase.ENDED, Phase.FAILED):
            return
        self.phase = Phase.ENDED
        self._sentence = clean(sentence)
        if self._emulator is not None:
            self._emulator.feed(_ASK_NOTHING_MORE)
        self._decided.set()
        self._fit()
        self._repaint()

    def resume(self) -> bool:
        """Another program takes the terminal over, below the text of the one that has ended.

        Whether it could: `on_size` has then been called again, and the program can be started.
        """
        if self.phase is not Phase.ENDED or self._emulator is None or self._told is None:
            return False
        self.phase, self._sentence, self._told = Phase.RUNNING, "", None
        self._emulator.renew()
        self._fit()
        return True

    def text(self) -> str:
        """The lines in view, as text; what the width has broken is whole."""
        return self._emulator.text(joined=True) if self._emulator else self._sentence

    # --- opening, size, closing

    def on_resize(self) -> None:
        """Opens the emulator once there is a size, and keeps it at that size."""
        self._fit()

    def on_unmount(self) -> None:
        """Frees the emulator."""
        self._pacer.stop()
        self.release_mouse()
        if self._emulator is not None:
            self._emulator.close()
        self._emulator = self._canvas = self._pointer = None
        self.phase = Phase.ENDED
        self._decided.set()

    def _fit(self) -> None:
        cols, rows = self.content_size
        if not cols or not rows:
            return
        if self._emulator is None:
            self._load()
            return
        if self.phase is Phase.ENDED:
            self._emulator.resize(cols, max(1, rows - 1))
        elif (cols, rows) != self._told:
            self._told = (cols, rows)
            self._send(self._emulator.resize(cols, rows))
            self._on_size(cols, rows)
        self._repaint()

    def _once_open(self, act: Callable[[Emulator], None]) -> None:
        """Now, or as soon as there is an emulator: what is typed meanwhile is not lost."""
        if self._emulator is not None:
            act(self._emulator)
        elif self.phase is Phase.OPENING:
            self._awaiting.append(act)

    def _load(self) -> None:
        if self._loading or self.phase is not Phase.OPENING:
            return
        self._loading = True
        if loaded():
            self._open()
            return
        # With our context, for what `on_size` starts belongs to the app as much as we do.
        loop, context = asyncio.get_running_loop(), copy_context()

        def load() -> None:
            with suppress(HopError):  # said again, on the loop, by open_emulator
                preload()
            with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                loop.call_soon_threadsafe(self._open, context=context)

        threading.Thread(target=load, name="terminal library", daemon=True).start()

    def _open(self) -> None:
        if self.phase is not Phase.OPENING or not self.is_attached:
            return
        cols, rows = self.content_size
        try:
            self._emulator = open_emulator(max(1, cols), max(1, rows))
        except HopError as error:
            self.phase, self._sentence = Phase.FAILED, error.sentence
            self._decided.set()
            self.refresh()
            return
        self.phase = Phase.RUNNING
        self._canvas = Canvas(self._emulator, self.rich_style)
        self._pointer = Pointer(self._emulator)
        self._tell_colours()
        self._decided.set()
        self._fit()
        while self._awaiting:
            self._awaiting.pop(0)(self._emulator)
        self.feed(bytes(self._early))
        self._early.clear()
        self.post_message(Opened(self))

    # --- painting

    def render_line(self, y: int) -> Strip:
        """A row of the view."""
        width, rows = self.content_size
        if self._canvas is None or (self.phase is Phase.ENDED and y >= max(1, rows - 1)):
            return self._said_line(y, width, rows)
        start = perf_counter()
        running = self.phase is Phase.RUNNING
        strip = self._canvas.line(
            y, width, cursor=running, focused=self.has_focus, found=self.found_in(y)
        )
        self._pacer.spent(perf_counter() - start)
        return strip

    def found_in(self, y: int) -> Sequence[tuple[int, int]]:
        """Cells that a search has found in a row of the view: the first, the one after the last."""
        raise NotImplementedError

    def notify_style_update(self) -> None:
        """The theme or our own style changed: default colours are drawn with it."""
        super().notify_style_update()
        if self._canvas is not None and self._canvas.restyle(self.rich_style):
            self._tell_colours()
            self.refresh()

    def on_show(self) -> None:
        """Paints what came while hidden."""
        self._hidden = False
        self._repaint()

    def on_hide(self) -> None:
        """Stops painting; the program goes on."""
        self._hidden = True

    def _said_line(self, y: int, width: int, rows: int) -> Strip:
        """The sentence: on the last line of what ended, from the first where nothing can be."""
        style = self.rich_style + Style(dim=True)
        said = wrap(self._sentence, width) if self.phase is Phase.FAILED else [self._sentence]
        first = 0 if self.phase is Phase.FAILED else max(0, rows - 1)
        text = said[y - first] if first <= y < first + len(said) else ""
        return Strip([Segment(text, style)]).adjust_cell_length(width, style)

    def _paint(self) -> None:
        emulator, canvas = self._emulator, self._canvas
        if emulator is None or canvas is None:
            return
        self._announce(emulator)
        if self._hidden or self._held(emulator):
            return
        self._refresh_rows(canvas.update())

    def _repaint(self) -> None:
        if self._canvas is not None:
            self._canvas.update()
        self.refresh()

    def _held(self, emulator: Emulator) -> bool:
        """Whether the program is amid a synchronised update; one that never ends is not waited."""
        if not emulator.holding:
            self._held_since = None
            return False
        now = asyncio.get_running_loop().time()
        self._held_since = self._held_since or now
        if now - self._held_since > _LONGEST_HOLD:
            return False
        self._pacer.ask()
        return True

    def _refresh_rows(self, rows: list[int]) -> None:
        if regions := regions_of(rows, self.content_size.width):
            self.refresh(*regions)

    def _announce(self, emulator: Emulator) -> None:
        title = emulator.title
        if title != self._title:
            self._title = title
            self.post_message(TitleChanged(self))
        if emulator.take_bell():
            now = asyncio.get_running_loop().time()
            if now - self._last_bell >= _BETWEEN_BELLS:
                self._last_bell = now
                self.post_message(Bell(self))

    def _tell_colours(self) -> None:
        style = self.rich_style
        if self._emulator is None or style.color is None or style.bgcolor is None:
            return
        fg, bg = style.color.triplet, style.bgcolor.triplet
        if fg is not None and bg is not None:
            self._emulator.colours(fg, bg)

    def _send(self, data: bytes) -> None:
        if data and self.phase is Phase.RUNNING:
            self._on_bytes(data)
