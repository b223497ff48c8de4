"""systemd's lists as versions from 204 to 260 print them."""

import json
import time
from datetime import UTC, datetime

from coreos_tui.core.answer import Lack
from coreos_tui.core.unit import Listening, Timer, Unit
from tests.transport.probed import parsed

SHOWN = "Version=252.38-1\nFinishTimestamp=Sun 2026-11-22 18:06:56 UTC\nNFailedUnits=1\n"
TABLE_204 = r"""UNIT                        LOAD   ACTIVE SUB     JOB   DESCRIPTION
-.mount                     loaded active mounted       /
user-cloudinit@a\x2db.service loaded failed failed      Load [cloud] config
sshd.socket                 loaded active listening start OpenSSH Server Socket

LOAD   = Reflects whether the unit definition was properly loaded.
3 loaded units listed.
"""
TABLE_241 = """  UNIT          LOAD      ACTIVE   SUB    DESCRIPTION
* gone.service  not-found inactive dead   gone.service
\u25cf bad.service   loaded    failed   failed Bad \u2603 one
  good.timer    loaded    active   waiting start of the day

LOAD   = Reflects whether the unit definition was properly loaded.
"""


def _json(*rows: tuple[str, ...]) -> str:
    keys = ("unit", "load", "active", "sub", "description")
    return json.dumps([dict(zip(keys, row, strict=True)) for row in rows])


def test_json_with_hostile_names_and_texts() -> None:
    name, text = r"dev-disk-by\x2dlabel-[x]@1.service", "\x1b[31mred\u202e\nagain"
    said = _json((name, "loaded", "failed", "failed", text)).encode()
    broken = said.replace(b"red", b"r\xffd")
    (unit,) = parsed(("failed", broken, 0)).failed.get()
    assert (unit.id, unit.name, unit.failed, unit.kind) == (name, name, True, "service")
    assert unit.description == "\u241b[31mr\ufffdd\ufffd\u240aagain"
    assert parsed(("failed", "[]\n", 0)).failed.get() == ()


def test_json_that_was_cut_off_keeps_what_came() -> None:
    said = _json(("a.service", "loaded", "active", "running", "A"), ("b.mount", *"cdef"))
    (unit,) = parsed(("units", said[:-20], 141)).units.get()
    assert unit.name == "a.service"


def test_the_tables_of_old_versions() -> None:
    first, second, third = parsed(("units", TABLE_204, 0)).units.get()
    assert first == Unit("-.mount", "-.mount", "loaded", "active", "mounted", "/")
    assert (second.id, second.failed) == (r"user-cloudinit@a\x2db.service", True)
    assert second.description == "Load [cloud] config"
    assert third.description == "OpenSSH Server Socket"
    gone, bad, good = parsed(("units", TABLE_241, 0)).units.get()
    assert (gone.id, gone.load, bad.id, bad.failed) == (
        "gone.service",
        "not-found",
        "bad.service",
        True,
    )
    assert bad.description == "Bad \u2603 one"
    assert (good.kind, good.description) == ("timer", "start of the day")


def test_timers_and_sockets_of_both_kinds() -> None:
    day = datetime(2026, 11, 25, 19, 9, 43, tzinfo=UTC)
    micro = int(day.timestamp() * 1e6)
    new = json.dumps(
        [
            {"next": micro, "left": micro, "last": 0, "unit": "a.timer", "activates": "a.service"},
            {"next": None, "last": 2**64 - 1, "unit": "b.timer", "activates": None},
        ]
    )
    found = parsed(("timers", new, 0)).timers.get()
    assert found == (Timer("a.timer", "a.service", day), Timer("b.timer", ""))
    old = (
        "NEXT LEFT LAST PASSED UNIT ACTIVATES\n"
        "Wed 2026-11-25 19:09:43 UTC 23h left n/a n/a a.timer a.service\n"
        "n/a n/a Wed 2026-11-25 19:09:43 UTC 3h ago b.timer b.service\n\n2 timers listed.\n"
    )
    found = parsed(("timers", old, 0)).timers.get()
    assert found == (
        Timer("a.timer", "a.service", day),
        Timer("b.timer", "b.service", None, day),
    )
    table = "LISTEN UNIT ACTIVATES\naudit 1 j.socket j.service, k.service\n/run/x.socket x.socket\n"
    assert parsed(("listening", table, 0)).listening.get() == (
        Listening("j.socket", "audit 1", ("j.service", "k.service")),
        Listening("x.socket", "/run/x.socket"),
    )
    assert parsed(("systemd", SHOWN, 0), ("timers", "", 1)).timers.lack is Lack.NOT_HERE


def test_what_systemd_says_of_the_whole() -> None:
    system = parsed(("systemd", SHOWN + "SystemState=degraded\nNJobs=2\n", 0)).system
    said = system.systemd.get()
    assert (said.version, said.state, said.failed, said.jobs) == (252, "degraded", 1, 2)
    assert said.finished == datetime(2026, 11, 22, 18, 6, 56, tzinfo=UTC)
    assert parsed(("systemd", "Version=204\n", 0)).system.systemd.get().failed is None


def test_a_lack_says_which_and_why_and_lists_share_it() -> None:
    denied = "Failed to connect to bus: Permission denied\n"
    found = parsed(("systemd", denied, 1), ("failed", "", 1), ("units", "", 124))
    assert found.system.systemd.lack is Lack.NOT_PERMITTED
    assert found.failed.words == "not permitted: Failed to connect to bus: Permission denied"
    assert found.units.lack is Lack.TIMED_OUT
    assert found.timers.lack is Lack.NOT_ASKED
    assert parsed(("systemd", "", 127)).system.systemd.words == "not here: no systemctl"


def test_ten_thousand_units_are_read_in_a_moment() -> None:
    rows = [(f"u{n}.service", "loaded", "active", "running", f"Unit {n}") for n in range(10_000)]
    said = _json(*rows)
    began = time.process_time()
    units = parsed(("units", said, 0)).units.get()
    took = time.process_time() - began
    assert (len(units), units[-1].description) == (10_000, "Unit 9999")
    assert took < 1.0
