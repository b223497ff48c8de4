"""An engine that breaks: a sentence in its place, rows that stay, keys that answer, and back."""

from pathlib import Path

import pytest

from coreos_tui.fleet.fleet import Site
from tests.far_ends import environ_of, served, site_of
from tests.pilot.driver import Driven, opened
from tests.waiting import until

SENTENCES = {
    "hang": ("does not answer", "answer within"),
    "drop": ("engine: ", "socket: "),
    "error": ("the demo was told to fail",),
    "truncated": ("engine: ",),
    "refuse": ("nothing listens on",),
    "gone": ("does not exist",),
}


def dimmed(driven: Driven, name: str) -> bool:
    """Whether a row is drawn as something that may have changed meanwhile."""
    table = driven.main.query_one("ContainersPane Table")
    dim = table.get_component_rich_style("table--dim").color
    at = next(n for n, line in enumerate(driven.containers.splitlines()) if name in line.split())
    region = driven.main.query_one("ContainersPane").region
    strip = driven.main._compositor.render_strips()[region.y + at]
    found = [each for each in strip.crop(region.x, region.right) if name in each.text]
    return bool(found) and found[0].style.color == dim


@pytest.mark.parametrize("fault", SENTENCES)
async def test_a_fault_is_a_sentence_in_its_place_and_it_comes_back(driven, engine, fault) -> None:
    await driven.go("ubuntu")
    assert not dimmed(driven, "db")
    await engine.fault(fault)
    if fault != "hang":
        await engine.cut()
    await until(lambda: any(each in driven.containers for each in SENTENCES[fault]), fault)
    assert "8 containers" in driven.containers, "the rows stay"
    drawn = driven.containers
    assert min(drawn.find(each) % 10**9 for each in SENTENCES[fault]) < drawn.index("ubuntu")
    await until(
        lambda: "! this machine" in " ".join(driven.machines.split()), "its host does not look well"
    )
    await until(lambda: dimmed(driven, "db"), "and are dimmed")
    await driven.press("k")
    await until(lambda: driven.cursor not in ("ubuntu", ""), "keys keep answering")
    await driven.press("question_mark")
    await until(lambda: driven.asking)
    await driven.press("escape", "j", "K")
    await driven.see("Kill ubuntu")
    await driven.press("n")
    await until(lambda: driven.cursor == "ubuntu" and not driven.asking)
    await engine.heal()
    engine.scene.pause("ubuntu")
    await driven.press("1", "ctrl+r")
    await until(lambda: "paused" in driven.row("ubuntu") and not dimmed(driven, "db"), "back")
    assert not any(each in driven.containers for each in SENTENCES[fault])
    assert driven.cursor == "ubuntu"


async def test_what_is_done_to_an_engine_that_is_down_is_told(driven, engine) -> None:
    await driven.go("ubuntu")
    await engine.fault("refuse")
    await driven.press("p")
    await driven.see("ubuntu: engine: nothing listens")
    await driven.press("l")
    await driven.see_in_tab("✕ logs ubuntu", "nothing listens")
    await driven.press("tab", "3", "i")
    await driven.see_in_tab("✕ inspect ubuntu", "nothing listens")
    await engine.heal()
    await driven.press("left_square_bracket")
    await driven.see_in_tab("● logs ubuntu", "root@ubuntu:/#")


async def test_an_engine_that_is_restarted_gives_its_logs_on(driven, engine) -> None:
    await driven.go("db")
    await driven.press("enter")
    await driven.see_in_tab("ready to accept connections")
    await engine.cut()
    engine.scene.find("db").log.write("after the restart")
    await driven.see_in_tab("● logs db", "after the restart")
    assert driven.tab.count("ready to accept connections") == 1
    await until(lambda: "closed" not in driven.containers and "ended" not in driven.containers)


async def test_no_engine_where_one_was_named(tmp_path: Path) -> None:
    environ = {**environ_of(None, tmp_path), "DOCKER_HOST": f"unix://{tmp_path}/none.sock"}
    async with opened(Site(environ=environ)) as driven:
        await driven.see("ock does not exist. The engine is not installed or not started.")
        said = " ".join(driven.containers.split())
        assert said.count("The engine is not installed") == 1, "the sentence is said once"
        await driven.press("s")
        await driven.see("There is no container here to do that to.")


async def test_the_first_start_says_what_to_do(tmp_path: Path) -> None:
    for size in ((120, 36), (80, 24)):
        async with opened(site_of(None, tmp_path), size) as driven:
            await driven.see("Nothing to show yet: no container engine here")
            await driven.see("coreos-tui --directory DIR", "coreos-tui --host NAME", "q to leave")
            assert "…" not in driven.containers.partition("Nothing")[2]


async def test_an_engine_that_appears_is_taken_in(tmp_path: Path) -> None:
    async with served() as engine:
        await engine.fault("gone")
        async with opened(site_of(engine, tmp_path)) as driven:
            await driven.see("does not exist")
            await engine.heal()
            await driven.see("8 containers", "loops (2)")
