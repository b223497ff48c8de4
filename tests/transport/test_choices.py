"""Choices for shells: kept from run to run, bounded, private, and never in the way."""

import json
import stat
from pathlib import Path

import pytest

from coreos_tui.core.engine import Ref
from coreos_tui.transport.choices import FILMED, Choice, Choices, choices_file
from tests.waiting import until

WEB = Ref("core-01", "docker", "1f00", "web")
PSQL = Choice("psql 'my shop'", "postgres")


async def kept(file: Path, ref: Ref, choice: Choice) -> None:
    choices = Choices(file)
    choices.keep(ref, choice)
    await until(
        lambda: file.exists() and json.dumps(choice.line) in file.read_text("utf-8", "replace")
    )


async def test_a_choice_outlives_the_program_and_the_container(tmp_path: Path) -> None:
    file = tmp_path / "state" / "coreos-tui" / "shells.json"
    await kept(file, WEB, PSQL)
    assert await Choices(file).last(WEB._replace(id="another")) == PSQL
    assert await Choices(file).last(WEB._replace(host="core-02")) == Choice()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [each.name for each in file.parent.iterdir()] == [file.name]


async def test_two_programs_keep_what_the_other_kept(tmp_path: Path) -> None:
    file = tmp_path / "shells.json"
    await kept(file, WEB, PSQL)
    await kept(file, WEB._replace(name="db"), Choice("redis-cli"))
    assert await Choices(file).last(WEB) == PSQL


async def test_the_oldest_leave(tmp_path: Path) -> None:
    file = tmp_path / "shells.json"
    rows = [["core-01", "docker", f"c{number}", "sh", ""] for number in range(300)]
    file.write_text(json.dumps({"shells": rows}))
    await kept(file, WEB, PSQL)
    names = [row[2] for row in json.loads(file.read_text())["shells"]]
    assert names == [*(f"c{number}" for number in range(101, 300)), "web"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"shells": 5}',
        b'{"shells": [null, [], ["core-01", "docker", "web", 7, ""]]}',
        b'{"shells": [["core-01", "docker", "web", "sh \\u001b[2J", ""]]}',
        b'{"shells": [["core-01", "docker", "web", "' + b"x" * 2000 + b'", ""]]}',
        b'{"shells": [["core-01", "docker", "web", "sh", ""]]}' + b" " * 1_000_000,
    ],
    ids=["empty", "no text", "deep", "no list", "no texts", "hostile", "long", "huge"],
)
async def test_a_file_that_is_not_ours_is_as_none(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "shells.json"
    file.write_bytes(content)
    assert await Choices(file).last(WEB) == Choice()
    await kept(file, WEB, PSQL)
    assert await Choices(file).last(WEB) == PSQL


async def test_where_nothing_can_be_written_the_program_remembers_by_itself(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    choices = Choices(tmp_path / "state" / "shells.json")
    choices.keep(WEB, PSQL)
    await until(lambda: not choices._writing)
    assert await choices.last(WEB) == PSQL


def test_the_file_is_where_xdg_says() -> None:
    assert choices_file({"XDG_STATE_HOME": "/s"}) == Path("/s/coreos-tui/shells.json")
    at_home = Path("/h/.local/state/coreos-tui/shells.json")
    assert choices_file({"HOME": "/h", "XDG_STATE_HOME": "relative"}) == at_home
    assert choices_file({}) is None
    assert choices_file({"HOME": "/h", FILMED: "1"}) is None
