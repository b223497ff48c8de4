"""Real programs' bytes, and the screens that tmux makes of the same; see README.md."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.style import Style

from coreos_tui.ui.terminal import open_emulator
from coreos_tui.ui.terminal.emulator import (
    Emulator,
    KeyPress,
    Look,
    MouseAction,
    MouseButton,
    MouseInput,
)
from coreos_tui.ui.terminal.paint import Brush

RECORDINGS = sorted(Path(__file__).parent.glob("*.json"))
PROGRAMS = [path for path in RECORDINGS if path.stem != "widths"]
# Explained in README.md: what we show and where the cursor is, by step.
DIFFERENT = {
    ("widths", 3): (None, 6),
    ("widths", 4): (None, 4),
    **{("widths", step): ((6, "1⃣"), None) for step in (5, 6, 7, 8, 9)},
}
REPLIES = {
    ("tmux", 0): b"\x1b[>1;0;0c\x1bP>|libghostty\x1b\\",
    ("vim", 0): b"\x1b[2;2R\x1b[3;1R\x1b[>1;0;0c\x1b[?12;2$y",
}
KEYS = {"Space": KeyPress("space", " "), "Escape": KeyPress("escape"), "Enter": KeyPress("enter")}
NAMES = {"PageUp": "pageup", "PageDown": "pagedown", "Space": " "}
# tmux writes these as an older terminal does; its terminfo would say so, xterm's does not.
OLD_KEYS = {b"\x1b[1~": b"\x1bOH", b"\x1b[4~": b"\x1bOF"}

HARM = b"\x00\x1b[]P;?0123456789hlmHJKr\x9b\xff"


def recorded(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text())


def padded(lines: list[str], rows: int) -> list[str]:
    trimmed = [line.rstrip() for line in lines]
    return trimmed + [""] * (rows - len(trimmed))


def press_of(key: str) -> KeyPress:
    """A key by its name in tmux."""
    if key.startswith("C-"):
        return KeyPress(key[2:], key[2:], ctrl=True)
    if len(key) == 1:
        return KeyPress(key.lower(), key, shift=key != key.lower())
    return KEYS.get(key) or KeyPress(NAMES.get(key, key.lower()))


def cells(emulator: Emulator) -> Iterator[tuple[int, int, str, Look]]:
    """Every cell that is not blank, with its place and its look."""
    emulator.damage()
    for y in range(emulator.size[1]):
        x = 0
        for run in emulator.row(y):
            parts = [run.text] if run.cluster else list(run.text)
            for text in parts:
                if text.strip():
                    yield x, y, text, run.look
                x += run.width if run.cluster else 1


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.stem)
def test_every_screen_is_tmux_s_cell_for_cell(path: Path) -> None:
    recording = recorded(path)
    rows = recording["size"][1]
    emulator = open_emulator(*recording["size"])
    for number, step in enumerate(recording["steps"]):
        replies = emulator.feed(step["out"].encode("latin-1"))
        screen, (x, y, shown) = padded(step["screen"], rows), step["cursor"]
        line, column = DIFFERENT.get((path.stem, number), (None, None))
        if line is not None:
            assert screen[line[0]] != line[1], "no longer different"
            screen[line[0]] = line[1]
        assert padded(emulator.text().split("\n"), rows) == screen, f"step {number}"
        emulator.damage()
        cursor = emulator.cursor()
        assert (cursor is not None) == bool(shown), f"step {number}"
        if cursor is not None:
            assert (cursor.x, cursor.y) == (x if column is None else column, y), f"step {number}"
        assert replies == REPLIES.get((path.stem, number), b""), f"step {number}"
    emulator.close()


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_every_character_looks_as_in_tmux(path: Path) -> None:
    recording = recorded(path)
    emulator = open_emulator(*recording["size"])
    for number, step in enumerate(recording["steps"]):
        emulator.feed(step["out"].encode("latin-1"))
        expected = open_emulator(*recording["size"])
        expected.feed("\r\n".join(step["styled"]).encode())
        assert list(cells(emulator)) == list(cells(expected)), f"step {number}"
        expected.close()
    emulator.close()


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.stem)
def test_keys_are_written_as_the_program_asked(path: Path) -> None:
    recording = recorded(path)
    emulator = open_emulator(*recording["size"])
    for step in recording["steps"]:
        typed = b"".join(emulator.encode_key(press_of(key)) for key in step["keys"])
        wanted = step["in"].encode("latin-1") if step["keys"] else b""
        for old, ours in OLD_KEYS.items():
            wanted = wanted.replace(old, ours)
        assert typed == wanted
        emulator.feed(step["out"].encode("latin-1"))
    emulator.close()


@pytest.mark.parametrize("seed", range(4))
def test_damaged_recordings_and_any_size_are_drawn_somehow(seed: int) -> None:
    chance = random.Random(seed)
    emulator, brush = open_emulator(80, 24), Brush(Style())
    steps = [step["out"] for path in RECORDINGS for step in recorded(path)["steps"]]
    for out in chance.sample(steps, 30):
        data = bytearray(out.encode("latin-1")[:6000])
        for _ in range(len(data) // 20):
            data[chance.randrange(len(data))] = chance.choice(
                b"\x00\x1b[]P;?0123456789hlmHJKr\x9b\xff"
            )
        emulator.feed(bytes(data))
        emulator.resize(chance.randint(1, 200), chance.randint(1, 60))
        emulator.scroll(chance.randint(-200, 50))
        cols, rows = emulator.size
        at = (chance.randrange(cols), chance.randrange(rows))
        emulator.select_word(*at)
        emulator.encode_key(KeyPress(chance.choice(["up", "a", "f5", "home"])))
        emulator.encode_mouse(MouseInput(MouseAction.PRESS, MouseButton.LEFT, *at))
        emulator.encode_paste(bytes(data[:100]).decode("latin-1"))
        changed = emulator.damage()
        assert all(brush.strip(emulator.row(y), cols).cell_length == cols for y in changed)
        assert len(emulator.lines(0, emulator.view.total)) == emulator.view.total
        emulator.renew()
    emulator.close()
