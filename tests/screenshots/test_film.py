"""The script of the README's film plays to its end."""

from coreos_tui.cli import run
from coreos_tui.record.reading import read_cast
from screenshots.make import FOLDER


def test_the_script_of_the_origin_plays(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(FOLDER.parent)
    film, script = tmp_path / "origin.cast", FOLDER / "origin.script"
    assert run(["record", f"{film}", "--hasty", "--script", f"{script}", "--", "demo"]) == 0
    chapters = [each.text for each in read_cast(film).chapters]
    assert chapters[0] == "Everything on one screen"
    assert chapters[-1] == "A Flatcar of today"
