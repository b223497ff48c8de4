"""The processor time and memory of a program and all that it starts.

A control group of its own counts to the nanosecond, and what has ended too. Where none may be made
(no root), the processes of a session are added up in ticks of 10 ms.
"""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

_CGROUP = Path("/sys/fs/cgroup")
_TICK = os.sysconf("SC_CLK_TCK")
_KB = 1024
_APP = "coreos-tui-bench-app-"


class Memory(NamedTuple):
    """Of all processes together: resident and proportional set in MB, and threads."""

    rss: float
    pss: float
    threads: int


@dataclass(frozen=True, slots=True)
class Group:
    """A control group, of version 1 or 2."""

    folder: Path
    old: bool

    def join(self) -> None:
        """Puts the calling process into the group."""
        (self.folder / "cgroup.procs").write_text("0")

    def pids(self) -> list[int]:
        with suppress(OSError):
            return [int(pid) for pid in (self.folder / "cgroup.procs").read_text().split()]
        return []

    def cpu(self) -> float:
        """Seconds, user and system."""
        if self.old:
            return int((self.folder / "cpuacct.usage").read_text()) / 1e9
        lines = (self.folder / "cpu.stat").read_text().splitlines()
        return next(int(x.split()[1]) for x in lines if x.startswith("usage_usec")) / 1e6

    def kill(self, wait: float = 3.0) -> None:
        """Ends every process of the group and of the groups below it, gently first."""
        end = time.monotonic() + wait
        for sign in (signal.SIGTERM, signal.SIGKILL):
            while pids := self._all():
                for pid in pids:
                    with suppress(ProcessLookupError):
                        os.kill(pid, sign)
                if time.monotonic() > end:
                    break
                time.sleep(0.02)
            end = time.monotonic() + wait

    def remove(self) -> None:
        """Takes the group away, once its processes are gone."""
        for folder in [*sorted(self.folder.rglob("*/"), reverse=True), self.folder]:
            for _ in range(20):
                with suppress(FileNotFoundError):
                    try:
                        folder.rmdir()
                    except OSError:
                        time.sleep(0.02)
                        continue
                break

    def _all(self) -> list[int]:
        below = self.folder.rglob("cgroup.procs")
        with suppress(OSError):
            return [int(pid) for procs in below for pid in procs.read_text().split()]
        return []


@dataclass(frozen=True, slots=True)
class Session:
    """The processes of a session, where there is no control group to be had."""

    leader: int

    def pids(self) -> list[int]:
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            with suppress(OSError, ProcessLookupError):
                if os.getsid(int(entry.name)) == self.leader:
                    found.append(int(entry.name))
        return found

    def cpu(self) -> float:
        total = 0
        for pid in self.pids():
            with suppress(OSError):
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                total += sum(int(each) for each in fields[11:15])
        return total / _TICK


def open_group(name: str) -> Group | None:
    """A new control group, or None where none may be made."""
    for root, old in ((_CGROUP / "cpuacct", True), (_CGROUP, False)):
        marker = "cpuacct.usage" if old else "cgroup.controllers"
        if (root / marker).exists() and os.access(root, os.W_OK):
            with suppress(OSError):
                (root / name).mkdir(exist_ok=True)
                return Group(root / name, old)
    return None


def open_app_group(number: int) -> Group | None:
    """A new group for a program that this process starts."""
    return open_group(f"{_APP}{os.getpid()}-{number}")


def stale_app_groups() -> Iterator[Group]:
    """Groups of programs that this process, or one that is gone, has left."""
    for root, old in ((_CGROUP / "cpuacct", True), (_CGROUP, False)):
        for folder in root.glob(f"{_APP}*"):
            owner = folder.name.removeprefix(_APP).partition("-")[0]
            if owner == str(os.getpid()) or not Path(f"/proc/{owner}").exists():
                yield Group(folder, old)


def memory(pids: list[int]) -> Memory:
    """What these processes hold together."""
    rss = pss = threads = 0
    for pid in pids:
        with suppress(OSError, ValueError):
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                rss += int(line.split()[1]) if line.startswith("Rss:") else 0
                pss += int(line.split()[1]) if line.startswith("Pss:") else 0
            threads += len(list(Path(f"/proc/{pid}/task").iterdir()))
    return Memory(round(rss / _KB, 1), round(pss / _KB, 1), threads)
