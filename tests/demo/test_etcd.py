"""The etcd of a scenario, found through its hosts and asked through their links."""

import pytest

from coreos_tui.cli import site_of
from coreos_tui.core import topics
from coreos_tui.core.confd_keys import freshness
from coreos_tui.core.errors import HopError
from coreos_tui.core.etcd import Api, Cluster, KeyRef
from coreos_tui.core.store import Store
from coreos_tui.demo.clock import Clock
from coreos_tui.demo.scenario_file import parse_scenario
from coreos_tui.demo.stack import DemoStack
from coreos_tui.fleet.fleet import WORKSTATION, Fleet
from tests.waiting import until

SCENARIO = """
[[machine]]
name = "laptop"
way = "workstation"

[[machine]]
name = "core-01"
way = "ssh"

  [machine.files]
  "/etc/confd/confd.toml" = 'backend = "etcdv3"'
  "/etc/confd/conf.d/web.toml" = '''
[template]
src = "web.tmpl"
dest = "/etc/web.conf"
keys = ["/web"]
'''
  "/etc/web.conf" = "8080"

[[machine]]
name = "core-02"
way = "ssh"

[[machine]]
name = "core-03"
way = "ssh"

[etcd]
members = ["core-01", "core-02", "core-03"]
keys = { "/web/port" = "8080" }
old_keys = { "/old" = "1" }

[[at]]
seconds = 10
on = "core-01"
do = "etcd put /web/port 9090"

[[at]]
seconds = 20
on = "core-02"
do = "etcd stop"
"""


async def test_a_cluster_is_asked_through_the_links_of_its_hosts() -> None:
    scenario = parse_scenario(SCENARIO, "etcd.toml")
    async with DemoStack(scenario, Clock(scenario.now, speed=0)) as stack:
        store = Store()
        fleet = Fleet(site_of(stack, write_etcd=True), store)
        store.want(topics.CLUSTERS, frozenset({"all"}))
        fleet.start()

        def cluster() -> Cluster:
            return (store.value(topics.CLUSTERS) or (Cluster(""),))[0]

        def hosts() -> list[str]:
            return [each.host for each in cluster().members if each.healthy]

        await until(lambda: hosts() == ["core-01", "core-02", "core-03"], "all are found")
        await until(lambda: store.get(topics.etcd(WORKSTATION)).error, "the laptop has none")
        assert "has no etcd" in store.get(topics.etcd(WORKSTATION)).error.sentence
        ref = KeyRef(cluster().id, Api.V3, b"/web/port")
        value = await fleet.etcd.values.get(ref)
        assert value.value == b"8080"

        def seen():
            return (store.value(topics.observed("core-01")) or {}).get("web.toml")

        await until(lambda: seen(), "confd's keys are read")
        assert seen().changed is None
        stack.clock.advance(10)
        await until(lambda: seen().changed, "the change is seen")
        (resource,) = store.value(topics.confd("core-01")).value.resources
        assert freshness(resource, seen().changed, seen=True).behind

        stack.clock.advance(10)
        await until(lambda: hosts() == ["core-01", "core-03"], "one has stopped")
        down = next(each for each in cluster().members if each.host == "core-02")
        assert "takes no connection from core-02" in down.error.sentence
        assert await fleet.etcd.values.get(ref) is not None
        await fleet.stop()


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ('do = "etcd stop"\non = "laptop"', "a member of"),
        ('do = "etcd hang"\non = "core-01"', "stop, start, put"),
        ('do = "etcd put /a"\non = "core-01"', "a key and its value"),
    ],
)
def test_steps_of_etcd_are_checked(step, said) -> None:
    with pytest.raises(HopError, match=said):
        parse_scenario(f"{SCENARIO}\n[[at]]\nseconds = 1\n{step}", "etcd.toml")
