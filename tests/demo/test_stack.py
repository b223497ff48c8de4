"""A scenario at the wire, looked at through the app's own client code."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from coreos_tui.app.app import CoreosApp
from coreos_tui.cli import site_of
from coreos_tui.core import topics
from coreos_tui.core.config import Config
from coreos_tui.core.errors import Hop
from coreos_tui.core.store import Store
from coreos_tui.demo.clock import Clock
from coreos_tui.demo.scenario_file import parse_scenario, read_scenario
from coreos_tui.demo.stack import DemoStack
from coreos_tui.fleet.fleet import WORKSTATION, Fleet
from coreos_tui.report.snapshot import gather, settled, snapshot
from tests.waiting import until

FAULTY = """
[[machine]]
name = "laptop"
way = "workstation"
[[machine]]
name = "far"
way = "ssh"
[[machine.engine]]
[[machine.engine.container]]
name = "web"
image = "nginx:1.27"
log = ["up"]
says = ["line {n}"]
every = 1
[[machine]]
name = "core-01"
[[machine.engine]]
[[machine.engine.container]]
name = "db"
image = "postgres:17"
"""


class Played:
    """A stack, and a fleet that reads it."""

    def __init__(self, stack: DemoStack, fleet: Fleet) -> None:
        self.stack, self.fleet, self.store = stack, fleet, fleet.store

    def error(self, host: str):
        return self.store.get(topics.host(host)).error

    def engine_error(self, host: str):
        return self.store.get(topics.containers(host, "docker")).error

    def state(self, host: str, name: str) -> str:
        listed = self.store.value(topics.containers(host, "docker")) or ()
        return next((each.state for each in listed if each.name == name), "gone")


@asynccontextmanager
async def played(steps: str = ""):
    scenario = parse_scenario(FAULTY + steps, "faulty.toml")
    async with DemoStack(scenario, Clock(scenario.now, speed=0)) as stack:
        fleet = Fleet(site_of(stack), Store())
        fleet.start()
        try:
            await until(lambda: fleet.store.value(topics.MACHINES) and settled(fleet.store))
            yield Played(stack, fleet)
        finally:
            await fleet.stop()


async def test_the_default_scenario_is_alike_each_time() -> None:
    scenario, found = read_scenario(), []
    for _ in range(2):
        clock = Clock(scenario.now, speed=0)
        async with DemoStack(scenario, clock) as stack:
            fleet, store = await gather(site_of(stack), 15)
            found.append(snapshot(store))
            engine = fleet.engine("core-02", "docker")
            web = next(
                each
                for each in store.value(topics.containers("core-02", "docker"))
                if each.name == "shop-web-1"
            )
            clock.advance(10)
            far = stack.machines["core-02"].engines[0].scene.find("shop-web-1").log
            await until(lambda far=far: far.written == 1 + 300 + 11)
            stream = await engine.logs(web.id, tail=40)
            found[-1]["log"] = [line async for batch in stream for line in batch]
            await fleet.stop()
        folder = stack.directory.parent
        assert not folder.exists(), "it leaves nothing behind"
    assert found[0] == found[1]
    titles = {each["name"]: (each["release"] or {}).get("title") for each in found[0]["hosts"]}
    assert titles == {
        WORKSTATION: "Ubuntu 24.04",
        "core-01": "CoreOS 106.0.0",
        "core-02": "Flatcar 4459.2.1",
        "core-03": "Fedora CoreOS 41.20241109.3.0",
        "core-04": None,
    }
    assert found[0]["hosts"][0]["hostname"] == "laptop"
    assert found[0]["hosts"][1]["machine"]["since"].startswith("2014-0")


async def test_the_timeline_plays_faults_and_heals_them() -> None:
    steps = """
    [[at]]
    seconds = 5
    on = "core-01"
    do = "stop db"
    [[at]]
    seconds = 10
    on = "core-01"
    do = "engine drop"
    [[at]]
    seconds = 20
    on = "core-01"
    do = "engine heal"
    [[at]]
    seconds = 30
    on = "far"
    do = "ssh change-key"
    [[at]]
    seconds = 40
    do = "vagrant locked"
    """
    async with played(steps) as it:
        it.stack.clock.advance(5)
        await until(lambda: it.state("core-01", "db") == "exited")
        it.stack.clock.advance(5)
        await until(lambda: it.engine_error("core-01"), "the dropped connection")
        it.stack.clock.advance(10)
        await until(lambda: not it.engine_error("core-01"), "the engine's answer")
        assert it.state("core-01", "db") == "exited"
        it.stack.clock.advance(10)
        await until(lambda: it.error("far") and it.error("far").hop is Hop.HOST_KEY)
        it.stack.clock.advance(10)
        await until(lambda: it.stack.vagrant_mode == "locked")


async def test_halt_takes_the_host_away_and_up_brings_it_back() -> None:
    async with played() as it:
        before = it.store.value(topics.host("core-01"))
        it.fleet.run_vagrant("halt", "core-01")
        await until(lambda: it.error("core-01"), "the host's end")
        await until(lambda: it.stack.machines["core-01"].state == "poweroff")
        it.fleet.wake_vagrant()
        await until(lambda: "is off" in str(it.error("core-01")))
        it.fleet.run_vagrant("up", "core-01")
        await until(lambda: it.stack.machines["core-01"].state == "running")
        it.fleet.wake_vagrant()
        await until(lambda: not it.error("core-01") and it.state("core-01", "db") == "running")
        after = it.store.value(topics.host("core-01"))
        assert before.boot_id != after.boot_id


async def test_a_step_that_repeats_comes_again() -> None:
    step = '[[at]]\nseconds = 1\nagain = 10\non = "far"\ndo = "log web hello"\n'
    async with played(step) as it:
        log = it.stack.machines["far"].engines[0].scene.find("web").log

        def hellos() -> int:
            return sum(line.text == b"hello" for line in log.kept)

        it.stack.clock.advance(25)
        await until(lambda: hellos() == 3)


async def test_it_cleans_up_after_a_crash() -> None:
    scenario = parse_scenario(FAULTY, "faulty.toml")
    stack = DemoStack(scenario, Clock(scenario.now, speed=0))

    async def crash() -> None:
        async with stack:
            assert stack.directory.exists()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await crash()
    assert not stack.directory.exists()


async def appears(app: CoreosApp, text: str) -> None:
    """Waits for a text on the screen; painting a screen costs more than asking a store."""
    async with asyncio.timeout(20):
        while True:
            strips = app.screen._compositor.render_strips()
            if any(text in "".join(part.text for part in strip) for strip in strips):
                return
            await asyncio.sleep(0.1)


async def test_the_app_shows_every_host_and_a_shell_that_answers() -> None:
    scenario = read_scenario()
    async with DemoStack(scenario, Clock(scenario.now, speed=0)) as stack:
        app = CoreosApp(site_of(stack), Config())
        async with app.run_test(size=(120, 36)) as pilot:
            await appears(app, "DEMO")
            await appears(app, "core-04")
            await pilot.press("1")
            told = ("CoreOS 106.0.0", "Flatcar 4459.2.1", "Fedora CoreOS 41.2024", "S to start")
            for text in told:
                await pilot.press("j")
                await appears(app, text)
            await pilot.press("k", "k", "k")
            await pilot.press("3")
            await appears(app, "Ubuntu 12.04")
            await pilot.press("j", "e")
            await appears(app, "demo shell")
            for key in "grep DISTRIB /etc/lsb-release":
                app.simulate_key({" ": "space", "/": "slash", "-": "minus"}.get(key, key))
            app.simulate_key("enter")
            await appears(app, "DISTRIB_CODENAME=precise")
