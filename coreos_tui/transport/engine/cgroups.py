"""What containers of this machine use, from the kernel's own files: the engine is not asked.

Source: Documentation/admin-guide/cgroup-v1 (cpuacct, memory) and cgroup-v2.rst of the kernel. The
places are those of Docker 20.10 to 29 and Podman 4 and 5, with either cgroup driver. A container
under a parent of its own choice is not found, and is left to the engine.
"""

import os
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from coreos_tui.core.engine import Usage

ROOT = Path("/sys/fs/cgroup")
_USER = "user.slice/user-{uid}.slice/user@{uid}.service/user.slice"
_PLACES = (
    "docker/{id}",
    "system.slice/docker-{id}.scope",
    "machine.slice/libpod-{id}.scope",
    "libpod_parent/libpod-{id}",
    _USER + "/docker-{id}.scope",
    _USER + "/libpod-{id}.scope",
)


@dataclass(frozen=True, slots=True)
class _Files:
    """Where one container's counters are; `second` is how many counts of `cpu` a second has."""

    cpu: Path
    memory: Path
    stat: Path
    limit: int
    second: float


class Cgroups:
    """Finds the files of containers and reads them. Methods block, for microseconds a file."""

    def __init__(self, root: Path = ROOT) -> None:
        self._root = root
        self._unified = (root / "cgroup.controllers").exists()
        self._files: dict[str, _Files | None] = {}
        self._last: dict[str, tuple[float, float]] = {}

    def read(self, ids: Collection[str]) -> dict[str, Usage]:
        """What is found of these; `cpu` is None the first time. Others are forgotten."""
        self._files = {id_: f for id_, f in self._files.items() if id_ in ids}
        self._last = {id_: s for id_, s in self._last.items() if id_ in ids}
        found = {id_: self._usage(id_) for id_ in ids}
        return {id_: usage for id_, usage in found.items() if usage is not None}

    def _usage(self, id_: str) -> Usage | None:
        if id_ not in self._files:
            self._files[id_] = next(self._found(id_), None)
        files = self._files[id_]
        if files is None:
            return None
        try:
            cpu = _first_number(files.cpu)
            used = _first_number(files.memory)
            cache = _field(files.stat, "inactive_file" if self._unified else "total_inactive_file")
        except (OSError, ValueError):
            del self._files[id_]  # it has ended; when it starts again its files are new ones
            self._last.pop(id_, None)
            return None
        return Usage(self._percent(id_, cpu / files.second), max(0, used - cache), files.limit)

    def _percent(self, id_: str, seconds: float) -> float | None:
        now = time.monotonic()
        before = self._last.get(id_)
        self._last[id_] = (now, seconds)
        if before is None or seconds < before[1] or now <= before[0]:
            return None
        return (seconds - before[1]) / (now - before[0]) * 100

    def _found(self, id_: str) -> Iterator[_Files]:
        for pattern in _PLACES:
            place = pattern.format(id=id_, uid=os.getuid())
            if self._unified:
                here = self._root / place
                files = (here / "cpu.stat", here / "memory.current", here / "memory.max")
            else:
                here = self._root / "memory" / place
                cpu = self._root / "cpuacct" / place / "cpuacct.usage"
                files = (cpu, here / "memory.usage_in_bytes", here / "memory.limit_in_bytes")
            if files[0].exists() and files[1].exists():
                second = 1e6 if self._unified else 1e9
                yield _Files(*files[:2], here / "memory.stat", _limit(files[2]), second)


def _first_number(path: Path) -> int:
    """`123`, or the first of lines like `usage_usec 123`."""
    return int(path.read_bytes().split(b"\n", 1)[0].split()[-1])


def _field(path: Path, name: str) -> int:
    wanted = name.encode() + b" "
    for line in path.read_bytes().splitlines():
        if line.startswith(wanted):
            return int(line[len(wanted) :])
    return 0


def _limit(path: Path) -> int:
    """Bytes; as the engine says it, the machine's whole memory where there is no limit."""
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        return min(whole, int(path.read_bytes()))
    except (OSError, ValueError):
        return whole
