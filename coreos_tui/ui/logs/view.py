"""The log widget: following, scrolling, the look, and what it says of itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partialmethod
from typing import get_args

from textual.binding import Binding
from textual.message import Message
from textual.timer import Timer

from coreos_tui.core.log import Line
from coreos_tui.core.sanitize import clean
from coreos_tui.ui.logs.keys import COMMANDS
from coreos_tui.ui.logs.paint import Times
from coreos_tui.ui.logs.selecting import Selecting
from coreos_tui.ui.logs.spans import Span
from coreos_tui.ui.logs.surface import SOURCES

_STEP = 8
_TIMES: tuple[Times, ...] = get_args(Times)
_TIME_WORDS = {"off": "", "local": "local time", "utc": "UTC", "age": "age"}
_MODE_WORDS = {"all": "", "only": "only matches", "without": "matches hidden"}
_PARTS = (
    *("err", "time", "note", "match", "current", "selected"),
    *("bad", "warn", "fine", "faint", "name"),
    *(f"source-{place}" for place in range(SOURCES)),
)


class LogView(Selecting, can_focus=True, inherit_bindings=False):
    """Follows a log; searches it by slices between frames."""

    PLACE = "Logs"
    ALLOW_SELECT = False
    BINDINGS = [  # noqa: RUF012 - Textual's own name and type
        Binding(each.keys, each.verb, each.title, show=each.footer, id=each.id) for each in COMMANDS
    ]
    COMPONENT_CLASSES = {f"log--{each}" for each in _PARTS}  # noqa: RUF012
    DEFAULT_CSS = """
    LogView {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
        scrollbar-background: $surface;
        scrollbar-background-hover: $surface;
        scrollbar-color: $foreground 25%;
        background: $surface;
        color: $foreground;
        & > .log--err { color: $error; }
        & > .log--time { color: $text-muted; }
        & > .log--source-0 { color: $text-primary; }
        & > .log--source-1 { color: $text-success; }
        & > .log--source-2 { color: $text-accent; }
        & > .log--source-3 { color: $text-warning; }
        & > .log--source-4 { color: $text-secondary; }
        & > .log--source-5 { color: $foreground; }
        & > .log--note { color: $text-muted; text-style: italic; }
        & > .log--match { background: $warning 40%; text-style: bold; }
        & > .log--current { color: $accent; text-style: bold; }
        & > .log--bad { color: $text-error; text-style: bold; }
        & > .log--warn { color: $text-warning; text-style: bold; }
        & > .log--fine { color: $text-success; }
        & > .log--faint { color: $text-muted; }
        & > .log--name { color: $text-muted; }
        & > .log--selected { background: $primary 35%; }
    }
    """

    @dataclass
    class Changed(Message):
        """The status line has something else to say."""

        log: "LogView"
        state: str

        @property
        def control(self) -> "LogView":
            return self.log

    @dataclass
    class OlderWanted(Message):
        """The oldest line is in view: older ones may be given to `prepend`."""

        log: "LogView"

        @property
        def control(self) -> "LogView":
            return self.log

    @dataclass
    class SpanWanted(Message):
        """Only lines of a span of time are wanted from now on; the view is empty by now."""

        log: "LogView"
        span: Span

    @dataclass
    class SaveWanted(Message):
        """The log is to be saved to a file, whole."""

        log: "LogView"

    _told = ""
    _asked_older = False
    span = Span.ALL
    has_spans = True
    """Whether spans of time can be had; where not, the digits are those of the panes."""
    _ticking: Timer | None = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Textual's; what is refused here is looked for further out."""
        if action.startswith("span_") and not self.has_spans:
            return False
        return super().check_action(action, parameters)

    # --- lines

    def prepend(self, batch: Sequence[Line], *, first: bool = False) -> int:
        """Older lines, as `OlderWanted` asks for; whether there is none before them.

        In a full ring the newest lines give way: the view is cut off from what comes, until it
        is asked for the newest again. Returns how many there was room for.
        """
        self._asked_older = first
        if self.ring.give_way(batch):
            self.cut_off, self._following = True, False
        taken = self.ring.prepend(batch)
        if taken:
            self._scan_anew(self._search.text if self._search else "")
        return taken

    def action_clear(self) -> None:
        """Forgets the lines so far."""
        self.ring.clear()
        self._selection = self._current = None
        self._asked_older = self.cut_off = False
        self._began = 0.0
        self._scan_anew(self._search.text if self._search else "")

    def show_span(self, span: Span) -> None:
        """Begins anew with the lines of a span of time."""
        self.span = span
        self._following = True
        self.action_clear()
        self._tell()
        self.post_message(self.SpanWanted(self, self.span))

    action_span_all = partialmethod(show_span, Span.ALL)
    action_span_minute = partialmethod(show_span, Span.MINUTE)
    action_span_five = partialmethod(show_span, Span.FIVE)
    action_span_quarter = partialmethod(show_span, Span.QUARTER)
    action_span_hour = partialmethod(show_span, Span.HOUR)
    action_span_day = partialmethod(show_span, Span.DAY)
    action_span_start = partialmethod(show_span, Span.START)

    def action_save(self) -> None:
        self.post_message(self.SaveWanted(self))

    # --- the look

    def action_times(self) -> None:
        self._times = _TIMES[(_TIMES.index(self._times) + 1) % len(_TIMES)]
        if self._ticking is not None:
            self._ticking.stop()
        self._ticking = self.set_interval(1, self.refresh) if self._times == "age" else None
        self._rebuild()

    def action_json(self) -> None:
        self._json = not self._json
        self._rebuild()

    def action_wrap(self) -> None:
        self._wrap, self._left = not self._wrap, 0
        self._rebuild()

    def action_left(self) -> None:
        self._shift(-_STEP)

    def action_right(self) -> None:
        self._shift(_STEP)

    def _shift(self, cells: int) -> None:
        if not self._wrap:
            self._left = max(0, self._left + cells)
            self._look_changed()
            self.refresh()

    # --- scrolling

    @property
    def following(self) -> bool:
        """Whether the view sticks to the newest line."""
        return self._following

    @following.setter
    def following(self, following: bool) -> None:
        if following and self.cut_off:
            self.show_span(self.span)
            return
        self._following = following
        if following:
            self._settle()
        self._tell()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if self._settling or round(new_value) >= round(old_value):
            return
        if new_value >= self.max_scroll_y:
            return  # the view has grown: nobody has left the end
        if self._following:
            self._following = False
            self._tell()
        if round(new_value) == 0:
            self._want_older()

    def _want_older(self) -> None:
        if not self._asked_older:
            self._asked_older = True
            self.post_message(self.OlderWanted(self))

    def _scroll(self, lines: int) -> None:
        if lines < 0 and self.scroll_offset.y == 0:
            self.following = False
            self._want_older()
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False, force=True)

    def _go(self, rows: int) -> None:
        if self.selecting:
            self._move_tip(rows)
        else:
            self._scroll(rows)

    @property
    def _page(self) -> int:
        return max(1, self.size.height - 1)

    def action_up(self) -> None:
        self._go(-1)

    def action_down(self) -> None:
        self._go(1)

    def action_page_up(self) -> None:
        self._go(-self._page)

    def action_page_down(self) -> None:
        self._go(self._page)

    def action_top(self) -> None:
        self._go(-len(self._rows) if self.selecting else -self.scroll_offset.y)

    def action_bottom(self) -> None:
        if self.selecting:
            self._move_tip(len(self._rows))
        else:
            self.following = True

    def action_follow(self) -> None:
        self.following = not self._following

    # --- the status line

    @property
    def state_text(self) -> str:
        """Where one is: `follow ● · 12,345 lines · /error 3 of 17`."""
        parts = ["follow ●" if self._following else "follow ○"]
        held = len(self.ring)
        parts.append(f"{held:,} line{'' if held == 1 else 's'}")
        parts.append("newer ones: G" if self.cut_off else "")
        parts.append(self.span.since)
        search = self._search
        if search is not None:
            rank = search.rank(self._current)
            where = f"{rank:,} of " if rank else ""
            more = "…" if search.scanned < self.ring.end else ""
            parts.append(f"/{clean(search.text)} {where}{len(search.hits):,}{more}")
            parts.append(_MODE_WORDS[self._mode])
            if self._mode == "only" and self._around:
                parts.append(f"±{self._around}")
        parts += [_TIME_WORDS[self._times], "wrap" if self._wrap else ""]
        parts.append("JSON" if self._json else "")
        if self._selection is not None:
            low, high = self._selection
            parts.append(f"{len(self._rows.between(low, high)):,} selected")
        return " · ".join(part for part in parts if part)

    def _tell(self) -> None:
        state = self.state_text
        if state != self._told and self.is_attached:
            self._told = state
            self.post_message(self.Changed(self, state))

    def _settle(self, gone: int = 0) -> None:
        super()._settle(gone)
        self._tell()
