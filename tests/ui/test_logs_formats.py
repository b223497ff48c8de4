"""What a line says of itself: levels in the formats that are common, fields of JSON, cuts."""

from datetime import UTC, datetime
from typing import Any

import pytest
from rich.style import Style

from coreos_tui.core.log import Line
from coreos_tui.core.sgr import plain
from coreos_tui.ui.logs.fields import pieces_of
from coreos_tui.ui.logs.levels import level_of
from coreos_tui.ui.logs.paint import Look, Painter, text_of

LEVELS = [
    ('ts=1 level=warn msg="slow"', "warn", "warn"),
    ('{"severity": "ERROR", "message": "x"}', "bad", "ERROR"),
    ('{"level":30,"msg":"listening"}', "fine", "30"),
    ('{"level":60,"msg":"dead"}', "bad", "60"),
    ("[ERROR] no such thing", "bad", "ERROR"),
    ("2026/11/24 19:02:36 [crit] 31#31: *7 open() failed", "bad", "crit"),
    ("[Tue Nov 24] [core:error] [pid 1] AH00037", "bad", "error"),
    ("E1124 19:02:36.123456       1 main.go:7] boom", "bad", "E"),
    ("W1124 19:02:36.123456       1 main.go:7] hm", "warn", "W"),
    ("1:M 24 Nov 2026 19:02:36.123 # WARNING overcommit", "warn", "#"),
    ("2026-11-24 19:02:36,123 DEBUG app: x", "faint", "DEBUG"),
    ("panic: runtime error: index out of range", "bad", "panic"),
    ("java.lang.IllegalStateException: closed", "bad", "java.lang.IllegalStateException"),
    ("Traceback (most recent call last):", "bad", "Traceback"),
    ("<4>usb 1-1: strange", "warn", "<4>"),
    ('10.0.0.1 - - "GET / HTTP/1.1" 503 197 "-"', "bad", "503"),
    ('10.0.0.1 - - "GET /x HTTP/1.1" 404 153 "-"', "warn", "404"),
    ('10.0.0.1 - - "GET / HTTP/1.1" 200 615 "-"', None, ""),
    ("no error was found, so all is fine", None, ""),
    ("level=0.5 of the tank", None, ""),
    ("", None, ""),
]


@pytest.mark.parametrize(("text", "tone", "word"), LEVELS)
def test_levels_of_common_formats(text: str, tone: str | None, word: str) -> None:
    level = level_of(text)
    assert (level and level.tone) == tone
    assert level is None or text[level.start : level.end] == word


def test_json_is_read_as_level_message_and_fields() -> None:
    line = b'{"time":"2026","level":"warn","msg":"slow\\u202e","took":1.5,"to":{"id":[7]}}'
    pieces = pieces_of(line)
    assert pieces is not None
    assert "".join(text for text, _ in pieces) == 'WARN  slow\ufffd  took=1.5 to={"id": [7]}'
    assert pieces[0][1] == "warn"
    assert [pieces_of(each) for each in (b"{", b"[1]", b"{}", b"{" * 5000)] == [None] * 4


def test_progress_shows_what_was_written_last() -> None:
    assert plain(b"10%\r50%\r\x1b[K100%\r\n") == "100%"
    assert plain(b"done\r\x1b[K") == "done", "a line that was only cleared keeps what it said"


def painted(line: Line, **look: Any) -> str:
    given = {"width": 40, "wrap": False, "left": 0, "times": "off", "source": 0, "pattern": None}
    painter = Painter(Look(**(given | look)), lambda name: Style())
    return "\n".join(strip.text.rstrip() for strip in painter.strips(line))


def test_what_is_cut_says_so() -> None:
    assert painted(Line(b"x" * 50)) == " " + "x" * 38 + "…"
    assert painted(Line(b"x" * 39)) == " " + "x" * 39
    assert painted(Line("日本".encode() * 20)).endswith("…")
    assert text_of(Line(b"x" * 20_000)).endswith("x … 3.5 KiB more: enter opens it".encode())
    assert text_of(Line(b"x", dropped=2 << 20)).endswith(" … 2.0 MiB more: enter opens it".encode())


def test_names_and_times_stand_in_columns() -> None:
    at = datetime(2001, 2, 3, tzinfo=UTC)
    row = painted(Line(b"hello", at, "err", "a-long-name"), source=6, times="utc")
    assert row == "▎  2001-02-03Z a-lon… hello"
    json = Line(b'{"level":30,"msg":"up","port":80}')
    assert painted(json, json=True) == " INFO  up  port=80"
