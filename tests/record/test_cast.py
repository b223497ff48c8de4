"""The writer of recordings: what is in the file is whole, whatever happens."""

import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coreos_tui.core.errors import HopError
from coreos_tui.record.cast import CastWriter
from coreos_tui.record.quiet import Quiet
from coreos_tui.record.reading import parse_cast, read_cast


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def lines_of(path: Path) -> list:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_header_events_and_capped_silence(tmp_path) -> None:
    clock, path = Clock(), tmp_path / "a.cast"
    writer = CastWriter(
        path,
        (80, 24),
        title="A look",
        environ={"TERM": "xterm-kitty"},
        clock=clock,
        today=lambda: 1_700_000_000.9,
    )
    writer.output("one")
    clock.now += 0.5
    writer.resize(100, 30)
    clock.now += 60
    writer.marker("Chapter")
    writer.hold(5.0)
    writer.output(b"two")
    writer.close()
    assert lines_of(path) == [
        {
            "version": 2,
            "width": 80,
            "height": 24,
            "timestamp": 1_700_000_000,
            "title": "A look",
            "env": {"TERM": "xterm-kitty"},
        },
        [0.0, "o", "one"],
        [0.5, "r", "100x30"],
        [2.5, "m", "Chapter"],
        [5.0, "o", "two"],
    ]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x1b")), st.data())
def test_characters_cut_between_writes_are_whole_in_the_file(text: str, data) -> None:
    raw = text.encode()
    cuts = data.draw(st.lists(st.integers(0, len(raw)), max_size=8).map(sorted))
    reading, writing = os.pipe()
    writer = CastWriter(Path("x"), (80, 24), descriptor=writing)
    for start, end in zip([0, *cuts], [*cuts, len(raw)], strict=True):
        writer.output(raw[start:end])
    writer.close()
    with os.fdopen(reading, "rb") as file:
        assert "".join(each.text for each in parse_cast(file.read()).events) == text


def test_an_unfinished_character_becomes_a_stand_in(tmp_path) -> None:
    writer = CastWriter(tmp_path / "a.cast", (80, 24))
    writer.output("é".encode()[:1])
    writer.close()
    assert [each.text for each in read_cast(tmp_path / "a.cast").events] == ["\ufffd"]


ASKED = (
    "\x1b[?2026$p\x1b[>25u\x1b[?1003h\x1b[c\x1b]52;c;c2VjcmV0\x07\x1b]52;c;eA==\x1b\\\x1b[?2004l"
)
SHOWN = "\x1b[?2026h\x1b[1;31mred\x1b[0m\x1b[2;3H\x1b]0;title\x07\x1b[?25l"


@given(st.lists(st.integers(0, 2 * len(ASKED) + len(SHOWN)), max_size=12).map(sorted))
def test_questions_and_input_modes_are_left_out_wherever_they_are_cut(cuts: list[int]) -> None:
    text, quiet = ASKED + SHOWN + ASKED, Quiet()
    got = [quiet.take(text[a:b]) for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    assert "".join(got) + quiet.rest() == SHOWN


def test_a_file_that_is_there_is_left_alone(tmp_path) -> None:
    path = tmp_path / "a.cast"
    path.write_text("mine")
    (tmp_path / "a-2.cast").write_text("mine too")
    with pytest.raises(HopError, match=r"a\.cast is there already.*a-3\.cast is free"):
        CastWriter(path, (80, 24))
    assert path.read_text() == "mine"


def test_a_full_disk_is_a_sentence_and_keeps_what_was_written(tmp_path) -> None:
    with pytest.raises(HopError, match="No space left"):
        CastWriter(Path("full"), (80, 24), descriptor=os.open("/dev/full", os.O_WRONLY))
    path = tmp_path / "a.cast"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT)
    writer = CastWriter(path, (80, 24), descriptor=descriptor)
    writer.output("one")
    os.dup2(os.open("/dev/full", os.O_WRONLY), descriptor)
    with pytest.raises(HopError, match=r"stopped: No space left on device\. What was recorded"):
        writer.output("two")
    writer.close()
    with pytest.raises(HopError, match="closed"):
        writer.output("three")
    assert [each.text for each in read_cast(path).events] == ["one"]


def test_killed_amid_a_recording_the_file_plays(tmp_path) -> None:
    path = tmp_path / "a.cast"
    code = (
        "import sys, pathlib; from coreos_tui.record.cast import CastWriter\n"
        "writer = CastWriter(pathlib.Path(sys.argv[1]), (80, 24))\n"
        "for number in range(10**9):\n"
        "    writer.output(f'line {number} ' + '─' * 300)\n"
        "    if number == 50: print(flush=True)\n"
    )
    child = subprocess.Popen([sys.executable, "-c", code, path], stdout=subprocess.PIPE)
    with child:
        child.stdout.readline()
        child.send_signal(signal.SIGKILL)
    cast = read_cast(path)
    assert len(cast.events) > 50
    assert [each.text.split()[1] for each in cast.events] == [
        str(number) for number in range(len(cast.events))
    ]
