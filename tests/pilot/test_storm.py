"""The list of containers while a great deal happens, and while there is a great deal of it."""

import asyncio
import re
from collections.abc import Callable
from contextlib import AsyncExitStack
from random import Random
from typing import Any

import pytest
from textual.strip import Strip

from coreos_tui.core import topics
from coreos_tui.demo.container import SceneContainer
from coreos_tui.demo.engine import DemoEngine
from coreos_tui.demo.scene import SceneEngine
from coreos_tui.fleet.fleet import Site
from coreos_tui.panes.containers.model import Wish, chosen, entries_of
from coreos_tui.ui.table import Row, Table
from coreos_tui.ui.table.paint import paint_row
from tests.far_ends import HERE, environ_of, served, site_of
from tests.pilot.driver import Driven, opened
from tests.pilot.far_hosts import far_host
from tests.waiting import until

SECONDS, A_SECOND = 3, 500
MOST_LISTS = 40
"""Listings a second: twenty batches of events, and what is asked again when in doubt."""


def many(count: int) -> SceneEngine:
    return SceneEngine(
        SceneContainer(name=f"c{n:03}", cpu=n * 7 % 90 + 0.5, id=f"{n + 1:064x}")
        for n in range(count)
    )


async def storm(scene: SceneEngine, spared: str, look: Callable[[], None]) -> None:
    """Pauses, resumes, ends and starts containers at random: an event each, at their rate."""
    chance, loop = Random(7), asyncio.get_running_loop()
    others = [each for each in scene.containers.values() if each.name != spared]
    began, told = loop.time(), 0
    while told < SECONDS * A_SECOND:
        look()
        while told < min((loop.time() - began) * A_SECOND, SECONDS * A_SECOND):
            each, told = chance.choice(others), told + 1
            if each.state == "exited":
                each.state = "running"
                scene.emit(each, "start")
            elif each.state == "paused":
                scene.unpause(each.id)
            elif chance.random() < 0.5:
                scene.pause(each.id)
            else:
                each.state = "exited"
                scene.emit(each, "die", exitCode="0")
        await asyncio.sleep(0.004)  # the rate, not a wait


def states(driven: Driven) -> dict[str, str]:
    engine = (driven.main.store.value(topics.engines(HERE)) or ("",))[0]
    listed = driven.main.store.value(topics.containers(HERE, engine)) or ()
    return {each.id: each.state for each in listed}


def in_order(driven: Driven, sort: str) -> bool:
    """Whether the rows in view are a piece of the list as it is to be sorted."""
    shown = [*driven.main.query_one("ContainersPane Table", Table).keys_in_view]
    wanted = [each.ref for each in chosen(entries_of(driven.main.store, HERE), Wish(sort=sort))]
    start = wanted.index(shown[0])
    return wanted[start : start + len(shown)] == shown


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The rows that tables have painted."""
    rows: list[object] = []

    def paint(row: Row, *how: Any) -> Strip:
        rows.append(row.key)
        return paint_row(row, *how)

    monkeypatch.setattr("coreos_tui.ui.table.surface.paint_row", paint)
    return rows


def asked_usage(engine: DemoEngine) -> set[str]:
    found = (re.search(r"/([0-9a-f]{64})/stats", each) for each in engine.requests)
    return {each[1] for each in found if each}


@pytest.mark.parametrize("sort", ["name", "state", "cpu"])
async def test_a_storm_costs_a_bounded_share_and_ends_in_the_truth(sort, tmp_path) -> None:
    async with served(many(60)) as engine, opened(site_of(engine, tmp_path)) as driven:
        await driven.see("c000", "60 containers")
        await driven.go("c012")
        table = driven.main.query_one("ContainersPane Table", Table)
        while table.sort != (sort, False):
            await driven.press("o")
        engine.requests.clear()
        cursors = set()
        await storm(engine.scene, "c012", lambda: cursors.add(driven.cursor))
        lists = sum("/containers/json" in each for each in engine.requests)
        assert lists < MOST_LISTS * SECONDS
        assert cursors == {"c012"}, "it never leaves its container"
        truth = {each.id: each.state for each in engine.scene.containers.values()}
        await until(lambda: states(driven) == truth, "the list is the engine's")
        await until(lambda: in_order(driven, sort), "and sorted as it was wished")
        assert driven.cursor == "c012"


async def test_among_a_thousand_containers_a_key_paints_a_few_rows(painted, tmp_path) -> None:
    async with served(many(1000)) as engine, opened(site_of(engine, tmp_path)) as driven:
        await driven.see("c000", "1000 containers")
        table = driven.main.query_one("ContainersPane Table", Table)
        await until(lambda: len(asked_usage(engine)) == len(table.keys_in_view))
        assert asked_usage(engine) == {each.id for each in table.keys_in_view}
        first, page = asked_usage(engine), len(table.keys_in_view)
        for key, cursor in (("j", "c001"), ("G", "c999"), ("k", "c998")):
            painted.clear()
            await driven.press(key)
            assert driven.cursor == cursor
            await until(lambda: painted)
            assert len(painted) <= 2 * page, "what is in view, and once more for its usage"
        await until(lambda: len(asked_usage(engine)) == 2 * page)
        assert asked_usage(engine) - first == {each.id for each in table.keys_in_view}


async def test_of_twenty_hosts_only_the_one_in_view_is_asked_for_usage(painted, tmp_path) -> None:
    names = [f"h{n:02}" for n in range(20)]
    config, known = tmp_path / "config", tmp_path / "known"
    async with AsyncExitStack() as stack:
        far = {
            name: await stack.enter_async_context(far_host(tmp_path / name, name)) for name in names
        }
        blocks = [each.sshd.config_block() for each in far.values()]
        config.write_text("\n".join(blocks).replace("/dev/null", str(known)))
        known.write_text("".join(each.sshd.known_hosts_line() for each in far.values()))
        site = Site(hosts=tuple(names), environ=environ_of(None, tmp_path), ssh_config=config)
        driven = await stack.enter_async_context(opened(site, (140, 50)))
        store = driven.main.store
        await until(lambda: all(len(entries_of(store, each)) == 2 for each in names), "all", 60.0)
        assert not any(asked_usage(each.engine) for each in far.values()), "none is in view"
        await driven.press("1", "g")
        for name in names[:4]:
            painted.clear()
            await driven.press("j")
            assert driven.main.selection.host == name
            await driven.see("alpha", "beta")
            assert len(set(painted)) <= 6, "a host left and one entered, and two containers of each"
        await until(lambda: asked_usage(far["h03"].engine), "what is in view is asked")
        assert not any(asked_usage(far[each].engine) for each in names[4:])
