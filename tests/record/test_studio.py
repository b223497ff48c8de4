"""F9 and ctrl+p in the app: files, the mark, sentences."""

import os
from datetime import datetime
from pathlib import Path

from coreos_tui.app.app import CoreosApp
from coreos_tui.core.config import Config
from coreos_tui.record.reading import read_cast
from coreos_tui.record.studio import FileStudio
from tests.far_ends import site_of
from tests.waiting import until


def app_in(folder: Path, **more) -> CoreosApp:
    studio = FileStudio(folder, {}, today=lambda: datetime(2014, 3, 1, 12, 30, 5), **more)
    return CoreosApp(site_of(None, folder), Config(), studio=studio)


def screen_text(app: CoreosApp) -> str:
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


def told(app: CoreosApp) -> str:
    """The sentences at the edge of the screen, which wraps them."""
    return "\n".join(each.message for each in app._notifications)


async def test_f9_starts_and_ends_a_recording(tmp_path) -> None:
    app = app_in(tmp_path)
    path = tmp_path / "coreos-tui-20140301-123005.cast"
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("f9")
        await until(lambda: "● REC" in screen_text(app), "the mark")
        app.studio.write("something")
        await pilot.resize_terminal(100, 30)
        await pilot.press("f9")
        await until(lambda: "Recorded" in told(app), "the sentence")
        assert "● REC" not in screen_text(app)
        kinds = [(each.kind, each.text[:9]) for each in read_cast(path).events]
        assert ("o", "something") in kinds
        assert ("r", "100x30") in kinds
        await pilot.press("f9")
        await until(lambda: "● REC" in screen_text(app), "the mark again")
    second = read_cast(tmp_path / "coreos-tui-20140301-123005-2.cast")
    assert "\x1b[?1049l" in second.events[-1].text


async def test_a_disk_that_fills_ends_the_recording_not_the_app(tmp_path) -> None:
    app = app_in(tmp_path)
    path = tmp_path / "coreos-tui-20140301-123005.cast"
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("f9")
        await until(lambda: "● REC" in screen_text(app) and path.stat().st_size > 150)
        full = os.open("/dev/full", os.O_WRONLY)
        os.dup2(full, descriptor_of(path))
        os.close(full)
        app.studio.write("more")
        await until(lambda: "No space left" in told(app), "the sentence")
        assert "● REC" not in screen_text(app)
    assert read_cast(path).events


def descriptor_of(path: Path) -> int:
    """Our open descriptor of a file."""
    return next(
        int(each.name)
        for each in Path("/proc/self/fd").iterdir()
        if each.exists() and each.samefile(path)
    )


async def test_where_no_file_can_be_made_a_sentence_says_so(tmp_path) -> None:
    app = app_in(tmp_path / "gone")
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("f9")
        await until(lambda: "No such file or directory" in told(app))
        await pilot.press("ctrl+p")
        await until(lambda: told(app).count("No such file or directory") == 2)


async def test_ctrl_p_keeps_the_screen_once_more_under_another_name(tmp_path) -> None:
    app = app_in(tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("ctrl+p")
        await until(lambda: len(list(tmp_path.glob("*.png"))) == 1)
        await pilot.press("ctrl+p")
        await until(lambda: len(list(tmp_path.glob("*.png"))) == 2)
    assert {path.name for path in tmp_path.glob("coreos*")} == {
        f"coreos-tui-20140301-123005{end}"
        for end in (".svg", ".txt", ".png", "-2.svg", "-2.txt", "-2.png")
    }
