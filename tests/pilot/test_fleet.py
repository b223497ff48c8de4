"""The fleet and its updates, with the keys."""

import asyncio
from pathlib import Path

import pytest

from coreos_tui.core import topics
from coreos_tui.fleet.fleet import WORKSTATION, Fleet, Site
from tests.far_ends import environ_of
from tests.pilot.driver import Driven, opened
from tests.pilot.far_hosts import SshHome, far_host
from tests.waiting import until


async def test_the_right_hand_place_is_shared(driven: Driven) -> None:
    titles = driven.lines[1]
    assert "3 Containers" in titles
    assert "Updates" in titles
    assert "Fleet" in titles
    await driven.press("colon", *"fleet", "enter")
    await driven.see("failed units", "by trouble", "1 host")
    assert "cpu" not in driven.text
    await driven.press("slash", *"nobody", "enter")
    await driven.see("No host matches")
    await driven.press("escape")
    await driven.see("this machine", "1 host")
    await driven.press("enter")
    await driven.see("web", "8 containers")


async def test_a_pane_behind_draws_what_it_missed_when_it_comes_forward(
    driven: Driven,
) -> None:
    fleet: Fleet = driven.main.fleet
    await driven.press("colon", *"updates", "enter")
    await driven.see("waits for", "strat")
    await fleet.act("stop", driven_ref(driven))
    await driven.press("3")
    await driven.see("exit")


async def test_the_cursor_is_on_the_worst_until_one_moves_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = SshHome(tmp_path / "home", monkeypatch)
    async with far_host(tmp_path, "far") as far:
        home.add(far.sshd)
        site = Site(hosts=("far",), environ=environ_of(None, tmp_path))
        async with opened(site) as driven:
            await driven.press("8")
            await until(lambda: stands(driven, "far") == "●", "far is well")
            assert driven.main.selection.host == WORKSTATION
            await asyncio.to_thread(far.sshd.refuse)
            await asyncio.to_thread(far.sshd.cut)
            await until(lambda: stands(driven, "far") == "✕", "far is lost")
            await until(lambda: driven.main.selection.host == "far", "the cursor is on it")
            await driven.press("j")
            assert driven.main.selection.host == WORKSTATION
            before = driven.main.store.get(topics.host("far"))
            await until(lambda: driven.main.store.get(topics.host("far")) is not before, "anew")
            await driven.quiet()
            assert driven.main.selection.host == WORKSTATION


def stands(driven: Driven, host: str) -> str:
    return driven.row(host, "FleetPane").lstrip()[:1]


def driven_ref(driven: Driven):
    containers = driven.main.panes[2]
    return containers.selection.container
