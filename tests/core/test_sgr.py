"""Colours of log lines: what is let through, and that nothing else gets out."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coreos_tui.core.sgr import PLAIN, Style, parse, plain

HOSTILE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


@pytest.mark.parametrize(
    ("line", "runs"),
    [
        (b"hello", [("hello", PLAIN)]),
        (b"", []),
        (b"\x1b[31mred\x1b[0m no", [("red", Style(fg=1)), (" no", PLAIN)]),
        ("\x1b[1;38;5;208;44mx", [("x", Style(fg=208, bg=4, bold=True))]),
        ("\x1b[38;2;1;2;3mx\x1b[m", [("x", Style(fg=(1, 2, 3)))]),
        ("\x1b[38:2::1:2:3;4:3mx", [("x", Style(fg=(1, 2, 3), underline=True))]),
        ("\x1b[48:5:9mx\x1b[4:0;49my", [("x", Style(bg=9)), ("y", PLAIN)]),
        ("\x1b[58;2;1;2;3;97mx", [("x", Style(fg=15))]),
        ("\x1b[8;5;35mseen", [("seen", Style(fg=5))]),
        ("\x1b[38;2;999;0;0mx", [("x", PLAIN)]),
        ("\x1b[>4mx\x1b[?25l\x1b(B\x1b]0;title\x07\x1b7y", [("xy", PLAIN)]),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", [("link", PLAIN)]),
        ("\x1b[32m 10%\r 20%\r\n", [(" 20%", Style(fg=2))]),
        ("a\tb\x1b[1m\tc", [("a       b", PLAIN), ("       c", Style(bold=True))]),
        ("before\x1b]52;c;never ended", [("before␛]52;c;never ended", PLAIN)]),
        ("x\x9b2J\u202e\x08", [("x\ufffd2J\ufffd␈", PLAIN)]),
    ],
)
def test_lines(line: str | bytes, runs: list[tuple[str, Style]]) -> None:
    assert parse(line) == runs
    assert plain(line) == "".join(text for text, _ in runs)


PIECES = st.sampled_from(
    [
        "\x1b",
        "[",
        "]",
        "m",
        ";",
        ":",
        "38",
        "48",
        "5",
        "2",
        "9" * 5000,
        "P",
        "\\",
        "\x07",
        "\r",
        "\t",
    ]
)


@settings(max_examples=120, deadline=None)
@given(st.lists(PIECES | st.text(max_size=8), max_size=30).map("".join) | st.binary(max_size=60))
def test_nothing_hostile_gets_out_whatever_comes(line: str | bytes) -> None:
    runs = parse(line)
    assert not HOSTILE.search("".join(text for text, _ in runs))
    assert plain(line) == "".join(text for text, _ in runs)
