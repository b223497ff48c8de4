"""Updates as the updaters of every family tell of them. Flatcar's and ostree's are written from
what their sources and issues show; there was no such host to record."""

import json
from datetime import UTC, datetime

import pytest

from coreos_tui.core.answer import Lack
from coreos_tui.core.update import Family, Lock, Need, Update
from tests.transport.probed import FCOS, FLATCAR, MACHINE_ID, parsed, services

CGPT = """
      266240     2097152       3  Label: "USR-A"
                                  UUID: 7130C94A-213A-4E5A-8E26-6CCE9662F132
                                  Attr: priority=1 tries=0 successful=1
     2367488     2097152       4  Label: "USR-B"
                                  Attr: priority=2 tries=1 successful=0
"""
ADMIN = """  fedora-coreos {a}.0 (staged)
    Version: 41.20241122.3.0
    origin: <unknown origin type>
* fedora-coreos {b}.0
    Version: 41.20241109.3.0
  fedora-coreos {c}.0 (rollback)
    Version: 41.20241027.3.0
""".format(a="a" * 64, b="b" * 64, c="c" * 64)


def _engine(operation: str, version: str = "0.0.0", checked: int = 0, progress: float = 0) -> str:
    return (
        f"LAST_CHECKED_TIME={checked}\nPROGRESS={progress:f}\nCURRENT_OP={operation}\n"
        f"NEW_VERSION={version}\nNEW_SIZE=0\n"
    )


def _flatcar(*more: tuple, engine: str = "", code: int = 0, conf: str = "") -> Update:
    found = parsed(
        ("os-release", FLATCAR),
        ("machine-id", MACHINE_ID),
        ("family", "update_engine\n"),
        ("engine-state", "active", 0),
        ("engine", engine, code),
        ("update-image", "GROUP=stable\nSERVER=https://public.update.flatcar-linux.net/v1/update/"),
        ("update-conf", conf),
        *more,
    )
    assert found.rare
    return found.rare.update


def _lock(*holders: str) -> tuple[str, str, int]:
    value = json.dumps({"semaphore": 0, "max": 1, "holders": list(holders)})
    return "lock", json.dumps({"action": "get", "node": {"value": value}}), 0


STAGED = _engine("UPDATE_STATUS_UPDATED_NEED_REBOOT", "4593.2.5", 1712854417)


def test_a_staged_update_that_waits_for_the_lock_of_another() -> None:
    other = "00000000000000000000000000000001"
    update = _flatcar(_lock(other), engine=STAGED, conf="GROUP=beta\nREBOOT_STRATEGY=etcd-lock\n")
    assert (update.family, update.version) == (Family.FLATCAR, "4459.2.1")
    assert (update.next.get(), update.staged) == ("4593.2.5", True)
    assert (update.channel.get(), update.strategy.get()) == ("stable, next beta", "etcd-lock")
    assert update.last_checked.get() == datetime(2024, 4, 11, 16, 53, 37, tzinfo=UTC)
    assert update.lock.get() == Lock(0, 1, (other,), "http://127.0.0.1:2379")
    assert update.waits_for == (f"The reboot lock is held by {other}",)
    assert update.reboot.need is Need.YES
    mine = _flatcar(_lock(MACHINE_ID), engine=STAGED, conf="REBOOT_STRATEGY=etcd-lock\n")
    assert mine.waits_for == ("It holds the reboot lock itself and is about to reboot",)


def test_update_engine_that_is_idle_downloads_or_is_old() -> None:
    idle = _flatcar(engine=_engine("UPDATE_STATUS_IDLE"))
    assert (idle.operation.get(), idle.next.lack) == ("idle", Lack.NOT_HERE)
    assert (idle.reboot.need, idle.last_checked.lack) == (Need.NO_EVIDENCE, Lack.NOT_HERE)
    busy = _flatcar(engine=_engine("UPDATE_STATUS_DOWNLOADING", "3815.2.1", 1, 0.57))
    assert (busy.operation.get(), busy.progress) == ("downloading", 0.57)
    old = _flatcar(engine=_engine("UPDATE_STATUS_UPDATED_NEED_REBOOT", "0.0.0.0"))
    assert (old.next.get(), old.waits_for) == ("a newer version", ())
    off = _flatcar(engine=STAGED, conf='SERVER="disabled"\nREBOOT_STRATEGY=off\n')
    assert off.operation.get() == "switched off"
    assert off.waits_for == ("Somebody has to reboot it: the strategy is off",)


@pytest.mark.parametrize(
    ("engine", "code", "lack"),
    [
        (_engine("(null)", "(null)"), 0, Lack.NOT_PERMITTED),
        ("", 124, Lack.TIMED_OUT),
        ("", 143, Lack.TIMED_OUT),
        ("", 127, Lack.NOT_HERE),
    ],
)
def test_update_engine_that_says_nothing_is_never_fine(engine, code, lack) -> None:
    update = _flatcar(engine=engine, code=code)
    assert (update.operation.lack, update.next.lack) == (lack, lack)
    assert update.reboot.need is Need.UNKNOWN
    assert update.operation.words in update.reboot.why
    marked = _flatcar(("reboot-required", "yes"), engine=engine, code=code)
    assert marked.reboot.need is Need.YES


def test_update_engine_that_is_stopped_is_not_asked() -> None:
    found = parsed(("family", "update_engine"), ("engine-state", "inactive\n", 3))
    assert found.rare
    assert found.rare.update.operation.words == "not here: update-engine is inactive"


def test_root_sees_the_partitions() -> None:
    running = ("cmdline", "7130C94A-213A-4E5A-8E26-6CCE9662F132")
    update = _flatcar(running, ("cgpt", CGPT, 0), engine="", code=124)
    assert (update.staged, update.reboot.need) == (True, Need.YES)
    other = ("cmdline", "e03dd35c-7c2d-4a47-b3fe-27f15780a57c")
    update = _flatcar(other, ("cgpt", CGPT, 0), engine=_engine("UPDATE_STATUS_IDLE"))
    assert (update.staged, update.previous.get()) == (False, "what USR-A has")


@pytest.mark.parametrize("said", ["", "{}", "[]", '{"node":{"value":"{"}}', '{"node":{"value":3}}'])
def test_a_lock_that_is_nonsense_is_no_lock(said: str) -> None:
    update = _flatcar(("lock", said, 0), engine=STAGED, conf="REBOOT_STRATEGY=etcd-lock\n")
    assert update.lock.words == "not here: the lock cannot be read"


def _ostree(*more: tuple, status: str = "") -> Update:
    zincati = f"LoadState=loaded\nActiveState=active\nStatusText={status}"
    found = parsed(("os-release", FCOS), ("family", "ostree"), services(zincati=zincati), *more)
    assert found.rare
    return found.rare.update


def test_zincati_that_waits_for_sessions() -> None:
    waiting = "update staged: 41.20241122.3.0; reboot delayed due to active user sessions"
    windows = (
        '50-ours.toml\n[updates]\nstrategy = "periodic"\n[[updates.periodic.window]]\n'
        'days = [ "Sat", "Sun" ]\nstart_time = "22:30"\nlength_minutes = 60\n'
    )
    update = _ostree(
        ("staged", "deployment\n"),
        ("ostree", ADMIN, 0),
        ("zincati-conf", '10-theirs.toml\n[updates]\nstrategy = "immediate"\n'),
        ("zincati-conf", windows),
        status=waiting,
    )
    assert (update.version, update.next.get()) == ("41.20241109.3.0", "41.20241122.3.0")
    assert (update.previous.get(), update.channel.get()) == ("41.20241027.3.0", "stable")
    assert (update.strategy.get(), update.window.get()) == ("periodic", "Sat Sun 22:30 for 60 min")
    assert update.waits_for == (
        "Active user sessions delay the reboot; a look by ssh may count as one",
    )
    assert (update.staged, update.reboot.need) == (True, Need.YES)


def test_zincati_at_rest_and_switched_off() -> None:
    polling = "periodically polling for updates (last checked Tue 2026-11-24 18:02:11 UTC)"
    booted = "\n".join(ADMIN.splitlines()[3:])
    update = _ostree(("ostree", booted, 0), status=polling)
    assert update.last_checked.get() == datetime(2026, 11, 24, 18, 2, 11, tzinfo=UTC)
    assert (update.staged, update.next.lack) == (False, Lack.NOT_HERE)
    assert (update.reboot.need, update.waits_for) == (Need.NO_EVIDENCE, ())
    off = _ostree(("zincati-conf", "90-off.toml\n[updates]\nenabled = false\n"), ("staged", "x"))
    assert off.strategy.get() == "updates are off"
    assert off.previous.lack is Lack.NOT_ASKED


def test_deployments_of_an_oci_host_have_a_manifest_as_text() -> None:
    manifest = json.dumps({"annotations": {"fedora-coreos.stream": "testing"}, "layers": []})
    trees = [
        {"version": "43.20251110.2.0", "staged": True, "finalization-locked": True},
        {
            "version": "43.20251024.2.0",
            "booted": True,
            "container-image-reference": "ostree-remote-image:fedora:x",
            "base-commit-meta": {"ostree.manifest": manifest},
        },
    ]
    update = _ostree(
        ("staged", "deployment\nlocked\n"),
        ("ostree", "", 126),
        ("rpm-ostree", json.dumps({"deployments": trees}), 0),
    )
    assert (update.next.get(), update.channel.get()) == ("43.20251110.2.0", "testing")
    assert update.waits_for == ("The strategy immediate has not given way to the reboot yet",)
    for nonsense in ("{}", "[1]", '{"deployments":[7]}', "", '{"deployments":null}'):
        assert _ostree(("rpm-ostree", nonsense, 0)).next.lack is Lack.NOT_ASKED


def _debian(*more: tuple) -> Update:
    release = 'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\n'
    found = parsed(
        ("os-release", release),
        ("uname", "Linux\n6.1.0-9-amd64\nx86_64"),
        ("family", "packages"),
        *more,
    )
    assert found.rare
    return found.rare.update


def test_debian_says_yes_no_evidence_or_unknown() -> None:
    asked = _debian(("reboot-required", "yes"), ("packages", "dbus\nlibc6\nlinux-image\nsystemd"))
    assert asked.reboot.why.endswith("asked for by dbus, libc6, linux-image and 1 more")
    newer = _debian(("kernel", "boot/vmlinuz-6.1.0-28-amd64"), ("modules", "6.1.0-9-amd64"))
    assert (newer.reboot.need, newer.waits_for[0][:8]) == (Need.YES, "Somebody")
    assert newer.reboot.why == "kernel 6.1.0-28-amd64 is installed, 6.1.0-9-amd64 runs"
    gone = _debian(("modules", "6.1.0-10-amd64"))
    assert gone.reboot.why == "the modules of the running kernel 6.1.0-9-amd64 are gone"
    same = _debian(("modules", "6.1.0-9-amd64\n6.1.0-8-amd64"))
    assert same.reboot.need is Need.NO_EVIDENCE
    assert _debian().reboot.need is Need.UNKNOWN
    conf = 'APT::Periodic::Unattended-Upgrade "1";\nUnattended-Upgrade::Automatic-Reboot "true";\n'
    conf += 'Unattended-Upgrade::Automatic-Reboot-Time "02:00";\n'
    update = _debian(("apt-conf", conf), ("apt-stamp", "1795371716"))
    assert (update.strategy.get(), update.window.get()) == (
        "unattended upgrades and reboots",
        "02:00",
    )
    assert update.last_checked.known


def test_any_other_system_is_unknown_rather_than_fine() -> None:
    found = parsed(("os-release", "ID=alpine\nVERSION_ID=3.23.2\n"), ("family", "unknown"))
    assert found.rare
    update = found.rare.update
    assert (update.family, update.reboot.need) == (Family.UNKNOWN, Need.UNKNOWN)
    assert update.next.words == "not here: how this system updates is not known"
