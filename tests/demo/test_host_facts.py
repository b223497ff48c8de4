"""What a demo host says of itself when the probe's script runs there."""

import subprocess
from dataclasses import replace

import pytest

from coreos_tui.core.answer import Lack
from coreos_tui.core.update import Need
from coreos_tui.demo.host import DemoHost
from coreos_tui.demo.scenario import MachinePart, UnitPart, UpdatePart
from coreos_tui.transport.probe import Probe, parse_probe, script

UNITS = (
    UnitPart("report.service", "failed", description='a "quoted" \\ text'),
    UnitPart(r"cloud@a\x2db.timer", next=3600, last=60),
)
PART = MachinePart(
    "core-01",
    units=UNITS,
    update=UpdatePart("update_engine", "UPDATED_NEED_REBOOT", "4593.2.5", locked_by="core-02"),
)
CONFD = '[template]\nsrc = "a.tmpl"\ndest = "/etc/a.conf"\nkeys = ["/a"]\n'


def _look(host: DemoHost) -> Probe:
    text = host.rewriter().whole(script("n0nce", units=True).encode())
    done = subprocess.run(
        ["/bin/sh", "-c", text], env=host.environment, capture_output=True, timeout=20, check=True
    )
    return parse_probe(done.stdout.replace(str(host.root).encode(), b""), "n0nce")


@pytest.mark.parametrize("version", [204, 241, 257])
def test_its_systemd_prints_as_its_version_does(version, tmp_path) -> None:
    found = _look(DemoHost("core-01", tmp_path, part=replace(PART, systemd=version)))
    assert found.system.systemd.get().version == version
    (failed,) = found.failed.get()
    assert (failed.id, failed.description) == ("report.service", 'a "quoted" \\ text')
    assert {r"cloud@a\x2db.timer", "update-engine.service"} <= {
        unit.id for unit in found.units.get()
    }
    if version < 209:
        assert found.timers.lack is Lack.NOT_HERE
        return
    (timer,) = found.timers.get()
    assert timer.next
    assert timer.last
    assert 3659 <= (timer.next - timer.last).total_seconds() <= 3661
    assert found.listening.get()[0].name == "sshd.socket"


def test_a_boot_brings_the_update_that_waited(tmp_path) -> None:
    conf = {
        "/etc/os-release": "ID=flatcar\nVERSION_ID=4459.2.1\n",
        "/etc/flatcar/update.conf": "GROUP=stable\nREBOOT_STRATEGY=etcd-lock\n",
        "/run/reboot-required": "",
        "/etc/confd/conf.d/a.toml": CONFD,
        "/etc/a.conf": "rendered",
    }
    host = DemoHost("core-01", tmp_path, files=conf, part=PART)
    found = _look(host).rare
    assert found
    assert (found.update.version, found.update.next.get()) == ("4459.2.1", "4593.2.5")
    assert found.update.lock.get().holders
    (resource,) = found.confd.get().resources
    assert resource.dest_changed
    assert resource.src_changed is None
    host.reboot()
    found = _look(host).rare
    assert found
    assert (found.update.version, found.update.previous.get()) == ("4593.2.5", "4459.2.1")
    assert found.update.reboot.need is Need.NO_EVIDENCE
