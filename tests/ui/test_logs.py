"""The log view: what is kept, followed, found, left out, and drawn of hostile lines."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult

from coreos_tui.core.log import Line
from coreos_tui.core.now import set_clock
from coreos_tui.ui.logs import LogView, Ring, Span
from coreos_tui.ui.logs.rows import Rows
from coreos_tui.ui.logs.search import pattern_of
from coreos_tui.ui.prompt import Searching
from tests.waiting import until


def lines(start: int, end: int, **more: Any) -> list[Line]:
    return [Line(b"line %d" % number, **more) for number in range(start, end)]


class Shown(App[None]):
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, **caps: Any) -> None:
        super().__init__()
        self.log_view = LogView(**caps)
        self.heard: list[Any] = []

    def compose(self) -> ComposeResult:
        yield Searching(self.log_view)

    def on_mount(self) -> None:
        self.log_view.focus()

    def on_log_view_copied(self, message: LogView.Copied) -> None:
        self.heard.append(message.text)

    def on_log_view_older_wanted(self) -> None:
        self.heard.append("older")

    def on_log_view_open_wanted(self, message: LogView.OpenWanted) -> None:
        self.heard.append(message.line.text)

    def on_log_view_span_wanted(self, message: LogView.SpanWanted) -> None:
        self.heard.append(message.span)

    def text(self) -> list[str]:
        view = self.log_view
        return [view.render_line(y).text.rstrip() for y in range(view.size.height)]

    async def last_is(self, text: str) -> None:
        await until(lambda: [line for line in self.text() if line][-1:] == [text], text)


def test_ring_keeps_the_newest_by_number_and_by_bytes() -> None:
    ring = Ring(lines=5, size=1000)
    ring.append(lines(0, 8))
    assert (ring.first, ring.end, ring.dropped, ring.full) == (3, 8, 3, True)
    assert ring.get(2) is None
    assert ring.get(3) == Line(b"line 3")
    assert ring.prepend(lines(0, 2)) == 0
    small = Ring(lines=100, size=20)
    small.append([Line(b"x" * 8)] * 4)
    assert (len(small), small.bytes, small.dropped) == (2, 16, 2)
    small.append([Line(b"y" * 50)])
    assert (len(small), small.bytes) == (0, 0)
    roomy = Ring(lines=5)
    roomy.append(lines(5, 8))
    assert roomy.prepend(lines(0, 5)) == 2
    assert [line.text for line in roomy.since(roomy.first, 2)] == [b"line 3", b"line 4"]


def test_rows_map_both_ways_with_wrapping_and_dropping() -> None:
    rows = Rows(10, 14, None, lambda number: number - 9)  # heights 1, 2, 3, 4
    assert len(rows) == 10
    assert [rows.at(row) for row in (0, 1, 2, 3, 9, 10)] == [
        (10, 0), (11, 0), (11, 1), (12, 0), (13, 3), None,
    ]  # fmt: skip
    assert rows.drop(12) == 3
    assert rows.at(0) == (12, 0)
    assert rows.row_of(13) == 3
    rows.extend(15)
    assert (len(rows), rows.at(7)) == (12, (14, 0))
    some = Rows(0, 10, [2, 5, 9])
    assert (len(some), some.row_of(3), some.at(2), some.drop(5)) == (3, 1, (9, 0), 1)


def test_patterns_never_fail_and_fall_back_to_plain_text() -> None:
    assert pattern_of("a(").search("A(")
    assert pattern_of("(a+)+$").search("x(a+)+$")
    assert not pattern_of("Abc").search("abc")
    assert pattern_of("err|warn").search("WARN")


async def test_follows_stops_when_scrolled_up_and_keeps_what_is_read() -> None:
    app = Shown(lines=100)
    async with app.run_test(size=(40, 10)) as pilot:
        app.log_view.append(lines(0, 50))
        await app.last_is(" line 49")
        await pilot.press("k")
        assert not app.log_view.following
        top = app.text()[0]
        app.log_view.append(lines(50, 120))
        await until(
            lambda: len(app.log_view.ring) == 100 and app.log_view.virtual_size.height > 100
        )
        assert app.text()[0] == top
        await pilot.press("g")
        assert app.text()[0] == " 20 lines dropped"
        assert app.text()[1] == " line 20"
        await pilot.press("f")
        await app.last_is(" line 119")
        assert app.log_view.state_text.startswith("follow ● · 100 lines")


async def test_older_lines_are_asked_for_once_and_the_view_stays() -> None:
    app = Shown()
    async with app.run_test(size=(40, 10)) as pilot:
        app.log_view.append(lines(100, 150))
        await app.last_is(" line 149")
        await pilot.press("g", "k", "k")
        await until(lambda: app.heard == ["older"])
        assert app.log_view.prepend(lines(0, 100)) == 100
        assert app.text()[0] == " line 100"
        await pilot.press("k")
        assert app.text()[0] == " line 99"


async def test_search_counts_walks_hides_and_shows_around() -> None:
    app = Shown()
    async with app.run_test(size=(60, 10)) as pilot:
        app.log_view.append(
            [Line(b"error %d" % n if n % 10 == 5 else b"ok %d" % n) for n in range(100)]
        )
        await app.last_is(" ok 99")
        await pilot.press("slash", *"error", "enter")
        await until(lambda: "/error 10 of 10" in app.log_view.state_text)
        await pilot.press("N")
        await until(lambda: "/error 9 of 10" in app.log_view.state_text)
        assert "▶error 85" in app.text()
        await pilot.press("y")
        await until(lambda: app.heard == ["error 85"])
        await pilot.press("n", "n")
        await until(lambda: "/error 1 of 10" in app.log_view.state_text)
        await pilot.press("x")
        assert [line[1:] for line in app.text()] == [f"error {n}" for n in range(5, 100, 10)][:10]
        app.log_view.append([Line(b"ok"), Line(b"ERROR last")])
        await pilot.press("C", "G")
        await app.last_is(" ERROR last")
        assert app.text()[-3:-1] == [" ok 99", " ok"]
        await pilot.press("exclamation_mark")
        assert not [line for line in app.text() if "error" in line.lower()]
        await pilot.press("escape")
        assert "/error" not in app.log_view.state_text


async def test_a_long_search_leaves_room_for_keys() -> None:
    app = Shown()
    async with app.run_test(size=(60, 10)) as pilot:
        app.log_view.append(lines(0, 30_000))
        app.log_view.search("line 2.*9$")
        await pilot.press("x")
        await until(lambda: "/line 2.*9$ 1,111 of 1,111" in app.log_view.state_text)
        await app.last_is("▶line 29999")


async def test_looks_of_a_line() -> None:
    app = Shown()
    at = datetime(2024, 5, 6, 7, 8, 9, 123456, tzinfo=UTC)
    set_clock(lambda: at)
    try:
        async with app.run_test(size=(41, 8)) as pilot:
            app.log_view.append([Line(b"boom " + b"x" * 60, at, "err", "web"), Line(b"ok", at)])
            app.log_view.note("container stopped")
            await until(lambda: any("stopped" in line for line in app.text()))
            assert app.text()[0] == "▎web boom " + "x" * 29 + "…", "a sign that there is more"
            await pilot.press("t", "t", "w")
            assert app.text()[0].startswith("▎07:08:09.123Z web boom")
            joined = "".join(line[19:] for line in app.text()[:4])
            assert joined == "boom " + "x" * 60
            app.log_view.note("more words than have room " * 2)
            await until(lambda: app.text()[-1].endswith("   room"), "broken between words")
            set_clock(lambda: at + timedelta(days=2))
            await pilot.press("t", "t", "t", "t", "g", "w")
            assert app.text()[0].startswith("▎ 05-06 07:08Z web boom")
            await pilot.press("right")
            assert app.text()[0].endswith("…")
            await pilot.press("c")
            assert "".join(app.text()) == ""
    finally:
        set_clock(None)


@pytest.mark.parametrize("wrap", [False, True])
async def test_hostile_lines_stay_inside_the_view(wrap: bool) -> None:
    evil = (
        b"\x1b]0;evil\x07\x1b[2J\x9b\x1b[31m[/x][@click=app.quit]\x00\xe2\x80\xae"
        + "日本".encode() * 40
    )
    app = Shown()
    async with app.run_test(size=(31, 12)) as pilot:
        if wrap:
            await pilot.press("w", "t")
        app.log_view.append([Line(evil, None, "", "\x1b[2Jname"), Line(b"x" * 40_000), Line(b"")])
        app.log_view.search("[/x")
        await pilot.pause()
        await pilot.press("g")
        strips = [app.log_view.render_line(y) for y in range(12)]
        assert all(strip.cell_length == 30 == cell_len(strip.text) for strip in strips)
        assert not set("".join(strip.text for strip in strips)) & set("\x1b\x07\x00\x9b\u202e")


async def test_mouse_selects_lines_to_copy() -> None:
    app = Shown()
    async with app.run_test(size=(40, 8)) as pilot:
        app.log_view.append(lines(0, 5))
        await app.last_is(" line 4")
        await pilot.mouse_down(LogView, offset=(3, 1))
        await pilot.hover(LogView, offset=(3, 3))
        await pilot.mouse_up(LogView, offset=(3, 3))
        await pilot.press("y")
        await until(lambda: app.heard == ["line 1\nline 2\nline 3"])


async def test_keys_select_lines_and_open_one() -> None:
    app = Shown()
    async with app.run_test(size=(40, 8)) as pilot:
        app.log_view.append(lines(0, 30))
        await app.last_is(" line 29")
        await pilot.press("v", *"kk", "y")
        await until(lambda: app.heard == ["line 27\nline 28\nline 29"])
        assert not app.log_view.selecting, "what is copied is selected no longer"
        await pilot.press("v", "g")
        await until(lambda: "30 selected" in app.log_view.state_text)
        assert app.text()[0] == " line 0", "the end of the selection is in view"
        await pilot.press("enter")
        await until(lambda: app.heard[-1] == b"line 0")
        await pilot.press("escape")
        assert "selected" not in app.log_view.state_text


async def test_lines_of_a_slow_log_are_put_where_they_belong() -> None:
    app = Shown()
    start = datetime(2026, 1, 1, tzinfo=UTC)

    def of(name: str, *seconds: int) -> list[Line]:
        return [Line(b"at %d" % n, start + timedelta(seconds=n), "", name) for n in seconds]

    async with app.run_test(size=(40, 8)) as pilot:
        app.log_view.search("at [23]")
        app.log_view.merge(of("web", 1, 3, 5))
        await app.last_is(" web at 5")
        app.log_view.merge(of("db", 2, 4))
        ordered = ["web at 1", "db  at 2", "web at 3", "db  at 4", "web at 5"]
        await until(lambda: [line[1:] for line in app.text()[:5]] == ordered)
        await until(lambda: "/at [23] 2" in app.log_view.state_text)
        await pilot.press("x")
        await until(lambda: [line[1:] for line in app.text()[:3]] == ["db  at 2", "web at 3", ""])


async def test_a_full_ring_pages_back_and_returns_to_the_newest() -> None:
    app = Shown(lines=100, reloads=True)
    async with app.run_test(size=(60, 10)) as pilot:
        app.log_view.append(lines(900, 1000))
        await app.last_is(" line 999")
        await pilot.press("g", "k")
        await until(lambda: "older" in app.heard)
        assert app.log_view.prepend(lines(860, 900)) == 40
        assert app.text()[0] == " line 900", "what is read stays where it is"
        assert app.log_view.ring.get(app.log_view.ring.end - 1) == Line(b"line 959")
        app.log_view.append(lines(1000, 1100))
        await until(lambda: "newer ones: G" in app.log_view.state_text)
        assert app.text()[0] == " line 900"
        await pilot.press("G")
        await until(lambda: app.heard[-1] is Span.ALL)
        app.log_view.append(lines(1050, 1100))
        await app.last_is(" line 1099")


async def test_what_is_read_is_not_pushed_out_by_what_comes() -> None:
    app = Shown(lines=100, reloads=True)
    async with app.run_test(size=(60, 10)) as pilot:
        app.log_view.append(lines(0, 100))
        await app.last_is(" line 99")
        await pilot.press("g")
        app.log_view.append(lines(100, 150))
        await until(lambda: "newer ones: G" in app.log_view.state_text)
        assert app.text()[0] == " line 0"


async def test_a_view_that_grows_goes_on_following() -> None:
    app = Shown()
    async with app.run_test(size=(60, 10)) as pilot:
        app.log_view.append(lines(0, 100))
        await until(lambda: app.log_view.max_scroll_y > 0)
        for height in (30, 8, 20):
            await pilot.resize_terminal(60, height)
            await until(lambda h=height: app.log_view.size.height >= h - 3)
            assert app.log_view.following
        await pilot.press("up")
        assert not app.log_view.following
