"""What keys, mouse, paste and focus send, in the modes the program set."""

import pytest
from textual import events

from coreos_tui.ui.terminal import open_emulator
from coreos_tui.ui.terminal.emulator import (
    Emulator,
    KeyPress,
    MouseAction,
    MouseButton,
    MouseInput,
)
from coreos_tui.ui.terminal.keys import key_press


@pytest.fixture
def emulator():
    opened = open_emulator(80, 24)
    yield opened
    opened.close()


def sent(emulator: Emulator, key: str, character: str | None = None) -> bytes:
    event = events.Key(key, character)
    press = key_press(event.key, event.character)
    return b"" if press is None else emulator.encode_key(press)


@pytest.mark.parametrize(
    ("key", "character", "expected"),
    [
        ("a", "a", b"a"),
        ("A", "A", b"A"),
        ("é", "é", "é".encode()),
        ("日", "日", "日".encode()),
        ("exclamation_mark", "!", b"!"),
        ("left_square_bracket", "[", b"["),
        ("minus", "-", b"-"),
        ("plus", "+", b"+"),
        ("underscore", "_", b"_"),
        ("space", " ", b" "),
        ("enter", "\r", b"\r"),
        ("tab", "\t", b"\t"),
        ("shift+tab", None, b"\x1b[Z"),
        ("escape", "\x1b", b"\x1b"),
        ("backspace", "\x7f", b"\x7f"),
        ("delete", None, b"\x1b[3~"),
        ("ctrl+c", "\x03", b"\x03"),
        ("ctrl+d", "\x04", b"\x04"),
        ("ctrl+q", "\x11", b"\x11"),
        ("ctrl+j", "\n", b"\n"),
        ("ctrl+@", "\x00", b"\x00"),
        ("ctrl+space", None, b"\x00"),
        ("ctrl+backslash", "\x1c", b"\x1c"),
        ("ctrl+circumflex_accent", "\x1e", b"\x1e"),
        ("ctrl+underscore", "\x1f", b"\x1f"),
        ("alt+b", "b", b"\x1bb"),
        ("alt+shift+b", "B", b"\x1bB"),
        ("alt+full_stop", None, b"\x1b."),
        ("alt+enter", None, b"\x1b\r"),
        ("up", None, b"\x1b[A"),
        ("ctrl+right", None, b"\x1b[1;5C"),
        ("shift+up", None, b"\x1b[1;2A"),
        ("home", None, b"\x1b[H"),
        ("pagedown", None, b"\x1b[6~"),
        ("f1", None, b"\x1bOP"),
        ("f12", None, b"\x1b[24~"),
        ("add", None, b"+"),
        ("left_shift", None, b""),
        ("<ignore>", "\x1b[99;99q", b""),
    ],
)
def test_a_key_sends_what_a_terminal_sends(emulator, key, character, expected: bytes) -> None:
    assert sent(emulator, key, character) == expected


@pytest.mark.parametrize(
    ("modes", "key", "expected"),
    [
        (b"\x1b[?1h", "up", b"\x1bOA"),
        (b"\x1b[?1h\x1b[?1l", "up", b"\x1b[A"),
        (b"\x1b[?67h", "backspace", b"\x08"),
        (b"\x1b[>4;2m", "ctrl+a", b"\x1b[27;5;97~"),
        (b"\x1b[>1u", "ctrl+a", b"\x1b[97;5u"),
        (b"\x1b[>1u", "escape", b"\x1b[27u"),
        (b"\x1b[>8u", "a", b"\x1b[97u"),
        (b"\x1b[>1u\x1b[<u", "ctrl+a", b"\x01"),
    ],
)
def test_keys_follow_the_modes_the_program_set(emulator, modes, key, expected: bytes) -> None:
    emulator.feed(modes)
    assert sent(emulator, key) == expected


def test_a_paste_cannot_end_its_own_bracketing(emulator: Emulator) -> None:
    emulator.feed(b"\x1b[?2004h")
    pasted = emulator.encode_paste("one\ntwo\x1b[201~rm -rf\x03")
    assert pasted.startswith(b"\x1b[200~one\ntwo")
    assert pasted.endswith(b"\x1b[201~")
    assert pasted.count(b"\x1b") == 2
    assert b"\x03" not in pasted


def test_a_paste_without_bracketing_types_returns_and_no_control_keys(emulator) -> None:
    assert emulator.encode_paste("ä\nb\x1b\x04") == "ä\rb  ".encode()
    assert emulator.encode_paste("") == b""


def test_focus_is_told_only_to_who_asks(emulator: Emulator) -> None:
    assert emulator.encode_focus(True) == b""
    emulator.feed(b"\x1b[?1004h")
    assert emulator.encode_focus(True) == b"\x1b[I"
    assert emulator.encode_focus(False) == b"\x1b[O"


LEFT = MouseInput(MouseAction.PRESS, MouseButton.LEFT, 2, 3, pressed=True)
DRAG = MouseInput(MouseAction.MOTION, MouseButton.LEFT, 4, 3, pressed=True)
UP = MouseInput(MouseAction.RELEASE, MouseButton.LEFT, 4, 3)
WHEEL = MouseInput(MouseAction.PRESS, MouseButton.WHEEL_UP, 0, 0)
HOVER = MouseInput(MouseAction.MOTION, MouseButton.NONE, 9, 9, ctrl=True)


def test_no_mouse_event_is_sent_to_who_did_not_ask(emulator: Emulator) -> None:
    assert not emulator.wants_mouse
    assert [emulator.encode_mouse(event) for event in (LEFT, DRAG, UP, WHEEL)] == [b""] * 4


@pytest.mark.parametrize(
    ("modes", "expected"),
    [
        (
            b"\x1b[?1000h\x1b[?1006h",
            [b"\x1b[<0;3;4M", b"", b"\x1b[<0;5;4m", b"\x1b[<64;1;1M", b""],
        ),
        (
            b"\x1b[?1002h\x1b[?1006h",
            [b"\x1b[<0;3;4M", b"\x1b[<32;5;4M", b"\x1b[<0;5;4m", b"\x1b[<64;1;1M", b""],
        ),
        (
            b"\x1b[?1003h\x1b[?1006h",
            [
                b"\x1b[<0;3;4M",
                b"\x1b[<32;5;4M",
                b"\x1b[<0;5;4m",
                b"\x1b[<64;1;1M",
                b"\x1b[<51;10;10M",
            ],
        ),
        (b"\x1b[?1000h", [b"\x1b[M #$", b"", b"\x1b[M#%$", b"\x1b[M`!!", b""]),
    ],
    ids=["clicks", "drags", "motion", "clicks in the old format"],
)
def test_the_mouse_is_sent_as_far_as_it_was_asked_for(emulator, modes, expected) -> None:
    emulator.feed(modes)
    assert emulator.wants_mouse
    assert [emulator.encode_mouse(e) for e in (LEFT, DRAG, UP, WHEEL, HOVER)] == expected


def test_a_key_press_knows_shift_by_its_letter() -> None:
    assert key_press("Q", "Q") == KeyPress("q", "Q", shift=True)
    assert key_press("ctrl+shift+a", None) == KeyPress("a", "A", shift=True, ctrl=True)
