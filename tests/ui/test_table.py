"""The table: cursor, marks and view over changing snapshots, at any width, whatever the text."""

from collections.abc import Sequence
from typing import Any

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult

from coreos_tui.ui.table import Cell, Column, Row, Table
from coreos_tui.ui.table.columns import fit
from coreos_tui.ui.table.paint import cut
from tests.waiting import until

COLUMNS = (
    Column("state", "", 1, priority=9),
    Column("name", "Name", None, minimum=8, priority=8),
    Column("image", "Image", 12, priority=2),
    Column("cpu", "CPU", 6, align="right", priority=5),
)


def row(key: str, image: str = "nginx", **more: Any) -> Row:
    return Row(key, (Cell("●", "good"), Cell(key), Cell(image, "dim"), Cell("0.4%")), **more)


def rows(count: int) -> list[Row]:
    return [row(f"c{number:03}") for number in range(count)]


class Shown(App[None]):
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, given: Sequence[Row] = ()) -> None:
        super().__init__()
        self.table = Table(COLUMNS, empty="No containers.")
        self.given = given
        self.heard: list[Any] = []

    def compose(self) -> ComposeResult:
        yield self.table

    def on_mount(self) -> None:
        self.table.show(self.given)

    def on_table_moved(self, message: Table.Moved) -> None:
        self.heard.append(("moved", message.key))

    def on_table_chosen(self, message: Table.Chosen) -> None:
        self.heard.append(("chosen", message.key))

    def on_table_view_changed(self, message: Table.ViewChanged) -> None:
        self.heard.append(("view", message.keys))

    def on_table_header_clicked(self, message: Table.HeaderClicked) -> None:
        self.heard.append(("header", message.column))

    def text(self) -> list[str]:
        return [self.table.render_line(y).text for y in range(self.table.size.height)]


async def test_cursor_stays_on_its_key_and_falls_to_its_line_when_the_key_goes() -> None:
    app = Shown(rows(5))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.press("j", "down")
        assert app.table.cursor_key == "c002"
        app.table.show([row("new"), *reversed(rows(5))])
        assert app.table.cursor_key == "c002"
        app.table.show([row("a"), row("b"), row("c"), row("d")])
        assert app.table.cursor_key == "d"
        app.table.show([])
        assert app.table.cursor_key is None
        await pilot.press("j", "enter", "space", "G")
        assert "No containers." in "\n".join(app.text())
        app.table.show([row("a")])
        assert app.table.cursor_key == "a"
        await pilot.pause()
        assert [key for what, key in app.heard if what == "moved"][-3:] == ["d", None, "a"]


async def test_only_changed_lines_in_view_are_refreshed(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Shown(rows(200))
    async with app.run_test(size=(60, 20)):
        lines: list[int] = []
        whole: list[object] = []
        monkeypatch.setattr(app.table, "refresh_line", lines.append)
        monkeypatch.setattr(app.table, "refresh", lambda *_, **__: whole.append(1))
        changed = rows(200)
        changed[3] = row("c003", image="other")
        changed[150] = row("c150", image="other")
        app.table.show(changed)
        assert lines == [4]
        assert not whole
        assert "other" in app.text()[4]


async def test_view_and_moving_through_many_rows() -> None:
    app = Shown(rows(1000))
    async with app.run_test(size=(60, 11)) as pilot:
        await until(lambda: ("view", tuple(f"c{n:03}" for n in range(10))) in app.heard)
        await pilot.press("G")
        assert app.table.cursor_key == "c999"
        await until(lambda: app.heard[-1] == ("view", tuple(f"c{n}" for n in range(990, 1000))))
        await pilot.press("pageup", "k")
        assert app.table.cursor_key == "c989"
        await pilot.press("g", "pagedown")
        assert app.table.cursor_key == "c009"
        app.table.show(rows(12))
        assert app.table.keys_in_view[-1] in {"c009", "c010", "c011"}


async def test_marks_survive_what_hides_the_row_but_only_shown_ones_count() -> None:
    app = Shown(rows(4))
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.press("space", "j", "space")
        assert app.table.marked == {"c000", "c001"}
        assert app.text()[1].startswith("▌")
        app.table.show(rows(1))
        assert app.table.marked == {"c000"}
        app.table.show(rows(4))
        assert app.table.marked == {"c000", "c001"}


async def test_clicks_move_choose_and_name_the_header() -> None:
    app = Shown(rows(4))
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.click(Table, offset=(8, 3))
        assert app.table.cursor_key == "c002"
        assert ("chosen", "c002") not in app.heard
        await pilot.click(Table, offset=(8, 2), times=2)
        await until(lambda: ("chosen", "c001") in app.heard)
        await pilot.click(Table, offset=(6, 0))
        await until(lambda: ("header", "name") in app.heard)


async def test_headings_are_shown_and_skipped() -> None:
    app = Shown([row("a", group="core-01"), row("b", group="core-01"), row("c", group="core-02")])
    async with app.run_test(size=(60, 10)) as pilot:
        shown = app.text()
        assert [shown[1].strip(), shown[4].strip()] == ["core-01", "core-02"]
        assert app.table.cursor_key == "a"
        await pilot.press("j", "j", "j")
        assert app.table.cursor_key == "c"
        await pilot.click(Table, offset=(8, 4))
        assert app.table.cursor_key == "c"
        await pilot.press("k", "g")
        assert app.table.cursor_key == "a"


@pytest.mark.parametrize("size", [(20, 5), (40, 15), (1, 1), (3, 2), (300, 100)])
async def test_any_size_draws_whole_lines_and_keeps_what_matters(size: tuple[int, int]) -> None:
    app = Shown([row("web"), row("長い名前のコンテナ" * 9), row("e\u0301" * 50)])
    async with app.run_test(size=size):
        assert all(cell_len(line) == size[0] for line in app.text())
        if size[0] >= 20:
            assert app.table.shown_columns[:2] == ("state", "name")
            assert "web" in "".join(app.text())
        assert ("image" in app.table.shown_columns) == (size[0] >= 40)


async def test_hostile_text_reaches_no_strip() -> None:
    hostile = "\x1b]0;evil\x07[/x][@click=app.quit]\u202e\x9b2J\r\n"
    app = Shown(
        [Row(hostile, tuple(Cell(hostile) for _ in range(9)), group=hostile), Row("few", ())]
    )
    async with app.run_test(size=(90, 8)):
        app.table.sort = ("name", True)
        app.table.highlight = "[/X"
        text = "".join(app.text())
        assert not set(text) & set("\x1b\x07\x9b\u202e\r\n")
        assert "[/x]" in text
        assert "Name↓" in text


def test_cut_fills_exactly_and_says_that_something_is_missing() -> None:
    assert cut("abcdef", 4) == "abc…"
    assert cut("ab", 4, "right") == "  ab"
    assert cut("日本語", 4) == "日… "
    assert cut("ab", 1) == "…"
    assert cut("ab", 0) == ""


def test_narrow_widths_drop_the_least_important_column_first() -> None:
    shown = {room: [slot.column.id for slot in fit(COLUMNS, room)] for room in range(1, 60)}
    assert shown[59] == ["state", "name", "image", "cpu"]
    assert shown[20] == ["state", "name", "cpu"]
    assert shown[12] == ["state", "name"]
    assert shown[4] == ["state"]
    wide = fit((Column("a", "A"), Column("b", "B", 10, minimum=4)), 12)
    assert [slot.width for slot in wide] == [1, 9]


async def test_a_table_that_was_removed_can_still_be_drawn() -> None:
    app = Shown(rows(3))
    async with app.run_test(size=(60, 6)):
        await app.table.remove()
        app.table.notify_style_update()
        assert app.table._style("good", "line") == app.table.rich_style
