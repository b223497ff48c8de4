"""The processes of a demo host's units: control groups as files, and a `ps` that lists them."""

from collections.abc import Iterable
from pathlib import Path

from coreos_tui.demo.scenario import UnitPart

_PS = """wanted=
while [ $# -gt 0 ]; do
  case $1 in -p) wanted=$2; shift ;; esac
  shift
done
exec awk -F '\\t' -v wanted=",$wanted," '
  BEGIN { print "  PID USER     %CPU   RSS     ELAPSED COMMAND" }
  wanted == ",," || index(wanted, "," $1 ",") {
    printf "%5d %-8s %4s %5d %11s %s\\n", $1, $2, $3, $4, $5, $6
  }' "{table}"
"""
_FIRST = 412


def group_files(units: Iterable[UnitPart]) -> dict[str, str]:
    """Files of the control groups, by absolute path."""
    return {
        f"/sys/fs/cgroup/system.slice/{unit.name}/cgroup.procs": f"{pid}\n"
        for pid, unit in _running(units)
    }


def ps(folder: Path, units: Iterable[UnitPart]) -> str:
    """The sh script; its table goes into the folder."""
    table = folder / "processes"
    rows = (
        (str(pid), "root", "0.0", str(4096 + pid * 7), "02:11:09", _command(unit))
        for pid, unit in _running(units)
    )
    table.write_text("".join("\t".join(row) + "\n" for row in rows))
    return _PS.replace("{table}", str(table))


def _running(units: Iterable[UnitPart]) -> Iterable[tuple[int, UnitPart]]:
    services = (u for u in units if u.name.endswith(".service") and u.state == "active")
    return ((_FIRST + place * 3, unit) for place, unit in enumerate(services))


def _command(unit: UnitPart) -> str:
    stem = unit.name.removesuffix(".service")
    return "/usr/bin/dockerd --host=fd://" if stem == "docker" else f"/usr/bin/{stem}"
