"""Runs as strips: widths, colours, cursor; and the pace of painting."""

import pytest
from rich.color import Color
from rich.style import Style

from coreos_tui.ui.terminal.emulator import Cursor, CursorShape, Look, Run
from coreos_tui.ui.terminal.pacer import Pacer
from coreos_tui.ui.terminal.paint import Brush, fitted, with_cursor, with_note, with_selection
from tests.waiting import until

BASE = Style(color="white", bgcolor="black")


@pytest.mark.parametrize(
    ("text", "width", "drawn"),
    [
        ("日", 2, "日"),
        ("e\u0301", 1, "e\u0301"),
        ("1\ufe0f\u20e3", 1, "1"),
        ("👨\u200d", 2, "👨"),
        ("👨\u200d👩\u200d👧", 2, "👨"),
        ("❤\ufe0f", 2, "❤ "),
        ("🇩", 2, "D "),
        ("🇩🇪", 2, "DE"),
        ("\u0903", 1, "\ufffd"),
        ("x\u202e", 1, "x"),
        ("\x85", 1, "\ufffd"),
        ("日", 1, "\ufffd"),
        ("a", 2, "a "),
    ],
)
def test_a_cell_is_drawn_as_wide_as_the_emulator_counts(text: str, width: int, drawn: str) -> None:
    assert fitted(text, width) == drawn


def test_default_colours_let_the_theme_through_and_others_are_kept() -> None:
    looks = (Look(), Look(fg=1, bg=12), Look(fg=200), Look(bg=(1, 2, 3), bold=True, underline=2))
    strip = Brush(BASE).strip([Run("x", 1, look) for look in looks], 4)
    styles = [segment.style for segment in strip]
    assert styles == [
        BASE,
        BASE + Style(color=Color.from_ansi(1), bgcolor=Color.from_ansi(12)),
        BASE + Style(color=Color.from_ansi(200)),
        BASE + Style(bgcolor=Color.from_rgb(1, 2, 3), bold=True, underline2=True),
    ]


RUNS = (Run("ab", 2, Look()), Run("日", 2, Look(), cluster=True), Run("  ", 2, Look()))


def cursor_drawn(x: int, shape: CursorShape, focused: bool = True) -> list[tuple[str, str]]:
    strip = with_cursor(Brush(BASE).strip(RUNS, 6), RUNS, Cursor(x, 0, shape), focused)
    assert strip.cell_length == 6
    marks = []
    for segment in strip:
        style = segment.style or Style()
        mark = "reverse" if style.reverse else "underline" if style.underline else ""
        if mark or "\u258f" in segment.text:
            marks.append((segment.text, mark))
    return marks


def test_the_cursor_is_drawn_by_its_shape_over_its_whole_character() -> None:
    assert cursor_drawn(1, CursorShape.BLOCK) == [("b", "reverse")]
    assert cursor_drawn(2, CursorShape.BLOCK) == [("日", "reverse")]
    assert cursor_drawn(1, CursorShape.UNDERLINE) == [("b", "underline")]
    assert cursor_drawn(1, CursorShape.BAR) == [("b", "underline")]
    assert cursor_drawn(5, CursorShape.BAR) == [("\u258f", "")]
    assert cursor_drawn(1, CursorShape.BLOCK, focused=False) == [("b", "underline")]


def test_a_selection_and_a_note_lie_over_the_row() -> None:
    strip = Brush(BASE).strip(RUNS, 6)
    chosen = with_selection(strip, 1, 4)
    assert [segment.text for segment in chosen if segment.style and segment.style.reverse] == [
        "b",
        "日",
    ]
    noted = with_note(strip, "up", BASE)
    assert noted.text == "ab日up"
    assert with_note(strip, "much too long", BASE).cell_length == 6


class Paints:
    """A pacer and how often it painted."""

    def __init__(self) -> None:
        self.count = 0
        self.pacer = Pacer(self.paint)

    def paint(self) -> None:
        self.count += 1


async def test_the_first_ask_paints_at_once_and_many_paint_once_more() -> None:
    paints = Paints()
    paints.pacer.ask()
    assert paints.count == 1
    for _ in range(50):
        paints.pacer.ask()
    assert paints.count == 1
    await until(lambda: paints.count > 1)
    assert paints.count == 2


async def test_a_dear_frame_makes_the_next_one_wait() -> None:
    cheap, dear = Paints(), Paints()
    for paints in (cheap, dear):
        paints.pacer.ask()
    dear.pacer.spent(30)
    for paints in (dear, cheap):
        paints.pacer.ask()
    await until(lambda: cheap.count == 2)
    assert dear.count == 1
    dear.pacer.stop()
