"""What systemd knows of one unit.

Source: `systemctl show`, whose lines are KEY=VALUE in no order of ours, and `systemctl cat`.
"""

import re
import shlex
from collections.abc import Mapping
from datetime import UTC, datetime

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.log import Standing
from coreos_tui.core.sanitize import clean
from coreos_tui.core.text import size
from coreos_tui.transport.link import Link

Values = dict[str, list[str]]
Told = dict[str, object]

_SYSTEMCTL = "LC_ALL=C TZ=UTC SYSTEMD_COLORS=0 systemctl --no-pager"
_KEY = re.compile(r"([A-Z][A-Za-z0-9]*)=(.*)", re.DOTALL)
_UNSET = ("", "[not set]", "18446744073709551615", "infinity", "n/a")
_GROUPS = {
    "state": "Id Description LoadState ActiveState SubState Result UnitFileState UnitFilePreset "
    "StatusText StatusErrno NRestarts NeedDaemonReload LoadError",
    "process": "MainPID ControlPID ExecMainStatus ExecMainCode User Group WorkingDirectory "
    "ControlGroup Slice ExecStartPre ExecStart ExecStartPost ExecReload ExecStop Environment "
    "EnvironmentFiles Restart RestartUSec TimeoutStartUSec TimeoutStopUSec",
    "resources": "MemoryCurrent MemoryPeak MemoryMax MemoryHigh TasksCurrent TasksMax CPUUsageNSec "
    "IPIngressBytes IPEgressBytes IOReadBytes IOWriteBytes LimitNOFILE",
    "times": "ActiveEnterTimestamp ActiveExitTimestamp InactiveEnterTimestamp "
    "StateChangeTimestamp ExecMainStartTimestamp ExecMainExitTimestamp ConditionTimestamp "
    "LastTriggerUSec NextElapseUSecRealtime",
    "files": "FragmentPath SourcePath DropInPaths Documentation",
    "together with": "Requires Requisite Wants BindsTo PartOf Conflicts Triggers TriggeredBy "
    "RequiredBy WantedBy BoundBy ConsistsOf Before After Listen",
}
_LISTS = frozenset(f"{_GROUPS['together with']} DropInPaths Documentation".split())
_SIZES = frozenset({"MemoryCurrent", "MemoryPeak", "MemoryMax", "MemoryHigh"})


async def properties(link: Link, unit: str) -> Told:
    """Everything of a unit, grouped for people; the seldom asked last. Raises HopError."""
    return grouped(await _show(link, unit))


async def unit_files(link: Link, unit: str) -> str:
    """The unit's file and its drop-ins, each under its path. Raises HopError."""
    done = await link.run(f"{_SYSTEMCTL} cat -- {shlex.quote(unit)} 2>&1")
    said = done.out.decode("utf-8", "replace")
    if done.code:
        raise HopError(Hop.UNIT, said or f"{unit} has no file")
    return said


async def standing_of(link: Link, unit: str) -> Standing:
    """How a unit stands, or with "" the host. Raises HopError."""
    if not unit:
        done = await link.run("sed -n 's/^btime //p' /proc/stat")
        began = done.out.strip()
        return Standing(True, float(began) if began.isdigit() else None)
    done = await link.run(f"{_SYSTEMCTL} show -- {shlex.quote(unit)} 2>&1")
    values = {key: each[0] for key, each in parse_show(done.out).items()}
    running = values.get("ActiveState") in ("active", "activating", "reloading", "deactivating")
    words = values.get("ActiveState", "unknown")
    if words == "failed":
        code = values.get("ExecMainStatus", "0")
        words = f"failed ({values.get('Result', '')}{f', code {code}' if code != '0' else ''})"
    entered = values.get("ExecMainStartTimestamp") or values.get("ActiveEnterTimestamp", "")
    return Standing(running, seconds(entered), clean(words))


async def _show(link: Link, unit: str) -> Values:
    done = await link.run(f"{_SYSTEMCTL} show -- {shlex.quote(unit)} 2>&1")
    values = parse_show(done.out)
    if done.code or not values:
        raise HopError(Hop.UNIT, done.out.decode("utf-8", "replace") or f"{unit} is not known")
    if values.get("LoadState") == ["not-found"] and values.get("ActiveState") != ["active"]:
        raise HopError(Hop.UNIT, f"{unit} is not there any more")
    return values


def parse_show(out: bytes) -> Values:
    """Values by key; a key that comes again has several, and a value may have several lines."""
    values: Values = {}
    last: list[str] = []
    for line in out.decode("utf-8", "replace").split("\n"):
        found = _KEY.fullmatch(line)
        if found:
            last = values.setdefault(found[1], [])
            last.append(found[2])
        elif last:
            last[-1] = f"{last[-1]}\n{line}"
    return {key: [each.rstrip("\n") for each in listed] for key, listed in values.items()}


def grouped(values: Mapping[str, list[str]]) -> Told:
    """What is set, by what a person asks about; `all else` is everything that is left."""
    told: Told = {}
    left = dict(values)
    for group, keys in _GROUPS.items():
        shown = {key: _told(key, left.pop(key)) for key in keys.split() if key in left}
        told[group] = {key: value for key, value in shown.items() if value is not None}
    rest = {key: _told(key, listed) for key, listed in sorted(left.items())}
    told["all else"] = {key: value for key, value in rest.items() if value is not None}
    return {group: shown for group, shown in told.items() if shown}


def _told(key: str, listed: list[str]) -> object:
    texts = [each for each in listed if each not in _UNSET]
    if not texts:
        return None
    text = texts[0]
    if key in _LISTS:
        return [word for each in texts for word in each.split()]
    if key in _SIZES and text.isdigit():
        return size(int(text))
    if key == "CPUUsageNSec" and text.isdigit():
        return f"{int(text) / 1e9:.3f} s"
    if key == "Environment":
        return _environment(texts)
    return texts if len(texts) > 1 else text


def _environment(texts: list[str]) -> object:
    """By name, so that what is secret by its name is masked."""
    try:
        words = shlex.split(" ".join(texts))
    except ValueError:
        words = " ".join(texts).split()
    return dict(word.partition("=")[::2] for word in words)


def seconds(stamp: str) -> float | None:
    """`Tue 2026-11-24 18:54:43 UTC` in seconds since 1970."""
    try:
        moment = datetime.strptime(" ".join(stamp.split()[1:3]), "%Y-%m-%d %H:%M:%S")
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC).timestamp()
