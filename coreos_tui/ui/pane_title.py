"""The one line above a pane: its title, the titles of those behind it, and how things stand."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.style import Style
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


class PaneTitle(Static):
    """Titles at the left, what they are about, and at the right how things stand."""

    DEFAULT_CSS = """
    PaneTitle {
        height: 1;
        padding: 0 1;
        color: $text-muted;
        background: $panel;
        link-style: none;
        link-color: $text-muted;
        link-background-hover: $primary 40%;
        link-style-hover: none;
    }
    Pane:focus-within > PaneTitle { color: $text; background: $primary 30%; }
    """

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self._titles: tuple[Title, ...] = ()
        self._parts = ("", "", "")

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
        left = Content("   ").join(map(_drawn, self._titles or (Title(0, title),)))
        right = Content(state)
        full = Content.assemble(left, f"  {about}" if about else "")
        left = full if full.cell_length + right.cell_length + 2 <= width else left
        room = width - right.cell_length - 2
        if room < len(title):
            return left.truncate(width, ellipsis=True)
        left = left.truncate(room, ellipsis=True)
        gap = width - left.cell_length - right.cell_length
        return Content.assemble(left, " " * max(1, gap), right)


def _drawn(title: Title) -> Content:
    number = (f"{title.number} ", "$foreground 50%") if title.number else ""
    name = (title.text, "bold" if title.front else "$foreground 60%")
    badge = (f" {title.badge.text}", _LOOKS.get(title.badge.look, "")) if title.badge.text else ""
    line = Content.assemble(number, name, badge)
    if title.front:
        return line
    return line.stylize(Style.from_meta({"@click": f"screen.ask('app.pane_{title.number}')"}))
