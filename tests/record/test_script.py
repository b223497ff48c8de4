"""Scripts a person can read, and what is said of those that cannot be."""

import pytest

from coreos_tui.cli import _parsed
from coreos_tui.core.errors import HopError
from coreos_tui.record.script import (
    Caption,
    Key,
    Pause,
    Resize,
    Type,
    Wait,
    parse_script,
)


def test_every_step() -> None:
    script = parse_script(
        "# a film\ntitle The logs  # of web\nsize 100x30\n\nwait web\n"
        'wait 30s " 2 up "\nwait 30 seconds\ngone Asking\n'
        "caption Logs # not said\nkey down l ? ctrl+p\ntype a # b\npause 1.5\nresize 80x24\n",
        "s",
    )
    assert (script.title, script.size) == ("The logs", (100, 30))
    assert [step for _, step in script.steps] == [
        Wait("web"),
        Wait(" 2 up ", 30.0),
        Wait("30 seconds"),
        Wait("Asking", gone=True),
        Caption("Logs"),
        Key(("down", "l", "?", "ctrl+p")),
        Type("a"),
        Pause(1.5),
        Resize(80, 24),
    ]
    assert script.steps[0][0] == 5


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("wait web\nsize 80x24", "line 2: `size` belongs before the first step"),
        ("click here", "line 1: `click` is not a step; there are key,"),
        ("key nonsensekey", "`nonsensekey` is not a key"),
        ("pause long", "`long` is not a number of seconds"),
        ("pause 1e9", "is not a number"),
        ("wait", "it has no text"),
        ("resize 0x5", "`0x5` is not a size such as 120x36"),
    ],
)
def test_what_is_wrong_names_the_line(text: str, said: str) -> None:
    with pytest.raises(HopError, match=said):
        parse_script(text)


@pytest.mark.parametrize("before", [["a.cast"], ["a.cast", "--script", "b"], ["--hasty", "a.cast"]])
def test_what_follows_two_dashes_is_the_command_recorded(before: list[str]) -> None:
    options = _parsed(["record", *before, "--", "demo", "--speed", "2"])
    assert options.inner == ["demo", "--speed", "2"]
    assert str(options.file) == "a.cast"
