"""All machines at once: the fleet, its updates, and what one that is lost does to the others."""

from __future__ import annotations

import asyncio

import pytest

from coreos_tui.core import topics
from coreos_tui.core.update import Family
from tests.lab.real import Lab
from tests.lab.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="session")
MACHINES = ("core-01", "core-02", "core-03")


def fleet_row(stage: Stage, host: str) -> str:
    return stage.row(host, "FleetPane")


async def open_fleet(stage: Stage) -> None:
    await stage.press("colon", *"fleet", "enter")
    await stage.wait(lambda: all(fleet_row(stage, each) for each in MACHINES), "every host")


async def test_the_fleet_says_what_the_hosts_say(lab: Lab, stage: Stage) -> None:
    await open_fleet(stage)
    for machine in lab.machines:
        name = machine.name
        await stage.wait(lambda name=name: "lab-broken" in fleet_row(stage, name), name)
        disk = await asyncio.to_thread(lab.ssh, machine, "df -P / | awk 'NR==2 {print $5}'")
        used = int(disk.strip().rstrip("%"))
        shown = {int(word[:-1]) for word in fleet_row(stage, name).split() if word.endswith("%")}
        assert any(abs(each - used) <= 2 for each in shown), (used, fleet_row(stage, name))
        truth = await asyncio.to_thread(lab.ssh, machine, "cat /etc/machine-id")
        system = stage.app.store.value(topics.system(name))
        assert system is not None
        assert system.machine_id.value == truth.strip()


async def test_updates_of_all_hosts_stand_side_by_side(stage: Stage) -> None:
    await stage.press("colon", *"updates", "enter")
    await stage.see("waits for", "Debian 12", "Debian 13", "reboot lock")
    for name in MACHINES:
        update = stage.app.store.value(topics.update(name))
        assert update is not None
        assert update.family is Family.DEBIAN
    await stage.press("v")
    await stage.see_in_tab("drift of the fleet", "Debian")


async def test_one_that_is_lost_takes_nothing_from_the_others(
    lab: Lab, stage: Stage, mended: set[str]
) -> None:
    await open_fleet(stage)
    lost, *others = MACHINES
    mended.add(lost)
    for each in ("stop-ssh", "drop-sessions"):
        await asyncio.to_thread(lab.fault, each, lost)
    await stage.wait(lambda: "✕" in fleet_row(stage, lost)[:6], f"{lost} is lost")
    await stage.press("o")  # by name: the worst has gone to the top, and comes back from there
    for name in others:
        before = stage.app.store.get(topics.load(name)).at
        stage.app.fleet.wake(name)
        await stage.wait(
            lambda name=name, before=before: stage.app.store.get(topics.load(name)).at != before,
            f"{name} is still read",
        )
        assert stage.trouble(name) is None
    assert "lab-broken" in fleet_row(stage, lost), "what was known stays"
