"""What a host says of itself reaches the store, goes stale with the host, and comes back."""

import asyncio

import pytest

from coreos_tui.core import topics
from coreos_tui.core.answer import Lack
from coreos_tui.core.store import Store
from coreos_tui.core.update import Need
from coreos_tui.demo.clock import WALL
from coreos_tui.demo.host import DemoHost
from coreos_tui.demo.scenario import MachinePart, UnitPart, UpdatePart
from coreos_tui.demo.ssh import DemoSshd
from coreos_tui.demo.systemd import write_tables
from coreos_tui.fleet.facts import topics_of
from coreos_tui.fleet.fleet import Fleet, Site
from tests.far_ends import environ_of
from tests.waiting import until

PART = MachinePart(
    "far",
    units=(UnitPart("report.service", "failed"), UnitPart("report.timer", next=60)),
    update=UpdatePart("update_engine", "UPDATED_NEED_REBOOT", "4593.2.5"),
)


class Far:
    """A fleet that reads one demo host by SSH."""

    def __init__(self, fleet: Fleet, sshd: DemoSshd) -> None:
        self.fleet, self.sshd, self.store = fleet, sshd, fleet.store

    def value(self, topic):
        return self.store.value(topic("far"))

    def change(self, *units: UnitPart) -> None:
        """systemd of the host lists other units from now on."""
        host = self.sshd.host
        host.units |= {unit.name: unit for unit in units}
        write_tables(host.root / ".systemd", host.units.values(), WALL)


@pytest.fixture
async def far(tmp_path):
    sshd = DemoSshd(DemoHost("far", tmp_path / "hosts", part=PART))
    await sshd.start()
    config, known = tmp_path / "config", tmp_path / "known"
    known.write_text(sshd.known_hosts_line())
    block = sshd.config_block().replace("/dev/null", str(known))
    config.write_text(block.replace("StrictHostKeyChecking no", "StrictHostKeyChecking yes"))
    site = Site(hosts=("far",), environ=environ_of(None, tmp_path), ssh_config=config)
    fleet = Fleet(site, Store())
    fleet.start()
    yield Far(fleet, sshd)
    await fleet.stop()
    await sshd.stop()


async def test_units_are_read_only_while_somebody_wants_them(far) -> None:
    await until(lambda: far.value(topics.update))
    assert far.value(topics.update).reboot.need is Need.YES
    assert [unit.name for unit in far.value(topics.failed_units).get()] == ["report.service"]
    assert far.value(topics.system).systemd.get().state == "degraded"
    assert far.value(topics.load).cores == 2
    assert far.value(topics.confd).lack is Lack.NOT_HERE
    assert far.value(topics.etcd_here).lack is Lack.NOT_HERE
    assert far.value(topics.units) is None
    far.store.want(topics.units("far"), frozenset({"all"}))
    await until(lambda: far.value(topics.units), "at once, not in half a minute")
    assert {"report.service", "update-engine.service"} <= {
        unit.name for unit in far.value(topics.units).get()
    }
    assert [timer.name for timer in far.value(topics.timers).get()] == ["report.timer"]
    updated = far.store.get(topics.update("far")).at
    far.change(UnitPart("report.service"))
    await until(lambda: far.value(topics.failed_units).get() == (), "asked again while wanted")
    assert far.store.get(topics.update("far")).at == updated, "which changes slowly"
    far.fleet.wake("far")
    await until(lambda: far.store.get(topics.update("far")).at != updated, "a key asks for all")


async def test_all_of_it_fails_with_the_host_and_keeps_its_values(far) -> None:
    await until(lambda: far.value(topics.etcd_here))
    await asyncio.to_thread(far.sshd.refuse)
    await asyncio.to_thread(far.sshd.cut)
    every = topics_of("far")
    await until(lambda: all(far.store.get(topic).error for topic in every))
    assert len({far.store.get(topic).error for topic in every}) == 1
    assert far.store.get(topics.update("far")).stale
    await asyncio.to_thread(far.sshd.heal)
    far.fleet.wake("far")
    still = [topic for topic in every if far.store.get(topic).value is not None]
    await until(lambda: not any(far.store.get(topic).error for topic in still))
