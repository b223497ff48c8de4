"""Pictures of a moment, by the command."""

import io
import json
import sys

import pytest

from coreos_tui.cli import run
from coreos_tui.record.cast import CastWriter
from coreos_tui.record.picture import png_of, svg_of
from coreos_tui.record.reading import read_cast
from coreos_tui.record.render import plain_cast


@pytest.fixture
def film(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    writer = CastWriter(tmp_path / "a.cast", (40, 6), title="A <film>", clock=lambda: 0.0)
    writer.output("\x1b[?1049h\x1b[38;2;255;0;0m┌─⣿ <one>\x1b[0m")
    writer.hold(1.0)
    writer.output("\r\n\x1b[48;2;0;255;0mtwo\x1b[0m")
    writer.hold(2.0)
    writer.output("\x1b[?1049l")
    writer.close()
    return tmp_path / "a.cast"


def test_render_makes_new_files_of_a_moment(film, tmp_path, capsys) -> None:
    assert run(["render", "a.cast", "--text", "a.txt", "--svg", "a.svg", "--png", "a.png"]) == 0
    assert (tmp_path / "a.txt").read_text().split() == ["┌─⣿", "<one>", "two"]
    assert "#00ff00" in (tmp_path / "a.svg").read_text()
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    assert run(["render", "a.cast", "--text", "b.txt", "--at", "0.5"]) == 0
    assert "two" not in (tmp_path / "b.txt").read_text()
    assert run(["render", "a.cast", "--png", "a.png"]) == 2
    assert run(["render", "a.cast", "--at", "9", "--svg", "c.svg"]) == 2
    assert run(["render", "a.cast"]) == 2
    said = capsys.readouterr().err
    assert "a-2.png is free" in said
    assert "lasts 2.0 s" in said
    assert "nothing to make" in said


def test_a_png_has_the_colours_of_the_screen(film) -> None:
    from PIL import Image

    image = Image.open(io.BytesIO(png_of(svg_of(read_cast(film), 1.5)))).convert("RGB")
    colours = {colour for _, colour in image.getcolors(1 << 20)}
    assert (0, 255, 0) in colours
    assert any(red > 200 and green < 60 for red, green, _ in colours)


def test_a_missing_extra_is_named(film, monkeypatch, capsys) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    monkeypatch.setenv("PATH", "/nowhere")
    assert run(["render", "a.cast", "--png", "a.png"]) == 2
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert run(["render", "a.cast", "--gif", "a.gif"]) == 2
    assert capsys.readouterr().err.count("pip install 'coreos-tui[render]'") == 2


def test_a_gif_begins_with_the_first_chapter(tmp_path) -> None:
    writer = CastWriter(tmp_path / "a.cast", (40, 6), clock=lambda: 0.0)
    for seconds, text in ((3.0, "starting"), (4.0, "there"), (6.0, "on")):
        writer.hold(seconds)
        writer.output(text)
        if text == "there":
            writer.marker("first")
    writer.close()
    events = [json.loads(line) for line in plain_cast(read_cast(tmp_path / "a.cast")).splitlines()]
    assert events[1:] == [[0.0, "o", "starting"], [0.0, "o", "there"], [2.0, "o", "on"]]
