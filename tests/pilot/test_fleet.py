"""The fleet and its updates, with the keys."""

from coreos_tui.fleet.fleet import Fleet
from tests.pilot.driver import Driven


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


def driven_ref(driven: Driven):
    containers = driven.main.panes[2]
    return containers.selection.container
