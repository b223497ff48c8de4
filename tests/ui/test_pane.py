"""A pane hears what it shows, and says what was asked of what."""

from functools import partial
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets import Input

from coreos_tui.core.command import Command
from coreos_tui.core.machine import Host, Kind
from coreos_tui.core.selection import Selection
from coreos_tui.core.store import Store, Topic
from coreos_tui.core.topics import HOSTS
from coreos_tui.ui.pane import Asked, Pane
from coreos_tui.ui.pane_title import Badge, PaneTitle, Title
from tests.waiting import until


class Hosts(Pane):
    TITLE = "Hosts"
    KINDS = frozenset({"hosts"})
    COMMANDS = (Command("hosts.stop", "s", "stop", "Stop it."),)
    shows = 0

    def body(self) -> ComposeResult:
        yield Input()

    def show(self) -> None:
        self.shows += 1

    def subject(self, command: Command) -> Any:
        return f"{command.verb} {self.selection.host}"


class Paned(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.store = Store()
        self.pane = Hosts(self.store)
        self.asked: list[tuple[str, Any]] = []

    def compose(self) -> ComposeResult:
        yield self.pane

    def on_asked(self, event: Asked) -> None:
        self.asked.append((event.command.id, event.subject))


async def test_it_draws_only_what_it_is_about_and_asks_with_its_subject() -> None:
    app = Paned()
    async with app.run_test() as pilot:
        drawn = app.pane.shows
        app.store.put(Topic("weather"), "fine")
        app.store.put(HOSTS, (Host("core-01", Kind.SSH),))
        await until(lambda: app.pane.shows == drawn + 1)
        app.pane.point(Selection("core-01"))
        app.pane.point(Selection("core-01"))
        assert app.pane.shows == drawn + 2
        app.set_focus(None)
        app.pane.can_focus = True
        app.pane.focus()
        await pilot.press("s")
        await until(lambda: app.asked == [("hosts.stop", "stop core-01")])
        await app.pane.remove()
        app.store.put(HOSTS, ())
        await pilot.pause()
        assert app.pane.shows == drawn + 2


async def test_the_pane_with_the_keys_says_so_in_its_title() -> None:
    app = Paned()
    async with app.run_test() as pilot:
        await until(lambda: app.pane.title_line.has_class("-focused"))
        lit = app.pane.title_line.styles.background
        app.set_focus(None)
        await until(lambda: not app.pane.title_line.has_class("-focused"))
        await pilot.pause()
        assert app.pane.title_line.styles.background != lit


class Titled(App[None]):
    def compose(self) -> ComposeResult:
        yield PaneTitle()


@pytest.mark.parametrize("width", [8, 14, 20, 36, 80])
async def test_a_title_fits_and_gives_up_its_ends_before_its_name(width: int) -> None:
    app = Titled()
    async with app.run_test(size=(width, 3)) as pilot:
        title = app.query_one(PaneTitle)
        title.tell("Containers", "[red]core-01[/]", "12 of 300")
        await pilot.pause()
        drawn: Content = title.render()
        assert drawn.cell_length <= width - 2
        assert drawn.plain.startswith("Containers"[: width - 3])
        assert ("12 of 300" in drawn.plain) == (width >= 36)
        assert ("[red]core-01[/]" in drawn.plain) == (width >= 80)


def has_width(title: PaneTitle, width: int) -> bool:
    return title.outer_size.width == width


async def test_titles_that_share_a_line_stay_whole_and_lead_where_they_say() -> None:
    shared = [
        Title(3, "Containers", front=True),
        Title(5, "Units", Badge("✕12", "bad"), front=False),
        Title(8, "Fleet", front=False),
    ]
    app = Titled()
    async with app.run_test(size=(80, 3)) as pilot:
        title = app.query_one(PaneTitle)
        title.stand_among(shared)
        title.tell("Containers", "core-01", "12 of 300")
        drawn = {}
        for width in (80, 50, 47, 45, 43, 35):
            await pilot.resize_terminal(width, 3)
            await until(partial(has_width, title, width))
            drawn[width] = title.render().plain
            assert drawn[width].endswith("12 of 300"), "how things stand is whole"
        assert drawn[80].startswith("3 Containers   5 Units ✕12   8 Fleet ")
        assert "core-01" in drawn[80]
        assert "core-01" not in drawn[50]
        assert drawn[47].startswith("3 Containers  5 Units ✕12  8 Fleet ")
        assert drawn[45].startswith("3 Containers  5 Units ✕  8 Fleet ")
        assert drawn[43].startswith("3 Containers 5 Units ✕ 8 Fleet ")
        assert drawn[35].startswith("3 Containers  5 ✕12  8 ")
