"""What the terminal view asks of an emulator, and the plain values they exchange.

Everything that depends on a terminal mode (how a key, the mouse or a paste is written) is behind
this interface: the backend knows the modes, the view does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol

Colour = int | tuple[int, int, int] | None
"""A palette index 0-255, red/green/blue, or None for the default colour."""

SCROLLBACK_BYTES = 24 << 20
"""History kept: some 14,000 rows of 200 columns, more of narrower ones. No limit of lines is set
beside it, for counting them makes a log four times slower."""


class Look(NamedTuple):
    """How a cell is drawn, in no toolkit's terms. `underline` is 0, 1 (single) or 2 (double)."""

    fg: Colour = None
    bg: Colour = None
    bold: bool = False
    dim: bool = False
    italic: bool = False
    underline: int = 0
    reverse: bool = False
    strike: bool = False
    overline: bool = False
    conceal: bool = False


class Run(NamedTuple):
    """Cells of one look: one character a cell, or, if `cluster`, one cell's whole content."""

    text: str
    width: int
    look: Look
    cluster: bool = False


class CursorShape(StrEnum):
    """The shapes a program can ask for."""

    BLOCK = "block"
    BAR = "bar"
    UNDERLINE = "underline"


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the cursor is in the view; `x` is its first cell."""

    x: int
    y: int
    shape: CursorShape


@dataclass(frozen=True, slots=True)
class Span:
    """What part of the history is in view, in rows."""

    total: int
    offset: int
    rows: int

    @property
    def below(self) -> int:
        """Rows between the end of the view and the newest row; 0 at the bottom."""
        return max(0, self.total - self.offset - self.rows)


class TextRow(NamedTuple):
    """A row of the history as text, its right end trimmed unless the next row goes on with it."""

    text: str
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class KeyPress:
    """A key: a name ("a", "up", "f1"), the text it types, and the modifiers held."""

    name: str
    text: str = ""
    shift: bool = False
    ctrl: bool = False
    alt: bool = False
    super_: bool = False


class MouseAction(StrEnum):
    """What the mouse did."""

    PRESS = "press"
    RELEASE = "release"
    MOTION = "motion"


class MouseButton(StrEnum):
    """Which button; the wheel is four buttons, as on the wire."""

    NONE = "none"
    LEFT = "left"
    MIDDLE = "middle"
    RIGHT = "right"
    WHEEL_UP = "wheel up"
    WHEEL_DOWN = "wheel down"
    WHEEL_LEFT = "wheel left"
    WHEEL_RIGHT = "wheel right"


@dataclass(frozen=True, slots=True)
class MouseInput:
    """One mouse event at a cell of the view."""

    action: MouseAction
    button: MouseButton
    x: int
    y: int
    shift: bool = False
    ctrl: bool = False
    alt: bool = False
    pressed: bool = False


class Emulator(Protocol):
    """A terminal without a screen: bytes in; rows, replies and encoded input out.

    Not thread-safe. Rows are those of the last `damage()`; `y` counts from the top of the view.
    """

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows."""

    @property
    def title(self) -> str:
        """The title the program set, cleaned for drawing."""

    @property
    def wants_mouse(self) -> bool:
        """Whether the program asked for mouse events."""

    @property
    def wheel_is_arrows(self) -> bool:
        """Whether a wheel turn should be arrow keys: a full-screen program without the mouse."""

    @property
    def full_screen(self) -> bool:
        """Whether a program has the whole screen, which keeps no history."""

    @property
    def holding(self) -> bool:
        """Whether the program asked not to be painted just now (synchronised output)."""

    @property
    def view(self) -> Span:
        """What part of the history is in view."""

    def feed(self, data: bytes) -> bytes:
        """Takes the program's output; returns the replies for the program's input."""

    def renew(self) -> None:
        """Readies it for another program: its modes go, the text of the last one stays above."""

    def take_bell(self) -> bool:
        """Whether the bell rang since the last call."""

    def resize(self, cols: int, rows: int) -> bytes:
        """Resizes with reflow; returns what the program asked to be told about it."""

    def colours(self, fg: tuple[int, int, int], bg: tuple[int, int, int]) -> None:
        """What the default colours look like, for programs that ask."""

    def damage(self) -> Sequence[int]:
        """Rows of the view that changed since the last call; takes a new picture of the screen."""

    def row(self, y: int) -> tuple[Run, ...]:
        """The cells of a row of the view."""

    def selected(self, y: int) -> tuple[int, int] | None:
        """First selected cell of a row and the one after the last."""

    def cursor(self) -> Cursor | None:
        """The cursor, or None when it is hidden or scrolled out of the view."""

    def scroll(self, rows: int | None) -> None:
        """Moves the view by rows, negative towards older ones; None goes to the newest."""

    def text(self, *, joined: bool = False) -> str:
        """The view as lines of text, right ends trimmed; `joined` has no soft wraps."""

    def lines(self, first: int, count: int) -> list[TextRow]:
        """Rows of the history as text."""

    def select(self, start: tuple[int, int] | None, end: tuple[int, int] = (0, 0)) -> None:
        """Selects between two (column, row of the history), ends included; None selects nothing."""

    def select_word(self, x: int, y: int) -> None:
        """Selects the word at a cell of the view."""

    def select_line(self, x: int, y: int) -> None:
        """Selects the line, over soft wraps, at a cell of the view."""

    def selection(self) -> str:
        """The selected text, soft wraps joined."""

    def encode_key(self, press: KeyPress) -> bytes:
        """What a key sends in the modes of now."""

    def encode_mouse(self, event: MouseInput) -> bytes:
        """What a mouse event sends in the modes of now; nothing if not asked for."""

    def encode_paste(self, text: str) -> bytes:
        """Pasted text, made harmless, bracketed if the program asked for that."""

    def encode_focus(self, focused: bool) -> bytes:
        """What gaining or losing the focus sends; nothing if not asked for."""

    def close(self) -> None:
        """Frees what the emulator holds; it must not be used afterwards."""
