"""Units, journals and timelines of a host, with the keys."""

import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from coreos_tui.core import topics
from coreos_tui.demo.container import hex_id
from coreos_tui.demo.scenario import UnitPart
from coreos_tui.fleet.fleet import WORKSTATION, Site
from coreos_tui.ui.logs import LogView
from tests.far_ends import environ_of
from tests.pilot.driver import Driven, opened
from tests.pilot.far_hosts import far_host
from tests.waiting import until

ALPHA = hex_id("container alpha")
UNITS = (
    UnitPart("shop.service", says=("order {n}", "!no stock"), every=2, description="the shop"),
    UnitPart("broken.service", "failed", status="cannot open /etc/shop.conf"),
    UnitPart("idle.service", "inactive"),
    UnitPart("nightly.timer", next=7200.0, last=3600.0, activates="shop.service"),
    UnitPart(f"docker-{ALPHA}.scope", description="libcontainer container"),
)


@asynccontextmanager
async def host(**more: bool) -> AsyncIterator[Driven]:
    """The app on a workstation that has these units, its list of units in front."""
    folder = Path(tempfile.mkdtemp(prefix="ct-"))
    async with far_host(folder, units=UNITS) as far:
        config = folder / "config"
        config.write_text(far.sshd.config_block().replace("/dev/null", str(folder / "known")))
        (folder / "known").write_text(far.sshd.known_hosts_line())
        site = Site(
            environ=environ_of(None, folder), workstation="core-01", ssh_config=config, **more
        )
        async with opened(site, (160, 40)) as driven:
            await driven.see("alpha", "2 containers")
            await driven.press("5")
            await driven.see("broken.service", "shop.service")
            yield driven
    shutil.rmtree(folder, ignore_errors=True)


def units(driven: Driven) -> list[str]:
    """The names in view, from top to bottom."""
    lines = driven.part("UnitsPane").splitlines()[2:]
    return [line.split()[1] for line in lines if len(line.split()) > 2]


def logged(driven: Driven) -> list[bytes]:
    """The lines of the shown log."""
    assert driven.main.viewer.shown is not None
    ring = driven.main.viewer.shown.query_one(LogView).ring
    return [line.text for line in ring.since(ring.first, 5000)]


async def test_units_are_seen_by_kind_and_acted_on_after_a_question() -> None:
    async with host() as driven:
        assert units(driven)[0] == "broken.service"
        assert "✕1" in driven.lines[1]
        await driven.press("l")
        await driven.see_in_tab("cannot open /etc/shop.conf", "Failed with result 'exit-code'")
        await driven.press("shift+tab", "right")
        await driven.see("nightly.timer", "in 1 h, last 1 h ago → shop.service", "‹timers›")
        await driven.press("left", "slash", *"the shop", "enter")
        await until(lambda: units(driven) == ["shop.service"])
        await driven.press("r")
        await driven.see(
            "Restart shop.service on this machine?",
            "systemctl --no-ask-password restart -- shop.service",
        )
        await driven.press("y")
        await driven.see("shop.service restarted")
        await driven.press("s", "y")
        await driven.see("shop.service stopped", "dead")
        await driven.press("S", "enter")
        await driven.see("shop.service started", "running")
        await driven.press("escape", "f")
        await until(lambda: units(driven) == ["broken.service"])
        await driven.press("r", "y")
        await driven.see("Job for broken.service failed")
        await driven.press("F", "y")
        await driven.see("broken.service is no longer counted as failed")


async def test_the_full_list_is_wanted_only_while_it_is_in_front() -> None:
    async with host() as driven:
        store = driven.app.store
        assert store.wanted(topics.units(WORKSTATION))
        await driven.press("3")
        await until(lambda: not store.wanted(topics.units(WORKSTATION)))
        await until(lambda: "Units ✕1" in driven.lines[1])


async def test_a_unit_leads_to_its_container_and_back() -> None:
    async with host() as driven:
        await driven.press("slash", *f"docker-{ALPHA[:8]}", "enter")
        await driven.press("left", "left", "left")
        await driven.see("container alpha")
        await driven.press("c")
        await until(lambda: (driven.place, driven.cursor) == ("Containers", "alpha"))
        await driven.press("u")
        await until(lambda: driven.place == "Units")
        await driven.see("‹scopes›", f"docker-{ALPHA[:12]}….scope")
        await driven.press("3")
        await driven.go("beta")
        await driven.press("u")
        await driven.see("docker.service", "‹services›")


async def test_what_is_known_of_a_unit_is_read_in_tabs() -> None:
    async with host() as driven:
        await driven.press("slash", *"shop", "enter", "i")
        await driven.see_in_tab("ActiveState: active", "FragmentPath")
        await driven.press("5", "u")
        await driven.see_in_tab("[Install]", "ExecStart=/usr/bin/shop")
        await driven.press("5", "t")
        await driven.see_in_tab("COMMAND", "/usr/bin/shop")


async def test_a_journal_by_boot_priority_and_of_the_whole_host() -> None:
    async with host() as driven:
        await driven.press("slash", *"shop", "enter", "l")
        await driven.see_in_tab("order", "no stock")
        await driven.press("p", "p", "p")
        await until(lambda: "errors" in driven.tab and "order" not in driven.tab)
        await driven.see_in_tab("no stock")
        await driven.press("p", "b")
        await driven.see_in_tab("this boot", "order")
        await driven.press("b")
        await driven.see_in_tab("boot (-1) is not available")
        await driven.press("H")
        await driven.see_in_tab("journal this machine", "dockerd")


async def test_all_logs_of_a_host_are_one_on_its_clock() -> None:
    async with host() as driven:
        await driven.press("1", "L")
        await driven.see_in_tab("order")
        await until(lambda: any(b"The clock" in each for each in logged(driven)))
        await driven.press("3")
        await driven.go("alpha")
        await driven.press("s", "y")
        await driven.see_in_tab("stop alpha")


@pytest.mark.parametrize("keys", ["s", "b", "F"])
async def test_who_only_looks_changes_nothing(keys: str) -> None:
    async with host(read_only=True) as driven:
        await driven.press(keys)
        await driven.see("read-only: will not")
        assert not driven.asking
