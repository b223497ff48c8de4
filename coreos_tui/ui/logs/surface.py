"""Where a log is drawn: lines kept as bytes, painted when they come into view."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from heapq import merge
from textwrap import wrap
from time import monotonic

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip

from coreos_tui.core.log import Line
from coreos_tui.core.sanitize import clean
from coreos_tui.core.text import count
from coreos_tui.ui.logs.borderless import Borderless
from coreos_tui.ui.logs.paint import LONGEST, Look, Painter, Times, height
from coreos_tui.ui.logs.ring import Ring
from coreos_tui.ui.logs.rows import Rows

_FRAME = 1 / 12
_FAST_FRAME = 1 / 8  # where more comes than can be read, fewer frames say as much
_OPENING = 0.3  # seconds after the first lines in which none waits: the rest of their page comes
_KEPT = 600
_WIDEST_SOURCE = 16
SOURCES = 6
"""How many colours there are for the names of logs in one view."""
_EARLIEST = datetime.min.replace(tzinfo=UTC)


def _time(line: Line) -> datetime:
    return line.at or _EARLIEST


class Surface(Borderless):
    """A bounded log on screen: takes lines at any rate, draws at most twelve times a second."""

    def __init__(
        self,
        *,
        lines: int = 50_000,
        size: int = 16 * 1024 * 1024,
        wrap: bool = False,
        longest: int = LONGEST,
        reloads: bool = False,
        id: str | None = None,  # noqa: A002 - Textual's own name
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.ring = Ring(lines, size)
        self._rows = Rows(0, 0)
        self._strips: dict[int, list[Strip]] = {}
        self._style_of: dict[str, Style] = {}
        self._painter: Painter | None = None
        self._following = True
        self._times: Times = "off"
        self._wrap, self._longest = wrap, longest
        self._json = False
        self._left = 0
        self._source = 0
        self._waiting = False
        self._settling = False
        self._began = self._drawn_at = 0.0
        self._fitted: Size | None = None
        self._head = 0
        self._reloads = reloads
        self.cut_off = False
        self._pattern: re.Pattern[str] | None = None
        self._current: int | None = None
        self._selection: tuple[int, int] | None = None

    # --- lines come in

    def append(self, batch: Iterable[Line]) -> None:
        """Newer lines. Cheap: nothing is parsed here, drawing is left to the next frame."""
        lines = list(batch)
        if self.cut_off or self._would_push_out(lines):
            return
        self._add(lines)

    def _would_push_out(self, lines: Sequence[Line]) -> bool:
        """Whether what is being read had to go for them; then the view is cut off instead."""
        if self._following or not self._reloads or not self.ring.full:
            return False
        self.cut_off = self._in_view[0] - self.ring.first < len(lines)
        return self.cut_off

    def _add(self, lines: Sequence[Line]) -> None:
        widest = max(map(len, {line.source for line in lines}), default=0)
        self.ring.append(lines)
        if widest > self._source and self._source < _WIDEST_SOURCE:
            self._source = min(widest, _WIDEST_SOURCE)
            self._rebuild()
        self._soon()

    def merge(self, batch: Sequence[Line]) -> None:
        """Lines by their time, oldest first: those of a slower log may belong between others."""
        if self.cut_off or self._would_push_out(batch):
            return
        start = next((line.at for line in batch if line.at), None)
        after = self.ring.take_after(start) if start else []
        if after:
            self._cut(self.ring.end)
        self._add(list(merge(after, batch, key=_time)) if after else batch)

    def _cut(self, end: int) -> None:
        """Lines from `end` on are others now."""
        self._rows.cut(end)
        if self._current is not None and self._current >= end:
            self._current = None
        if self._selection is not None and self._selection[1] >= end:
            self._selection = None
        for number in [each for each in self._strips if each >= end]:
            del self._strips[number]

    def note(self, sentence: str, at: datetime | None = None) -> None:
        """A sentence of our own among their lines, as `container stopped`; in lines that fit."""
        words = f"── {clean(sentence)}"
        room = max(20, (self._across or 80) - self._look.before)
        lines = wrap(words, room, subsequent_indent="   ", break_on_hyphens=False)
        self._add([Line(each.encode(), at, "note") for each in lines])

    def _soon(self) -> None:
        if not self.size:
            self._fitted = None  # not in view: they are taken in when it is
            return
        if self._waiting:
            return
        self._waiting = True
        now = monotonic()
        self._began = self._began or now
        fast = self.ring.end - self._rows.end > self.size.height
        delay = self._drawn_at + (_FAST_FRAME if fast else _FRAME) - now
        if delay <= 0 or now < self._began + _OPENING:
            self.call_later(self._flush)
        else:
            self.set_timer(delay, self._flush)

    def _flush(self) -> None:
        self._waiting = False
        gone = self._rows.drop(self.ring.first)
        self._take_in()
        self._settle(gone)

    def _take_in(self) -> None:
        """Brings the rows up to the ring's end."""
        self._rows.extend(self.ring.end)

    def _settle(self, gone: int = 0) -> None:
        """Fits the scrolling to the rows: sticks to the end, or to what is being read."""
        self._drawn_at, self._fitted = monotonic(), self._room
        if len(self._strips) > _KEPT:
            self._strips.clear()
        before, shift = self.virtual_size.height, -gone - self._head
        self._head = 1 if self.ring.dropped else 0  # the first row says what was dropped
        shift += self._head
        self._settling = True
        self.virtual_size = Size(self._across, len(self._rows) + self._head)
        if self._following:
            self.scroll_to(y=self.max_scroll_y, animate=False, force=True)
        elif shift:
            self.scroll_to(y=max(0, self.scroll_offset.y + shift), animate=False, force=True)
        self._settling = False
        if self._following or gone or before < self.scroll_offset.y + self.size.height:
            self.refresh()

    def _rebuild(self) -> None:
        """New rows after the look or the choice of lines changed; the top line stays."""
        top = self._rows.at(self.scroll_offset.y - self._head)
        self._look_changed()
        self._rows = self._new_rows()
        self._take_in()
        self._settle()
        if top is not None and not self._following:
            self._settling = True
            row = self._rows.row_of(top[0]) + self._head
            self.scroll_to(y=row, animate=False, force=True)
            self._settling = False
        self.refresh()

    def _new_rows(self) -> Rows:
        return Rows(self.ring.first, self.ring.first, None, self._height_of)

    @property
    def _height_of(self) -> Callable[[int], int] | None:
        if not self._wrap:
            return None
        look, get = self._look, self.ring.get

        def height_of(number: int) -> int:
            line = get(number)
            return height(line, look) if line is not None else 1

        return height_of

    # --- how it is drawn

    @property
    def _across(self) -> int:
        """Cells of a row: what the scrollbar leaves, whether it is shown or not."""
        return self.scrollable_content_region.width

    @property
    def _room(self) -> Size:
        return Size(self._across, self.size.height)

    @property
    def _look(self) -> Look:
        return Look(
            width=self._across,
            wrap=self._wrap,
            left=self._left,
            times=self._times,
            source=self._source,
            pattern=self._pattern,
            json=self._json,
            longest=self._longest,
        )

    def notify_style_update(self) -> None:
        self._style_of.clear()
        self._look_changed()
        super().notify_style_update()

    def _look_changed(self) -> None:
        self._painter = None
        self._strips.clear()

    def on_mount(self) -> None:
        self._rebuild()

    def _size_updated(
        self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True
    ) -> bool:
        """Fitted to a new size before it is painted; by a Resize it would be a frame later."""
        changed = super()._size_updated(size, virtual_size, container_size, layout)
        if self.is_mounted and self._fitted != self._room:
            if self._wrap:
                self._rebuild()
            else:
                self._look_changed()
                self._flush()
        return changed

    def _style(self, name: str) -> Style:
        """The whole style of the base and of selected lines; of others only what they add."""
        style = self._style_of.get(name)
        if style is None:
            if not self.is_attached:
                return self.rich_style  # removed, and drawn once more before the next layout
            if name == "base":
                style = self.rich_style
            elif name in {"selected", "match"}:
                style = self.get_component_rich_style(f"log--{name}")
            elif name.startswith("source "):
                place = sum(each.startswith("source ") for each in self._style_of) % SOURCES
                part = self.get_component_rich_style(f"log--source-{place}")
                style = Style(color=part.color)
            else:
                part = self.get_component_rich_style(f"log--{name}")
                style = Style(color=part.color, bold=part.bold, italic=part.italic)
            self._style_of[name] = style
        return style

    def render_line(self, y: int) -> Strip:
        row = y + self.scroll_offset.y - self._head
        width = self._across
        if row == -1:
            text = f" {count(self.ring.dropped, 'line')} dropped"
            more = ": there is room for the last only"
            text += more if len(text) + len(more) <= width else ""
            style = self._style("base") + self._style("note")
            return Strip([Segment(text, style)]).adjust_cell_length(width, style)
        at = self._rows.at(row)
        pieces = self._pieces(at[0]) if at is not None else []
        if at is None or at[1] >= len(pieces):
            return Strip.blank(width, self._style("base"))
        return pieces[at[1]]

    def _pieces(self, number: int) -> list[Strip]:
        pieces = self._strips.get(number)
        if pieces is None:
            line = self.ring.get(number)
            if line is None:
                return []
            if self._painter is None or self._times == "age":
                self._painter = Painter(self._look, self._style)
            pieces = self._painter.strips(
                line, current=number == self._current, selected=self._is_selected(number)
            )
            if self._times != "age":
                self._strips[number] = pieces
        return pieces

    def _is_selected(self, number: int) -> bool:
        low, high = self._selection or (0, -1)
        return low <= number <= high

    def _number_at(self, y: int) -> int | None:
        at = self._rows.at(y + self.scroll_offset.y - self._head)
        return at[0] if at is not None else None

    @property
    def _in_view(self) -> tuple[int, int]:
        """Numbers of the first and the last line in view (the end's, where there are none)."""
        first = self._number_at(0)
        if first is None:
            first = self._number_at(1)
        last = self._number_at(self.size.height - 1)
        end = self._rows.next_choice - 1
        return (end if first is None else first), (end if last is None else last)
