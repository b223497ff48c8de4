"""systemd of a demo host: tables in files, and a `systemctl` that reads them as its version would.

The table of units may be rewritten while the host runs; the next answer is by the new one.
"""

import json
import shlex
import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from coreos_tui.demo.clock import Clock
from coreos_tui.demo.scenario import UnitPart

_PROGRAMS = Path(__file__).parent / "programs"
_SUBS = {
    "active": {"service": "running", "timer": "waiting", "socket": "listening", "mount": "mounted"},
    "inactive": {},
    "failed": {},
    "activating": {"service": "auto-restart"},
}
_DESCRIBED = {
    "docker.service": "Docker Application Container Engine",
    "docker.socket": "Docker Socket for the API",
    "systemd-journald.service": "Journal Service",
    "systemd-networkd.service": "Network Configuration",
}


def units_of(parts: Iterable[UnitPart], sockets: Iterable[str]) -> dict[str, UnitPart]:
    """All units by name: those that every host has, those of its engines, and its own."""
    units = {
        name: UnitPart(name, description=_DESCRIBED.get(name, name))
        for name in ("systemd-journald.service", "systemd-networkd.service")
    }
    units["sshd.socket"] = UnitPart(
        "sshd.socket", description="OpenSSH Server Socket", listens=("[::]:22",)
    )
    for path in sockets:
        name = path.rpartition("/")[2].removesuffix(".sock")
        service, socket = f"{name}.service", f"{name}.socket"
        units[service] = UnitPart(service, description=_DESCRIBED.get(service, "Podman API"))
        units[socket] = UnitPart(
            socket, description=f"{name.title()} Socket", listens=(path,), activates=service
        )
    return units | {part.name: part for part in parts}


def write_tables(folder: Path, units: Iterable[UnitPart], clock: Clock) -> None:
    """The files that `systemctl` reads; moments of timers are reckoned from now."""
    folder.mkdir(parents=True, exist_ok=True)
    listed, now = list(units), clock.time()
    (folder / "units").write_text("".join(map(_unit_row, listed)))
    (folder / "list-timers").write_text("".join(_timer_row(each, now) for each in listed))
    (folder / "list-sockets").write_text("".join(map(_socket_rows, listed)))
    for name in ("systemctl.awk", "acts.awk", "acts.sh", "cat.sh"):
        shutil.copy(_PROGRAMS / name, folder)


def systemctl(folder: Path, version: int, finished: int) -> str:
    """The sh script; `finished` is when the boot was done, in seconds since 1970."""
    given = {"dir": str(folder), "version": str(version), "finished": _written(finished)}
    head = "".join(f"{name}={shlex.quote(value)}\n" for name, value in given.items())
    return head + (_PROGRAMS / "systemctl.sh").read_text()


def _written(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%a %Y-%m-%d %H:%M:%S UTC")


def _unit_row(unit: UnitPart) -> str:
    kind = unit.name.rpartition(".")[2]
    dead = {"inactive": "dead", "failed": "failed"}.get(unit.state, unit.state)
    sub = unit.sub or _SUBS.get(unit.state, {}).get(kind, dead)
    words = (unit.name, unit.load, unit.state, sub, unit.description)
    texts = (json.dumps(unit.name), json.dumps(unit.description), unit.status)
    return "\t".join((*words, *texts)) + "\n"


def _socket_rows(unit: UnitPart) -> str:
    rows = [(path, unit.name, unit.activates) for path in unit.listens]
    return "".join("\t".join((*row, *map(json.dumps, row))) + "\n" for row in rows)


def _timer_row(unit: UnitPart, now: float) -> str:
    if not unit.name.endswith(".timer"):
        return ""
    coming = now + unit.next if unit.next else 0
    last = now - unit.last if unit.last else 0
    activates = unit.activates or unit.name.removesuffix(".timer") + ".service"
    counts = [str(int(each * 1e6)) for each in (coming, last)]
    words = [_written(each) if each else "n/a" for each in (coming, last)]
    texts = [json.dumps(each) for each in (unit.name, activates)]
    return "\t".join((*counts, unit.name, activates, *words, *texts)) + "\n"
