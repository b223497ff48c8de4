"""The emulator: what bytes do to the screen, what is answered, and what is refused."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.style import Style

from coreos_tui.core.sanitize import clean
from coreos_tui.ui.terminal import open_emulator
from coreos_tui.ui.terminal.emulator import CursorShape, Emulator, KeyPress, Look, Run
from coreos_tui.ui.terminal.ghostty_library import library
from coreos_tui.ui.terminal.ghostty_types import POINTED
from coreos_tui.ui.terminal.paint import Brush

HERE = Path(__file__).parent


@pytest.fixture
def emulator():
    opened = open_emulator(20, 5)
    yield opened
    opened.close()


def look_of(emulator: Emulator, text: str) -> Look:
    emulator.damage()
    runs = [run for y in range(emulator.size[1]) for run in emulator.row(y)]
    return next(run.look for run in runs if run.text.strip() == text)


def test_a_recorded_vim_session_shows_what_tmux_shows_for_the_same_bytes() -> None:
    emulator = open_emulator(80, 24)
    emulator.feed((HERE / "terminal_vim.bytes").read_bytes())
    expected = (HERE / "terminal_vim.txt").read_text().splitlines()
    assert [line.rstrip() for line in emulator.text().splitlines()] == expected
    emulator.damage()
    cursor = emulator.cursor()
    assert cursor is not None
    assert (cursor.x, cursor.y) == (16, 3)
    assert emulator.wheel_is_arrows
    emulator.close()


@pytest.mark.parametrize(
    ("sgr", "look"),
    [
        ("31", Look(fg=1)),
        ("97;104", Look(fg=15, bg=12)),
        ("38;5;200", Look(fg=200)),
        ("38;2;1;2;3;48;2;4;5;6", Look(fg=(1, 2, 3), bg=(4, 5, 6))),
        ("1;2;3", Look(bold=True, dim=True, italic=True)),
        ("4", Look(underline=1)),
        ("4:3", Look(underline=1)),
        ("21", Look(underline=2)),
        ("7;8;9", Look(reverse=True, conceal=True, strike=True)),
        ("31;0", Look()),
    ],
)
def test_a_look_is_what_sgr_says(emulator: Emulator, sgr: str, look: Look) -> None:
    emulator.feed(f"\x1b[{sgr}mword\x1b[0m".encode())
    assert look_of(emulator, "word") == look


def test_erased_cells_keep_the_background_they_were_erased_with(emulator: Emulator) -> None:
    emulator.feed(b"\x1b[48;5;17ma\x1b[K\r\n\x1b[48;2;9;8;7m\x1b[K")
    emulator.damage()
    assert emulator.row(0) == (Run("a", 1, Look(bg=17)), Run(" " * 19, 19, Look(bg=17)))
    assert emulator.row(1) == (Run(" " * 20, 20, Look(bg=(9, 8, 7))),)


def test_only_changed_rows_are_damage(emulator: Emulator) -> None:
    assert list(emulator.damage()) == [0, 1, 2, 3, 4]
    assert list(emulator.damage()) == []
    emulator.feed(b"\x1b[4;1Hhere")
    assert 3 in emulator.damage()
    emulator.feed(b"!")
    assert list(emulator.damage()) == [3]
    assert "".join(run.text for run in emulator.row(3)).rstrip() == "here!"


def test_a_picture_replaced_before_it_was_drawn_loses_no_row(emulator: Emulator) -> None:
    emulator.feed(b"\x1b[1;1Hfirst")
    emulator.damage()
    emulator.feed(b"\x1b[4;1Hsecond")
    emulator.damage()
    rows = ["".join(run.text for run in emulator.row(y)).rstrip() for y in range(5)]
    assert rows == ["first", "", "", "second", ""]


def test_lines_are_wrapped_again_at_another_width(emulator: Emulator) -> None:
    emulator.feed(b"abcdefghijklmnopqrstuvwxyz")
    assert emulator.text() == "abcdefghijklmnopqrst\nuvwxyz"
    emulator.resize(10, 5)
    assert emulator.text() == "abcdefghij\nklmnopqrst\nuvwxyz"
    emulator.resize(30, 5)
    assert emulator.text() == "abcdefghijklmnopqrstuvwxyz"


def test_the_alternate_screen_gives_the_main_one_back(emulator: Emulator) -> None:
    emulator.feed(b"kept\x1b[?1049h\x1b[Hfull screen")
    assert emulator.text() == "full screen"
    emulator.feed(b"\x1b[?1049l")
    assert emulator.text() == "kept"


def test_ten_thousand_lines_can_be_scrolled_back_to() -> None:
    emulator = open_emulator(120, 10)
    emulator.feed(b"".join(b"line %d of a log that goes on\r\n" % n for n in range(12_000)))
    span = emulator.view
    assert span.total > 10_000
    assert span.below == 0
    emulator.scroll(-10_000)
    assert emulator.view.below == 10_000
    first = emulator.text().splitlines()[0]
    emulator.feed(b"more\r\n" * 5)
    assert emulator.text().splitlines()[0] == first
    emulator.damage()
    assert emulator.cursor() is None
    emulator.scroll(None)
    assert emulator.view.below == 0
    emulator.close()


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (b"\x1b[5n", b"\x1b[0n"),
        (b"ab\x1b[6n", b"\x1b[1;3R"),
        (b"\x1b[c", b"\x1b[?62;22c"),
        (b"\x1b[18t", b"\x1b[8;5;20t"),
        (b"\x1b[?2004$p", b"\x1b[?2004;2$y"),
        (b"\x1b[?u", b"\x1b[?0u"),
    ],
)
def test_questions_about_the_terminal_are_answered(emulator, asked: bytes, answer: bytes) -> None:
    assert emulator.feed(asked) == answer


def test_the_theme_s_colours_are_told_to_who_asks(emulator: Emulator) -> None:
    assert emulator.feed(b"\x1b]11;?\x07") == b""
    emulator.colours((255, 255, 255), (0, 16, 32))
    assert emulator.feed(b"\x1b]11;?\x07") == b"\x1b]11;rgb:0000/1010/2020\x07"
    emulator.feed(b"x")
    assert look_of(emulator, "x") == Look()


@pytest.mark.parametrize(
    "forbidden",
    [
        b"\x1b]52;c;aGVsbG8=\x07",
        b"\x1b]52;c;?\x07",
        b"\x1b]2;title\x07\x1b[21t",
        b"\x1b[20t",
        b"\x1b_Gi=1,a=t,t=f,f=24,s=1,v=1;L2V0Yy9wYXNzd2Q=\x1b\\",
        b"\x1b_Gi=1,a=q,t=d,f=24,s=1,v=1;AAAA\x1b\\",
    ],
    ids=["clipboard write", "clipboard read", "title report", "icon report", "file", "image"],
)
def test_what_a_program_may_not_do_is_passed_over(emulator: Emulator, forbidden: bytes) -> None:
    assert emulator.feed(forbidden + b"after") == b""
    assert emulator.text() == "after"


def test_a_string_that_never_ends_takes_no_memory_worth_naming(emulator: Emulator) -> None:
    for _ in range(64):
        emulator.feed(b"\x1b]52;c;" + b"QUJD" * 16384)
        emulator.feed(b"\x1b\\\x1b_G" + b"QUJD" * 16384)
    emulator.feed(b"\x1b\\still here")
    assert emulator.text() == "still here"


def test_a_title_is_cleaned_and_cut(emulator: Emulator) -> None:
    emulator.feed("\x1b]2;evil\u202egnp.exe\x07".encode())
    assert emulator.title == "evil\ufffdgnp.exe"
    emulator.feed(b"\x1b]2;" + b"long " * 300 + b"\x07")
    assert len(emulator.title) == 200


def test_the_bell_is_told_once(emulator: Emulator) -> None:
    emulator.feed(b"\x07\x07")
    assert emulator.take_bell()
    assert not emulator.take_bell()


def test_a_program_cannot_change_the_size(emulator: Emulator) -> None:
    emulator.feed(b"\x1b[?40h\x1b[?3hwide")
    assert emulator.size == (20, 5)
    assert "wide" in emulator.text()


def test_the_cursor_takes_the_shape_asked_for_and_can_be_hidden(emulator: Emulator) -> None:
    shapes = []
    for asked in (b"\x1b[2 q", b"\x1b[4 q", b"\x1b[6 q"):
        emulator.feed(asked)
        emulator.damage()
        cursor = emulator.cursor()
        shapes.append(cursor.shape if cursor else None)
    assert shapes == [CursorShape.BLOCK, CursorShape.UNDERLINE, CursorShape.BAR]
    emulator.feed(b"\x1b[?25l")
    emulator.damage()
    assert emulator.cursor() is None


def test_a_selection_moves_with_its_text_and_joins_soft_wraps(emulator: Emulator) -> None:
    emulator.feed(b"abcdefghijklmnopqrstuvwxyz one\r\ntwo")
    emulator.select((2, 0), (1, 2))
    emulator.damage()
    assert [emulator.selected(y) for y in range(4)] == [(2, 20), (0, 20), (0, 2), None]
    emulator.feed(b"\r\n" * 10)
    assert emulator.selection() == "cdefghijklmnopqrstuvwxyz one\ntw"
    emulator.select(None)
    assert emulator.selection() == ""


def test_rows_of_text_say_whether_the_next_goes_on_with_them(emulator: Emulator) -> None:
    emulator.feed("one  \r\nabcdefghijklmnopqrs tuv\r\nABCDEFGHIJKLMNOPQRS日本".encode())
    assert emulator.lines(0, 5) == [
        ("one", False),
        ("abcdefghijklmnopqrs ", True),
        ("tuv", False),
        ("ABCDEFGHIJKLMNOPQRS", True),
        ("日本", False),
    ]
    assert emulator.text(joined=True).splitlines()[1:] == [
        "abcdefghijklmnopqrs tuv",
        "ABCDEFGHIJKLMNOPQRS日本",
    ]


def test_a_word_and_a_line_are_selected_whole(emulator: Emulator) -> None:
    emulator.feed(b"cd /etc/os-release now and then")
    emulator.select_word(5, 0)
    assert emulator.selection() == "/etc/os-release"
    emulator.select_line(1, 1)
    assert emulator.selection() == "cd /etc/os-release now and then"


def test_a_synchronised_update_says_that_it_holds(emulator: Emulator) -> None:
    emulator.feed(b"\x1b[?2026h")
    assert emulator.holding
    emulator.feed(b"\x1b[?2026l")
    assert not emulator.holding


PIECES = st.one_of(
    st.binary(max_size=30),
    st.text(max_size=20).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.builds(
        lambda lead, numbers, final: f"\x1b[{lead}{';'.join(map(str, numbers))}{final}".encode(),
        st.sampled_from(["", "?", ">", "="]),
        st.lists(st.integers(0, 3000), max_size=4),
        st.sampled_from("ABCDHJKLMPSTXZ@cdfghlmnrstu"),
    ),
    st.sampled_from([b"\x1b[?1049h", b"\x1b[?40h\x1b[?3h", b"\x1b]0;", b"\x1bP", "日🇩🇪".encode()]),
)
STEPS = st.lists(st.one_of(PIECES, st.tuples(st.integers(1, 60), st.integers(1, 30))), max_size=12)


@given(STEPS)
@example([b"\x7f"])
def test_whatever_comes_rows_have_the_width_of_the_screen(steps) -> None:
    emulator, brush = open_emulator(20, 5), Brush(Style())
    size = (20, 5)
    for step in steps:
        if isinstance(step, tuple):
            size = step
            emulator.resize(*size)
        else:
            emulator.feed(step)
        assert emulator.size == size
        emulator.damage()
        for y in range(size[1]):
            runs = emulator.row(y)
            assert sum(run.width for run in runs) == size[0]
            assert all(len(run.text) == run.width for run in runs if not run.cluster)
            drawn = brush.strip(runs, size[0])
            assert sum(segment.cell_length for segment in drawn) == size[0]
            assert clean(drawn.text) == drawn.text
        assert len(emulator.text().split("\n")) <= size[1]
        cursor = emulator.cursor()
        assert cursor is None or (cursor.x < size[0] and cursor.y < size[1])
    emulator.close()


@pytest.mark.parametrize("screen", [b"", b"\x1b[?1049h\x1b[5;5Hfull screen"])
def test_renewed_it_has_the_text_and_none_of_the_modes(emulator: Emulator, screen: bytes) -> None:
    emulator.feed(b"one\r\ntwo" + screen + b"\x1b[?1h\x1b[?1002;1006;2004h\x1b[?25l\x1b[2;3r")
    emulator.feed(b"\x1b[?1049h" if screen else b"\x1b[2;4H")
    emulator.renew()
    emulator.feed(b"three")
    assert emulator.text().splitlines()[:3] == ["one", "two", "three"]
    assert not emulator.wants_mouse
    assert emulator.encode_key(KeyPress("up")) == b"\x1b[A"
    assert emulator.encode_paste("a") == b"a"
    emulator.damage()
    assert emulator.cursor() is not None


def test_the_types_of_c_are_parsed_together() -> None:
    """One by one they take 6 ms each: a shell would open a fifth of a second later."""
    ours = HERE.parents[1] / "coreos_tui" / "ui" / "terminal"
    source = "".join(each.read_text() for each in ours.glob("ghostty*.py"))
    named = set(re.findall(r'"(\w+)\*"', source)) | set(re.findall(r'sized\("(\w+)"\)', source))
    assert len(named) > 20
    assert named <= set(POINTED)
    assert {f"{each}*" for each in POINTED} <= set(library().ffi._parsed_types)


def test_the_library_is_loaded_once_however_many_ask_at_once() -> None:
    """In a process of its own: here it is loaded already."""
    script = """
from concurrent.futures import ThreadPoolExecutor
from coreos_tui.ui.terminal.backend import preload
with ThreadPoolExecutor(4) as pool:
    list(pool.map(lambda _: preload(), range(4)))
"""
    subprocess.run([sys.executable, "-c", script], check=True, timeout=30)
