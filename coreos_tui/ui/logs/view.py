"""The log widget: following, scrolling, the look, selecting and copying."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding
from textual.message import Message

from coreos_tui.core.sanitize import clean
from coreos_tui.core.sgr import plain
from coreos_tui.ui.logs.finding import Finding
from coreos_tui.ui.logs.keys import COMMANDS
from coreos_tui.ui.logs.paint import Times
from coreos_tui.ui.logs.ring import Line

_STEP = 8
_TIMES: tuple[Times, ...] = get_args(Times)
_TIME_WORDS = {"off": "", "local": "local time", "utc": "UTC", "age": "age"}
_MODE_WORDS = {"all": "", "only": "only matches", "without": "matches hidden"}
_PARTS = ("err", "time", "source", "note", "match", "current", "bad", "warn", "selected")


class LogView(Finding, can_focus=True, inherit_bindings=False):
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
        scrollbar-background: $surface;
        scrollbar-background-hover: $surface;
        scrollbar-color: $foreground 25%;
        background: $surface;
        color: $foreground;
        & > .log--err { color: $error; }
        & > .log--time { color: $text-muted; }
        & > .log--source { color: $text-primary; }
        & > .log--note { color: $text-muted; text-style: italic; }
        & > .log--match { background: $warning 40%; text-style: bold; }
        & > .log--current { color: $accent; text-style: bold; }
        & > .log--bad { color: $text-error; text-style: bold; }
        & > .log--warn { color: $text-warning; text-style: bold; }
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
    class Copied(Message):
        """Lines to be put on the clipboard."""

        text: str

    @dataclass
    class JsonWanted(Message):
        """A line that may hold JSON is to be shown as a tree."""

        text: str

    @dataclass
    class OlderWanted(Message):
        """The oldest line is in view: older ones may be given to `prepend`."""

        log: "LogView"

        @property
        def control(self) -> "LogView":
            return self.log

    _told = ""
    _asked_older = False
    _pressed: int | None = None

    # --- lines

    def prepend(self, batch: Sequence[Line]) -> int:
        """Older lines, as `OlderWanted` asks for. Returns how many there was room for."""
        self._asked_older = False
        taken = self.ring.prepend(batch)
        if taken:
            self._scan_anew(self._search.text if self._search else "")
        return taken

    def action_clear(self) -> None:
        """Forgets the lines so far."""
        self.ring.clear()
        self._selection = self._current = None
        self._scan_anew(self._search.text if self._search else "")

    # --- the look

    def action_times(self) -> None:
        self._times = _TIMES[(_TIMES.index(self._times) + 1) % len(_TIMES)]
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
        self._following = following
        if following:
            self._settle()
        self._tell()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if self._settling or round(new_value) >= round(old_value):
            return
        if self._following:
            self._following = False
            self._tell()
        if round(new_value) == 0:
            self._want_older()

    def _want_older(self) -> None:
        if not self._asked_older and not self.ring.full:
            self._asked_older = True
            self.post_message(self.OlderWanted(self))

    def _scroll(self, lines: int) -> None:
        if lines < 0 and self.scroll_offset.y == 0:
            self.following = False
            self._want_older()
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False, force=True)

    def action_up(self) -> None:
        self._scroll(-1)

    def action_down(self) -> None:
        self._scroll(1)

    def action_page_up(self) -> None:
        self._scroll(-max(1, self.size.height - 1))

    def action_page_down(self) -> None:
        self._scroll(max(1, self.size.height - 1))

    def action_top(self) -> None:
        self._scroll(-self.scroll_offset.y)

    def action_bottom(self) -> None:
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
        return " · ".join(part for part in parts if part)

    def _tell(self) -> None:
        state = self.state_text
        if state != self._told and self.is_attached:
            self._told = state
            self.post_message(self.Changed(self, state))

    def _settle(self, gone: int = 0) -> None:
        super()._settle(gone)
        self._tell()

    # --- selecting and copying

    def on_mouse_down(self, event: events.MouseDown) -> None:
        number = self._number_at(event.y)
        if event.button == 1 and number is not None:
            again = self._selection == (number, number)
            self._select(None if again else (number, number))
            self._pressed = None if again else number
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._pressed is not None:
            number = self._number_at(max(0, min(event.y, self.size.height - 1)))
            if number is not None:
                low, high = sorted((self._pressed, number))
                self._select((low, high))

    def on_mouse_up(self) -> None:
        self._pressed = None
        self.release_mouse()

    def _select(self, selection: tuple[int, int] | None) -> None:
        if selection != self._selection:
            self._selection = selection
            self._strips.clear()
            self.refresh()

    def _taken(self) -> list[str]:
        """The selected lines, else the match one stands on, else the lines in view."""
        low, high = self._selection or self._in_view
        if self._selection is None and self._current is not None:
            low = high = self._current
        shown = self._rows.between(low, high)
        lines = [self.ring.get(number) for number in shown]
        return [plain(line.text) for line in lines if line is not None]

    def action_copy(self) -> None:
        self.post_message(self.Copied("\n".join(self._taken())))

    def action_json(self) -> None:
        taken = [text for text in self._taken() if "{" in text or "[" in text]
        if taken:
            self.post_message(self.JsonWanted(taken[-1]))

    def action_leave(self) -> None:
        if self._selection is not None:
            self._select(None)
        elif self._search is not None:
            self.search("")
        else:
            raise SkipAction
