"""The journal of a demo host: what its units say, and a `journalctl` that tells it."""

import json
import shlex
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from coreos_tui.demo.clock import Clock
from coreos_tui.demo.scenario import UnitPart

_PROGRAM = Path(__file__).parent / "programs" / "journalctl.py"
_PRIORITIES = {"!": 3, "?": 4, "#": 7}
# What well-known units say, and how many seconds lie between two sentences.
_KNOWN = {
    "docker.service": (
        "dockerd",
        31.0,
        'time="now" level=info msg="ignoring event" module=libcontainerd topic=/tasks/delete',
        '?time="now" level=warning msg="cleaning up after shim disconnected" id={n}',
    ),
    "systemd-networkd.service": ("systemd-networkd", 611.0, "eth0: DHCPv4 lease renewed"),
    "systemd-journald.service": (
        "systemd-journald",
        1811.0,
        "Runtime Journal is 8.0M, max 75.5M, 67.5M free.",
    ),
    "update-engine.service": (
        "update_engine",
        2903.0,
        "Next update check in 45m17s",
        "Omaha request sent; no update available",
    ),
    "zincati.service": ("zincati", 307.0, "#polling Cincinnati for updates, request {n}"),
}
_SSHD = (
    "Accepted publickey for core from 10.0.2.2 port 5{n} ssh2: ED25519",
    "pam_unix(sshd:session): session opened for user core(uid=500) by core(uid=0)",
)


def write_journal(
    file: Path,
    units: Iterable[UnitPart],
    kernel: str,
    clock: Clock,
    booted: float,
    version: int,
) -> None:
    """The voices as `journalctl` reads them, with the time of the scenario."""
    told = {
        "version": version,
        "boot": booted,
        "begin": clock.time(),
        "wall": time.time(),
        "speed": clock.speed,
        "voices": list(_voices(units, kernel)),
    }
    file.write_text(json.dumps(told))


def journalctl(file: Path) -> str:
    """The sh script."""
    words = (sys.executable, "-I", "-S", str(_PROGRAM), str(file))
    return f'exec {" ".join(map(shlex.quote, words))} "$@"'


def _voices(units: Iterable[UnitPart], kernel: str) -> Iterator[dict[str, Any]]:
    yield _voice("", "kernel", [f"Linux version {kernel}", "Command line: root=LABEL=ROOT"], 0.0)
    for place, unit in enumerate(units):
        name, at = unit.name, 2.0 + place * 0.37
        what = unit.description or name
        if unit.state == "failed":
            yield from _failed(unit, at)
        elif unit.state == "active":
            yield _voice(name, "systemd", [f"Started {name} - {what}."], at)
        source, every, *texts = _KNOWN.get(name, (name.rpartition(".")[0], unit.every))
        if unit.says or texts:
            spoken = list(unit.says) or [str(each) for each in texts]
            yield from _spoken(name, str(source), spoken, at + 1.0, unit.every or float(every))
    yield _voice("sshd.service", "sshd", list(_SSHD), 12.0, 97.0, 6)


def _failed(unit: UnitPart, at: float) -> Iterator[dict[str, Any]]:
    name = unit.name
    yield _voice(name, "systemd", [f"Starting {name} - {unit.description or name}..."], at)
    ended = f"{name}: Main process exited, code=exited, status=1/FAILURE"
    yield _voice(name, "systemd", [ended], at + 1.2, priority=5)
    yield _voice(
        name, "systemd", [f"{name}: Failed with result 'exit-code'."], at + 1.3, priority=4
    )
    if unit.status:
        source = name.rpartition(".")[0]
        yield _voice(name, source, [unit.status], at + 1.1, priority=3)


def _spoken(
    name: str, source: str, texts: list[str], at: float, every: float
) -> Iterator[dict[str, Any]]:
    """A voice for each priority that a unit speaks with: `!` error, `?` warning, `#` debug."""
    plain = [each for each in texts if each[:1] not in _PRIORITIES]
    if plain:
        yield _voice(name, source, plain, at, every)
    for mark, priority in _PRIORITIES.items():
        marked = [each[1:] for each in texts if each.startswith(mark)]
        if marked:
            yield _voice(name, source, marked, at + every / 2, every * 3, priority)


def _voice(
    unit: str, source: str, texts: list[str], first: float, every: float = 0.0, priority: int = 6
) -> dict[str, Any]:
    return {
        "unit": unit,
        "source": source,
        "priority": priority,
        "texts": texts,
        "first": first,
        "every": every,
    }
