"""The widget of a document."""

import json
from bisect import bisect_left
from dataclasses import dataclass
from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from coreos_tui.core.sanitize import clean, clean_lines
from coreos_tui.core.secrets import mask, mask_text
from coreos_tui.ui.document.keys import COMMANDS
from coreos_tui.ui.document.paint import lead_of, paint
from coreos_tui.ui.document.tree import Node, Path, at, nodes_of, shown
from coreos_tui.ui.prompt import SearchWanted

_PARTS = ("name", "text", "number", "word", "holder", "match", "cursor", "blurred")
_STEP = 8


class Document(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows a value or text; folds, searches, masks secrets until they are revealed."""

    PLACE = "Inspect"
    ALLOW_SELECT = False
    BINDINGS = [  # noqa: RUF012 - Textual's own name and type
        Binding(each.keys, each.verb, each.title, show=each.footer, id=each.id) for each in COMMANDS
    ]
    COMPONENT_CLASSES = {f"document--{each}" for each in _PARTS}  # noqa: RUF012
    DEFAULT_CSS = """
    Document {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        scrollbar-background: $surface;
        scrollbar-background-hover: $surface;
        scrollbar-color: $foreground 25%;
        background: $surface;
        & > .document--name { color: $text-primary; }
        & > .document--text { color: $foreground; }
        & > .document--number { color: $text-accent; }
        & > .document--word { color: $text-warning; }
        & > .document--holder { color: $text-muted; }
        & > .document--cursor { background: $primary 45%; }
        & > .document--blurred { background: $primary 18%; }
        &:ansi > .document--blurred { background: ansi_bright_black; }
        & > .document--match { color: $warning; text-style: bold underline; }
    }
    """

    @dataclass
    class Changed(Message):
        """The status line has something else to say."""

        document: "Document"
        state: str

    @dataclass
    class Copied(Message):
        """Text to be put on the clipboard."""

        text: str

    def __init__(self) -> None:
        super().__init__()
        self._value: Any = {}
        self._plain = False
        self._revealed = False
        self._every: list[Node] = []
        self._shown: list[Node] = []
        self._folded: set[Path] = set()
        self._cursor = 0
        self._search = ""
        self._hits: list[int] = []
        self._left = 0
        self._styles_of: dict[tuple[str, str], Style] = {}

    # --- what is shown

    def show_value(self, value: Any) -> None:
        """A JSON value, open to its second level."""
        self._value, self._plain = value, False
        self._rebuild()
        self._folded = {n.path for n in self._every if n.foldable and n.depth >= 1}
        self._reshow()

    def show_text(self, text: str) -> None:
        """Plain text, line by line."""
        self._value, self._plain = clean_lines(text).expandtabs().split("\n"), True
        self._folded = set()
        self._rebuild()
        self._reshow()

    def _rebuild(self) -> None:
        value = self._value
        if self._plain:
            lines = value if self._revealed else [mask_text(line) for line in value]
            self._every = [Node((n,), "", line, "text") for n, line in enumerate(lines)]
        else:
            self._every = nodes_of(value if self._revealed else mask(value))
        self._find()

    def _reshow(self) -> None:
        here = self._here
        self._shown = shown(self._every, self._folded)
        paths = {node.path: index for index, node in enumerate(self._shown)}
        self._cursor = paths.get(here.path, self._cursor) if here else 0
        self._cursor = max(0, min(self._cursor, len(self._shown) - 1))
        self.virtual_size = Size(self.size.width, len(self._shown))
        self.refresh()
        self._tell()

    @property
    def _here(self) -> Node | None:
        return self._shown[self._cursor] if 0 <= self._cursor < len(self._shown) else None

    @property
    def state_text(self) -> str:
        """`line 14 of 230 · /port 3 · secrets shown`."""
        parts = [f"line {self._cursor + 1} of {len(self._shown)}" if self._shown else "no lines"]
        if self._search:
            parts.append(f"/{clean(self._search)} {len(self._hits)}")
        if self._revealed:
            parts.append("secrets shown")
        return " · ".join(parts)

    def _tell(self) -> None:
        if self.is_attached:
            self.post_message(self.Changed(self, self.state_text))

    def render_line(self, y: int) -> Strip:
        index = self.scroll_offset.y + y
        width = self.size.width
        if index >= len(self._shown):
            return Strip.blank(width, self.rich_style)
        state = ("cursor" if self.has_focus else "blurred") if index == self._cursor else ""
        node = self._shown[index]
        lit = bool(self._search) and self._hit(node)
        lead = " " if self._plain else lead_of(node, node.path in self._folded)
        strip = paint(node, lead, lit, lambda name: self._style(name, state))
        ground = self._style("", state)
        if strip.cell_length - self._left > width:
            rest = strip.crop(self._left, self._left + width - 1)
            return Strip([*rest, Segment("…", ground)]).adjust_cell_length(width, ground)
        return strip.crop(self._left).adjust_cell_length(width, ground)

    def _style(self, name: str, state: str) -> Style:
        """The style of a part on the ground of a state, resolved once per theme."""
        style = self._styles_of.get((name, state))
        if style is None:
            if not self.is_attached:
                return self.rich_style  # removed, and drawn once more before the next layout
            style = self.rich_style
            if state:
                style += self.get_component_rich_style(f"document--{state}")
            if name:
                part = self.get_component_rich_style(f"document--{name}")
                style += Style(color=part.color, bold=part.bold, underline=part.underline)
            self._styles_of[name, state] = style
        return style

    def notify_style_update(self) -> None:
        self._styles_of.clear()
        super().notify_style_update()

    def on_resize(self) -> None:
        self.virtual_size = Size(self.size.width, len(self._shown))

    # --- moving

    @property
    def _page(self) -> int:
        return max(1, self.size.height - 1)

    def _move(self, to: int) -> None:
        self._cursor = max(0, min(to, len(self._shown) - 1))
        self.scroll_to_region(Region(0, self._cursor, 1, 1), animate=False)
        self.refresh()
        self._tell()

    def action_up(self) -> None:
        self._move(self._cursor - 1)

    def action_down(self) -> None:
        self._move(self._cursor + 1)

    def action_page_up(self) -> None:
        self._move(self._cursor - self._page)

    def action_page_down(self) -> None:
        self._move(self._cursor + self._page)

    def action_top(self) -> None:
        self._move(0)

    def action_bottom(self) -> None:
        self._move(len(self._shown) - 1)

    def action_back(self) -> None:
        self._shift(-_STEP)

    def action_on(self) -> None:
        self._shift(_STEP)

    def _shift(self, cells: int) -> None:
        self._left = max(0, self._left + cells)
        self.refresh()

    # --- folding

    def action_fold(self) -> None:
        node = self._here
        if node is not None and node.foldable:
            self._folded ^= {node.path}
            self._reshow()

    def action_open(self) -> None:
        node = self._here
        if node is not None and node.path in self._folded:
            self.action_fold()

    def action_close(self) -> None:
        node = self._here
        if node is not None and node.foldable and node.path not in self._folded:
            self.action_fold()
        elif node is not None:
            self._go_to(node.path[:-1])

    def action_all(self) -> None:
        every = {node.path for node in self._every if node.foldable}
        self._folded = set() if self._folded else every
        self._reshow()

    def _go_to(self, path: Path) -> None:
        """Opens what hides a path and stands on it."""
        if not path:
            return
        self._folded -= {path[:depth] for depth in range(1, len(path))}
        self._reshow()
        index = next((n for n, node in enumerate(self._shown) if node.path == path), None)
        if index is not None:
            self._move(index)

    # --- searching, copying, secrets

    def _hit(self, node: Node) -> bool:
        word = self._search.casefold()
        return word in node.name.casefold() or word in node.text.casefold()

    def action_search(self) -> None:
        self.post_message(SearchWanted(self, self._search))

    def search(self, text: str) -> None:
        """Goes to the first match at or after the cursor; an empty text ends the search."""
        self._search = text
        self._find()
        self._step(1, here=True)
        self.refresh()
        self._tell()

    def _find(self) -> None:
        every = enumerate(self._every)
        self._hits = [at for at, node in every if self._hit(node)] if self._search else []

    def _step(self, way: int, here: bool = False) -> None:
        if not self._hits:
            return
        now = self._here
        stand = next((n for n, each in enumerate(self._every) if each is now), 0)
        if way < 0:
            to = bisect_left(self._hits, stand) - 1
        else:
            to = bisect_left(self._hits, stand if here else stand + 1) % len(self._hits)
        self._go_to(self._every[self._hits[to]].path)

    def action_next(self) -> None:
        self._step(1)

    def action_previous(self) -> None:
        self._step(-1)

    def action_copy(self) -> None:
        node = self._here
        if node is not None:
            self.post_message(self.Copied(node.text if self._plain else self._text_at(node.path)))

    def _text_at(self, path: Path) -> str:
        value = at(self._value if self._revealed else mask(self._value), path)
        return value if isinstance(value, str) else json.dumps(value, indent=2, default=str)

    def action_reveal(self) -> None:
        self._revealed = not self._revealed
        self._rebuild()
        self._reshow()
