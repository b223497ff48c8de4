"""Every key that `?` shows does something true in the demo: an effect, or a sentence that says why
there is none."""

import asyncio
from collections.abc import AsyncIterator, Hashable
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest
from textual.widget import Widget
from textual.widgets import Input

from coreos_tui.app.commands import PLACES
from coreos_tui.app.places import is_seen
from coreos_tui.cli import site_of
from coreos_tui.core.command import Command
from coreos_tui.core.now import set_clock
from coreos_tui.demo.clock import Clock
from coreos_tui.demo.scenario_file import DEFAULT, read_scenario
from coreos_tui.demo.stack import DemoStack
from coreos_tui.report.snapshot import settled
from coreos_tui.ui.viewer import Tab
from tests.pilot.driver import Driven, opened
from tests.waiting import until

SHORT, LONG = 0.3, 10.0  # an effect is at once; what seems to have none has longer at the end
ALL = dict(PLACES)
LEFT_OUT = {"app.quit"}  # tests/process does that
# Tried where what they show is made: a shell with output, a key with a history.
ELSEWHERE = {"Scrollback", "Value of a key"}
TABS = "tile"  # keys that open one, on the way to a place
FIND = ("slash", "e", "enter")


@dataclass(frozen=True)
class Where:
    """A place, the keys that lead to it, and states in which a key of it may mean something."""

    title: str
    keys: tuple[str, ...]
    inside: str
    states: tuple[tuple[str, ...], ...] = ((),)


WHERES = (
    Where("Containers", ("3", "g"), "Containers"),
    Where("Lists", ("3", "g"), "Containers", ((), ("G",))),
    Where("Release", ("2",), "Release"),
    Where("Units", ("5", "g"), "Units"),
    Where("Updates", ("6",), "Updates"),
    Where("etcd", ("7", "G"), "etcd", ((), ("g", "j"))),
    Where("Viewer", ("3", "g", "t", "3", "i"), "viewer"),
    Where("Logs", ("3", "G", "l"), "viewer", (FIND, (*FIND, "g"), ("right",))),
    Where("Journal", ("5", "g", "l"), "viewer"),
    Where("Shell", ("3", "g", "e"), "viewer"),  # of a container that has ended
    Where("Inspect", ("3", "g", "i"), "viewer", (FIND, (*FIND, "G"), ("shift+right",), ("j", "j"))),
    Where("Everywhere", ("3", "g", "i", "3"), "Containers", ((), ("1",))),
    Where("Machines", ("1",), "Machines"),
    Where("Fleet", ("8",), "Fleet"),
)


class Watched:
    """An app, and all that a key could have changed for whoever looks at it."""

    def __init__(self, driven: Driven) -> None:
        self.driven = driven
        self._frames, self._drawn_at, self._drawn = 0, -1, ()
        # Drawing is dear, so it is looked at only after the app has drawn something itself.
        show = driven.app._display

        def display(*frame: object) -> None:
            self._frames += 1
            show(*frame)

        driven.app._display = display

    def seen(self) -> Hashable:
        app = self.driven.app
        drawing = app.screen._compositor
        # Between the end of a widget and the next layout there is one that cannot be drawn.
        whole = all(each.is_attached for each in drawing.full_map)
        if self._drawn_at != self._frames and whole:
            self._drawn_at = self._frames
            self._drawn = tuple(map(tuple, drawing.render_strips()))
        told = tuple(each.message for each in app._notifications)
        return self._drawn, told, app.clipboard, id(app.screen), id(app.screen.focused)


async def stands(watched: Watched) -> Hashable:
    """What is seen once nothing moves any more."""
    before = None
    while (now := watched.seen()) != before:
        before = now
        await asyncio.sleep(0.02)
        await watched.driven.quiet()
    return now


async def leave_questions(driven: Driven) -> None:
    while driven.asking or isinstance(driven.main.focused, Input):
        await driven.press("escape")


async def go(watched: Watched, where: Where, state: tuple[str, ...]) -> None:
    """To a place in one of its states, from wherever the keys before have led."""
    driven = watched.driven
    await leave_questions(driven)
    for tab in list(driven.main.viewer.tabs):
        await driven.main.viewer.close(tab)
    await driven.press("3", "escape", "escape")
    for key in where.keys:
        await driven.press(key)
        if key in TABS:
            await until(lambda: driven.place == "viewer", f"a tab by {key}")
    await until(lambda: driven.place == where.inside, where.title)
    await driven.press(*state)
    if where.title == "Viewer":
        driven.main.viewer.line.focus()
    await stands(watched)


async def back(watched: Watched, focus: Widget, tabs: list[Tab]) -> bool:
    """Undoes what a key has led to; whether the place is as it was."""
    driven = watched.driven
    await leave_questions(watched.driven)
    viewer = driven.main.viewer
    for tab in [each for each in viewer.tabs if each not in tabs]:
        await viewer.close(tab)
    if viewer.tabs != tabs or not focus.is_attached or not is_seen(focus):
        return False
    driven.main.set_focus(focus)
    await driven.quiet()
    return True


async def does_something(watched: Watched, key: str, deadline: float) -> bool:
    app = watched.driven.app
    app._notifications.clear()
    app._clipboard = ""
    before = watched.seen()
    await watched.driven.press(key)
    try:
        await until(lambda: watched.seen() != before, deadline=deadline)
    except AssertionError:
        return False
    return True


async def silent_in(watched: Watched, where: Where) -> list[Command]:
    """The commands of a place that do nothing to be seen in any of its states."""
    left = [each for each in ALL[where.title] if each.id not in LEFT_OUT]
    for deadline, state in product((SHORT, LONG), where.states):
        if not left:
            break
        await go(watched, where, state)
        silent: list[Command] = []
        main = watched.driven.main
        focus, tabs = main.focused, list(main.viewer.tabs)
        for command in left:
            if not await does_something(watched, command.keys.split(",")[0], deadline):
                silent.append(command)
            elif not await back(watched, focus, tabs):
                await go(watched, where, state)
                focus, tabs = main.focused, list(main.viewer.tabs)
        left = silent
    return left


@pytest.fixture
async def driven(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Driven]:
    monkeypatch.chdir(tmp_path)  # a log is saved where one stands
    scenario = read_scenario(DEFAULT)
    clock = Clock(scenario.now, speed=0)
    set_clock(clock.now)
    try:
        async with (
            DemoStack(scenario, clock) as stack,
            opened(site_of(stack), size=(120, 18)) as driven,
        ):
            await until(lambda: settled(driven.app.store), "every host's answer", 30)
            yield driven
    finally:
        set_clock(None)


async def test_every_key_does_something_true(driven: Driven) -> None:
    watched = Watched(driven)
    driven.app._disable_notifications = True  # they are heard, and cost no frame
    await go(watched, WHERES[0], ())
    assert not await does_something(watched, "f12", SHORT), "nothing moves by itself"
    assert {where.title for where in WHERES} | ELSEWHERE == set(ALL)
    silent = [
        f"{where.title}: {each.keys} ({each.id})"
        for where in WHERES
        for each in await silent_in(watched, where)
    ]
    assert silent == []
