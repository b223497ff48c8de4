"""The whole program on a terminal of its own, over an engine at the wire, by a script."""

import asyncio
import stat
from pathlib import Path

import pytest

from coreos_tui.core.errors import HopError
from coreos_tui.record.cast import CastWriter
from coreos_tui.record.picture import text_of
from coreos_tui.record.reading import Cast, read_cast
from coreos_tui.record.script import parse_script
from coreos_tui.record.stage import app_command, perform
from coreos_tui.transport.choices import choices_file
from coreos_tui.transport.local import LocalLink
from tests.far_ends import environ_of, served

SIZE = (100, 30)
ROOT = Path(__file__).parents[2]


async def film(where: Path, monkeypatch, text: str, *arguments: str) -> Cast:
    """Runs the program by a script in `where`; hands back what was filmed."""
    async with served() as engine:
        for name, value in environ_of(engine, where, PYTHONPATH=str(ROOT)).items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(where)
        writer = CastWriter(where / "out.cast", SIZE, title="Film")
        try:
            await perform(parse_script(text), arguments, writer, SIZE, hasty=True)
        finally:
            writer.close()
    return read_cast(where / "out.cast")


async def test_a_script_films_the_app_and_f9_in_it_films_too(tmp_path, monkeypatch) -> None:
    cast = await film(
        tmp_path,
        monkeypatch,
        "wait web\nwait Containers\ncaption Help\nkey ?\nwait to search\npause 30\n"
        "key escape\ngone to search\nkey f9\nwait REC\nresize 90x28\npause 1\n"
        "key f9\ngone REC\nkey ctrl+p\nwait Kept\npause 1\nkey q",
    )
    assert [each.text for each in cast.chapters] == ["Help"]
    assert cast.seconds > 30
    middle = text_of(cast, cast.chapters[0].seconds + 29)
    assert "to search" in middle
    assert "Containers" in text_of(cast, cast.seconds)
    made = {path.suffix: path for path in tmp_path.glob("coreos-tui-*")}
    assert set(made) == {".cast", ".svg", ".png", ".txt"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in made.values()} == {0o600}
    assert "Containers" in made[".txt"].read_text()
    assert made[".png"].read_bytes().startswith(b"\x89PNG")
    inner = read_cast(made[".cast"])
    assert "r" in {each.kind for each in inner.events}
    first = next(each for each in inner.events if "web" in each.text)
    assert all(word in text_of(inner, first.seconds) for word in ("Machines", "web", "REC", "quit"))


async def test_the_app_ends_when_its_terminal_hangs_up(tmp_path, monkeypatch) -> None:
    for name, value in environ_of(None, tmp_path, PYTHONPATH=str(ROOT)).items():
        monkeypatch.setenv(name, value)
    link = LocalLink("test")
    program = await link.open_program(app_command(()), *SIZE)
    seen = b""
    while b"Containers" not in seen:
        seen += await program.read()
    program.close()
    assert await asyncio.wait_for(program.wait(), 15) == 0
    await link.close()


async def test_a_wait_in_vain_names_the_line_and_the_screen(tmp_path, monkeypatch) -> None:
    with pytest.raises(HopError, match=r"line 2: `nowhere` did not come.*The screen shows.*web"):
        await film(tmp_path, monkeypatch, "wait web\nwait 0.2s nowhere")
    assert "web" in text_of(read_cast(tmp_path / "out.cast"), 1000)


async def test_a_session_is_filmed_while_it_goes_on_as_ever_and_played(
    tmp_path, monkeypatch
) -> None:
    await film(
        tmp_path,
        monkeypatch,
        "wait web\nwait Containers\nresize 90x28\npause 1\nwait Containers\nkey q\nwait Recorded",
        *("record", "inner.cast"),
    )
    inner = read_cast(tmp_path / "inner.cast")
    assert inner.size == SIZE
    assert "90x28" in [each.text for each in inner.events if each.kind == "r"]
    assert "web" in text_of(inner, inner.seconds)
    (tmp_path / "out.cast").unlink()
    played = await film(
        tmp_path,
        monkeypatch,
        "wait space pause\nkey down\nwait web\nwait ■\nkey q",
        *("play", "inner.cast"),
    )
    assert "web" in text_of(played, played.seconds)


def test_what_is_filmed_keeps_nothing() -> None:
    set_before, _, _ = app_command(()).partition(" exec ")
    environ = dict(each.split("=", 1) for each in set_before.split())
    assert choices_file({"HOME": "/h", **environ}) is None
