"""What the kernel of a demo host says: /proc, and the disk."""

import shlex
import shutil
from pathlib import Path

from coreos_tui.demo.scenario import LoadPart

# The names of files come from what a script has read, so they are those of the host.
_STAT = """root={root}
for word in "$@"; do
  shift
  case $word in "$root"/*|[!/]*|'') ;; *) word=$root$word ;; esac
  set -- "$@" "$word"
done
exec {real} "$@"
"""


def proc_files(load: LoadPart, boot_id: str, booted: int, now: float) -> dict[str, str]:
    """Files of /proc by path; times in seconds since 1970."""
    up, used = max(0.0, now - booted), load.memory - load.memory_available
    averages = " ".join(f"{each:.2f}" for each in load.averages)
    return {
        "/proc/stat": f"cpu  100 0 100 9000 0 0 0 0 0 0\nbtime {booted}\n",
        "/proc/uptime": f"{up:.2f} {up * 1.9:.2f}\n",
        "/proc/loadavg": f"{averages} 1/187 4242\n",
        "/proc/cpuinfo": "".join(f"processor\t: {n}\n\n" for n in range(load.cores)),
        "/proc/meminfo": (
            f"MemTotal: {load.memory >> 10:14d} kB\nMemFree: {load.memory_available >> 11:15d} kB\n"
            f"MemAvailable: {load.memory_available >> 10:10d} kB\n"
            f"Buffers: {used >> 14:15d} kB\nCached: {used >> 11:16d} kB\n"
        ),
        "/proc/sys/kernel/random/boot_id": f"{boot_id}\n",
    }


def disk_command(load: LoadPart) -> str:
    """A `df -Pk` that knows one disk."""
    used = (load.disk - load.disk_free) >> 10
    row = f"/dev/sda9 {load.disk >> 10} {used} {load.disk_free >> 10} 42% /"
    return f"echo 'Filesystem 1024-blocks Used Available Capacity Mounted on'\necho {row!r}"


def stat_command(root: Path) -> str:
    """A `stat` that finds the host's own files only."""
    return _STAT.format(root=shlex.quote(str(root)), real=shlex.quote(real("stat")))


def real(name: str) -> str:
    """Where this machine has a program, for the few that only read."""
    return shutil.which(name) or "/bin/false"
