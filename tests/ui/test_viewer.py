"""The viewer: tabs come, turn and go; their titles fit every width and stay text."""

from textual.app import App, ComposeResult
from textual.widgets import Input

from coreos_tui.ui.pane import Asked
from coreos_tui.ui.viewer import Tab, Viewer
from tests.waiting import until

EVIL = "\x1b]0;evil\x07[/x][@click=app.quit]\u202e\x9b2J"


class Lines(Tab):
    """A tab with something that takes keys, which counts how often it was ended."""

    ended = 0

    def compose(self) -> ComposeResult:
        yield Input()

    def shut(self) -> None:
        self.ended += 1


class Viewing(App[None]):
    def on_asked(self, event: Asked) -> None:
        assert event.command.id == "viewer.show"
        self.viewer.show_tab(event.subject)

    def compose(self) -> ComposeResult:
        yield Viewer()

    @property
    def viewer(self) -> Viewer:
        return self.query_one(Viewer)

    def titles(self) -> str:
        return self.viewer.line.render().plain


def tab(name: str) -> Lines:
    return Lines(f"logs {name}", f"logs {name}")


async def test_tabs_open_turn_and_close_to_their_neighbour() -> None:
    app = Viewing()
    async with app.run_test(size=(80, 12)):
        assert not app.viewer.display
        one, two, three = tab("one"), tab("two"), tab("three")
        for each in (one, two, three):
            await app.viewer.open(each)
            await until(
                lambda each=each: app.focused in each.query("*"), "the new tab has the keys"
            )
        assert app.viewer.find("logs two") is two
        assert app.viewer.find("logs four") is None
        app.viewer.step(1)
        assert app.viewer.shown is one
        app.viewer.step(-1)
        assert app.viewer.shown is three
        app.viewer.show_tab(two)
        assert [each.display for each in (one, two, three)] == [False, True, False]
        await app.viewer.close(two)
        assert app.viewer.shown is three
        await app.viewer.close(two)
        await app.viewer.close(one)
        assert app.viewer.shown is three
        await app.viewer.close(three)
        assert (app.viewer.shown, app.viewer.display) == (None, False)
        assert [each.ended for each in (one, two, three)] == [1, 1, 1]


async def test_titles_fit_every_width_and_the_shown_one_is_always_there() -> None:
    app = Viewing()
    async with app.run_test(size=(200, 12)) as pilot:
        for name in ("web", "日本", "database", "cache"):
            await app.viewer.open(tab(name))
        for width in (200, 80, 61, 40, 24, 20):
            await pilot.resize_terminal(width, 12)
            await until(lambda w=width: app.viewer.line.size.width == w)
            for each in app.viewer.tabs:
                app.viewer.show_tab(each)
                each.tell(state="12 lines · follow")
                line = app.viewer.line.render()
                assert line.cell_length <= width
                assert f"● {each.title[:10]}" in line.plain
                assert ("12 lines · follow" in line.plain) == (width >= 40)


async def test_a_click_shows_a_tab_and_hostile_titles_are_drawn_as_text() -> None:
    app = Viewing()
    async with app.run_test(size=(80, 12)) as pilot:
        first = tab("first")
        await app.viewer.open(first)
        await app.viewer.open(Lines("evil", EVIL))
        await pilot.click("#tab-line", offset=(3, 0))
        await until(lambda: app.viewer.shown is first)
        first.tell(state=EVIL)
        await pilot.pause()
        strip = "".join(line.text for line in app.screen._compositor.render_strips(app.size))
        assert "[/x][@click=app.quit]" in strip
        assert not set(strip) & set("\x1b\x07\x9b\u202e")
