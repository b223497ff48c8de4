"""The one line above a pane: its title, the titles of those behind it, and how things stand."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.widgets import Static


@dataclass(frozen=True, slots=True)
class Badge:
    """A word or two beside a title; `look` is that of a cell (`good`, `warn`, `bad`, `dim`)."""

    text: str = ""
    look: str = ""


@dataclass(frozen=True, slots=True)
class Title:
    """A title as it stands in the line: with the key that leads there. Clean text."""

    number: int
    text: str
    badge: Badge = Badge()
    front: bool = True


_LOOKS = {
    "good": "$text-success",
    "warn": "$text-warning",
    "bad": "bold $text-error",
    "dim": "$foreground 60%",
}
# How titles share a line, from roomy to tight: what is between them, whether a badge has its
# number, whether those behind have their names.
_WAYS = (
    ("   ", True, True),
    ("  ", True, True),
    ("  ", False, True),
    (" ", False, True),
    ("  ", True, False),
)
# Fewer cells of a state than these say nothing.
_TELLING = 12


class PaneTitle(Static):
    """Titles at the left, and at the right what they are about and how things stand.

    Where there is little room what it is about goes first, then room between the titles, then
    the numbers of badges, then the names of those behind, and the end of the state last.
    """

    DEFAULT_CSS = """
    PaneTitle {
        height: 1;
        padding: 0 1;
        color: $text-muted;
        background: $panel;
        &.-focused { color: $text; background: $primary 30%; }
    }
    """

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self._titles: tuple[Title, ...] = ()
        self._parts = ("", "", "")
        self._edges: list[tuple[int, int, int]] = []

    def stand_among(self, titles: Sequence[Title]) -> None:
        """The titles of all panes that share the place, this one's among them."""
        if tuple(titles) != self._titles:
            self._titles = tuple(titles)
            self.refresh()

    def tell(self, title: str, about: str = "", state: str = "") -> None:
        """All three are clean text."""
        if (title, about, state) != self._parts:
            self._parts = (title, about, state)
            self.refresh()

    def render(self) -> Content:
        title, about, state = self._parts
        width = max(1, self.content_size.width)
        titles = self._titles or (Title(0, title),)
        right = "  ".join(part for part in (about, state) if part)
        for gap, counts, names in _WAYS:
            drawn = [_drawn(each, counts, names or each.front) for each in titles]
            room = width - sum(part.cell_length + len(gap) for part in drawn) + len(gap) - 2
            if len(right) > room:
                right = state
            if len(right) <= room:
                break
        self._edges = _edges(drawn, titles, len(gap))
        left = Content(gap).join(drawn).truncate(width, ellipsis=True)
        if room < min(len(right), _TELLING):
            return left
        end = Content(right).truncate(room, ellipsis=True)
        pad = " " * (width - left.cell_length - end.cell_length)
        return Content.assemble(left, pad, end)

    async def on_click(self, event: events.Click) -> None:
        x = event.x - self.styles.padding.left
        for start, end, number in self._edges:
            if start <= x < end and number:
                await self.run_action(f"screen.ask('app.pane_{number}')")


def _drawn(title: Title, counts: bool, name: bool) -> Content:
    number = (f"{title.number}", "$text-accent") if title.number else ""
    text = (f" {title.text}" if number else title.text) if name else ""
    badge = title.badge.text if counts else title.badge.text[:1]
    return Content.assemble(
        number,
        (text, "bold" if title.front else "$foreground 60%"),
        (f" {badge}" if badge else "", _LOOKS.get(title.badge.look, "")),
    )


def _edges(
    drawn: Sequence[Content], titles: Sequence[Title], gap: int
) -> list[tuple[int, int, int]]:
    """First cell, end and number of each title."""
    edges, start = [], 0
    for part, title in zip(drawn, titles, strict=True):
        edges.append((start, start + part.cell_length, title.number))
        start += part.cell_length + gap
    return edges
