"""systemd's tongues, from outputs written down, and its programs played by scripts."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.log import Line
from coreos_tui.transport.local import LocalLink
from coreos_tui.transport.systemd import (
    Journal,
    act,
    command,
    processes,
    properties,
    unit_files,
)
from coreos_tui.transport.systemd.entries import UNREAD, parse_entry
from coreos_tui.transport.systemd.show import grouped, parse_show, seconds

ODD = "odd@-dev-disk\\x2d1 [x];$(id).service"


def entry(**fields: object) -> bytes:
    return json.dumps({"__REALTIME_TIMESTAMP": "1700000000123456", **fields}).encode()


@pytest.mark.parametrize(
    ("message", "texts"),
    [
        ("ready", [b"ready"]),
        ("first\nsecond\n", [b"first", b"second"]),
        ([27, 91, 51, 49, 109, 255, 10], [b"\x1b[31m\xff"]),
        (["one", "two"], [b"one", b"two"]),
        ([[104, 105], "you"], [b"hi", b"you"]),
        (None, [UNREAD]),
        ("\ud800", [b"?"]),
        ("", [b""]),
        ({"no": "text"}, []),
    ],
)
def test_messages_in_all_their_forms(message: object, texts: list[bytes]) -> None:
    lines = parse_entry(entry(MESSAGE=message))
    assert lines is not None
    assert [line.text for line in lines] == texts


def test_an_entry_is_a_line_with_time_source_and_priority() -> None:
    lines = parse_entry(entry(MESSAGE="x" * 9, PRIORITY="3", SYSLOG_IDENTIFIER="a\x1b[1m"), 4)
    assert lines is not None
    line = lines[0]
    assert (line.text, line.dropped, line.priority, line.source) == (b"xxxx", 5, 3, "a␛[1m")
    assert line.at is not None
    assert (line.at.timestamp(), line.at.microsecond) == (1700000000.123456, 123456)


@pytest.mark.parametrize("raw", [b"", b"{", b"[1]", b"-- No entries --", b'{"a":' * 9000])
def test_what_is_no_entry(raw: bytes) -> None:
    assert parse_entry(raw) is None


@pytest.mark.parametrize("stamp", ["", "-1", "9" * 30, "١٢", None])
def test_times_that_are_none(stamp: object) -> None:
    lines = parse_entry(json.dumps({"MESSAGE": "x", "__REALTIME_TIMESTAMP": stamp}).encode())
    assert lines is not None
    assert lines[0].at is None


SHOW = b"""Restart=always
MemoryCurrent=12582912
MemoryPeak=[not set]
TasksMax=18446744073709551615
ExecStart={ path=/bin/sh ; argv[]=/bin/sh -c first
second=line ; status=0/0 }
ExecStart={ path=/bin/true }
Environment=API_TOKEN=secret "NAME=two words"
Requires=a.socket system.slice
CPUUsageNSec=1500000000
Id=web.service
ActiveState=active
UMask=0022
Empty=
"""


def test_properties_are_grouped_for_people() -> None:
    told = grouped(parse_show(SHOW))
    assert list(told) == ["state", "process", "resources", "together with", "all else"]
    assert told["state"] == {"Id": "web.service", "ActiveState": "active"}
    assert told["resources"] == {"MemoryCurrent": "12 MiB", "CPUUsageNSec": "1.500 s"}
    assert told["together with"] == {"Requires": ["a.socket", "system.slice"]}
    assert told["all else"] == {"UMask": "0022"}
    process = told["process"]
    assert isinstance(process, dict)
    assert process["Environment"] == {"API_TOKEN": "secret", "NAME": "two words"}
    assert process["ExecStart"][0].endswith("first\nsecond=line ; status=0/0 }")


def test_stamps() -> None:
    assert seconds("Tue 2026-11-24 18:54:43 UTC") == 1795546483.0
    assert seconds("") is None


# --- the programs


class Programs:
    """A PATH with a systemctl and a journalctl of ours before everything else."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder = folder
        self.calls = folder / "calls"
        monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")

    def put(self, name: str, script: str) -> None:
        file = self._folder / name
        file.write_text(f'#!/bin/sh\nprintf "%s\\n" "$*" >> {self.calls}\n{script}\n')
        file.chmod(0o755)

    @property
    def called(self) -> list[str]:
        return self.calls.read_text().splitlines()


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    return Programs(tmp_path, monkeypatch)


@pytest.fixture
async def here() -> AsyncIterator[LocalLink]:
    link = LocalLink("here")
    yield link
    await link.close()


async def read(journal: Journal, **wanted: object) -> list[Line]:
    stream = await journal.read(**wanted)
    return [line async for batch in stream for line in batch]


JOURNALCTL = """case "$*" in *--version*) echo "systemd %d (x)"; exit ;; esac
%s
"""
ONE = """echo '{"MESSAGE":"one","__REALTIME_TIMESTAMP":"1700000001000000"}'"""
TWO = """echo '{"MESSAGE":"two","__REALTIME_TIMESTAMP":"1700000002000000"}'"""


async def test_a_journal_is_asked_for_exactly(here: LocalLink, programs: Programs) -> None:
    programs.put("journalctl", JOURNALCTL % (252, f"{ONE}; {TWO}"))
    journal = Journal(lambda: here, "odd", ODD, boot=-1, priority=4)
    lines = await read(journal, tail=5, since=1.5, follow=True)
    assert [line.text for line in lines] == [b"one", b"two"]
    asked = programs.called[-1]
    assert f"--unit={ODD} --boot=-1 --priority=4 --since=@1.500000 --lines=5 --follow" in asked
    assert "--output-fields=MESSAGE,PRIORITY" in asked
    await read(Journal(lambda: here, "here"), follow=True)
    assert "--follow --no-tail" in programs.called[-1]
    assert "--unit" not in programs.called[-1]


async def test_older_lines_are_asked_for_backwards(here: LocalLink, programs: Programs) -> None:
    programs.put("journalctl", JOURNALCTL % (204, f"{TWO}; {ONE}"))
    batches = [each async for each in await Journal(lambda: here, "x").read(tail=9, until=3.0)]
    assert [[line.text for line in batch] for batch in batches] == [[b"one", b"two"]]
    assert "--until=@3.000000 --lines=9 --reverse" in programs.called[-1]
    assert "--output-fields" not in programs.called[-1]


async def test_who_sees_only_some_is_told_once(here: LocalLink, programs: Programs) -> None:
    hint = "echo 'Hint: You are currently not seeing messages from other users' >&2"
    programs.put("journalctl", JOURNALCTL % (252, f"{hint}; {ONE}; {TWO}"))
    lines = await read(Journal(lambda: here, "x"))
    assert [line.stream for line in lines] == ["note", "", ""]
    assert b"only its own messages on here. Add it to the group systemd-journal" in lines[0].text


@pytest.mark.parametrize(
    ("script", "hop", "words"),
    [
        ("echo 'No journal files were opened due to insufficient permissions.' >&2; exit 1",
         Hop.PERMISSION, "may not read the journal on here"),
        ("echo 'Failed to get boot id: \033[1mno' >&2; exit 1", Hop.HOST, "Failed to get boot id"),
        ("echo 'sh: journalctl: not found'; exit 127", Hop.CONTAINER, "has no journal"),
    ],
)  # fmt: skip
async def test_a_journal_that_is_not_to_be_had(
    here: LocalLink, programs: Programs, script: str, hop: Hop, words: str
) -> None:
    programs.put("journalctl", JOURNALCTL % (252, script))
    with pytest.raises(HopError, match=words) as caught:
        await read(Journal(lambda: here, "x"))
    assert caught.value.hop is hop
    programs.put("journalctl", JOURNALCTL % (252, ":"))
    assert await read(Journal(lambda: here, "x")) == []


async def test_an_entry_without_end_is_passed_over(here: LocalLink, programs: Programs) -> None:
    long = "head -c 9000000 /dev/zero | tr '\\0' x; echo"
    programs.put("journalctl", JOURNALCTL % (252, f"{ONE}; printf '{{'; {long}; {TWO}"))
    lines = await read(Journal(lambda: here, "x"))
    assert [line.text for line in lines] == [b"one", b"two"]


async def test_acts_are_plain_first_and_through_sudo_only_where_that_was_said(
    here: LocalLink, programs: Programs
) -> None:
    programs.put("systemctl", 'test -n "$SUDO" || { echo "Access denied" >&2; exit 4; }')
    programs.put("sudo", 'shift; SUDO=1 exec "$@"')
    with pytest.raises(HopError, match=r"here refuses: Access denied\. Start with --sudo") as error:
        await act(here, "stop", ODD, sudo=False)
    assert error.value.hop is Hop.PERMISSION
    line = f"--no-ask-password stop -- {ODD}"
    assert programs.called == [line]
    await act(here, "stop", ODD, sudo=True)
    assert programs.called[1:] == [line, f"-n systemctl {line}", line]
    programs.put("sudo", "echo 'sudo: a password is required' >&2; exit 1")
    with pytest.raises(HopError, match="refuses sudo: sudo: a password is required"):
        await act(here, "stop", ODD, sudo=True)


async def test_a_unit_that_fails_says_so_itself(here: LocalLink, programs: Programs) -> None:
    programs.put("systemctl", "printf 'Job for x failed.\\nSee systemctl status\\n'; exit 1")
    with pytest.raises(HopError, match=r"^unit: Job for x failed\.$"):
        await act(here, "start", "x", sudo=True)
    with pytest.raises(ValueError, match="poweroff"):
        command("poweroff", "x")


async def test_what_is_known_of_a_unit(here: LocalLink, programs: Programs) -> None:
    programs.put("systemctl", "printf 'Id=%s\\nActiveState=active\\n' \"$4\"")
    assert await properties(here, ODD) == {"state": {"Id": ODD, "ActiveState": "active"}}
    assert (await unit_files(here, "x")).startswith("Id=x")
    programs.put("systemctl", "echo LoadState=not-found")
    with pytest.raises(HopError, match="x is not there any more"):
        await properties(here, "x")
    with pytest.raises(HopError, match="x has no process on here"):
        await processes(here, "x")
    standing = Journal(lambda: here, "x", "x")
    programs.put(
        "systemctl", "printf 'ActiveState=failed\\nResult=exit-code\\nExecMainStatus=3\\n'"
    )
    assert (await standing.standing()).words == "failed (exit-code, code 3)"
    assert (await Journal(lambda: here, "x").standing()).began is not None
