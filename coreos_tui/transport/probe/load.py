"""Load averages, memory, root disk and uptime."""

import re

from coreos_tui.core.load import Load
from coreos_tui.transport.probe.frame import Parts
from coreos_tui.transport.probe.pairs import whole

# An ostree host has a root of its own that is always full; what fills up is below /sysroot.
SCRIPT = r"""
part loadavg; first /proc/loadavg | head -c 128; sysctl -n vm.loadavg 2>/dev/null
part cores
grep -c '^processor' /proc/cpuinfo 2>/dev/null || sysctl -n hw.ncpu 2>/dev/null
part memory
sed -n -e '/^Mem/p' -e '/^Buffers/p' -e '/^Cached/p' /proc/meminfo 2>/dev/null | head -c 1024
sysctl -n hw.memsize 2>/dev/null
part uptime; first /proc/uptime | head -c 64
if [ -e /run/ostree-booted ]; then ask disk 2 1024 df -Pk /sysroot
else ask disk 2 1024 df -Pk /; fi
"""
_MEMORY = re.compile(r"^(\w+):\s+(\d{1,15}) kB", re.MULTILINE)


def parse_load(parts: Parts) -> Load:
    """What the sections of SCRIPT say; what they do not say is None."""
    memory, available = _memory(parts["memory"].text)
    disk, free = _disk(parts["disk"].text)
    up = re.match(r"\d{1,12}(\.\d+)?", parts["uptime"].text)
    return Load(
        averages=_averages(parts["loadavg"].text),
        cores=whole(parts["cores"].text) or None,
        memory=memory,
        memory_available=available,
        disk=disk,
        disk_free=free,
        uptime=float(up.group()) if up else None,
    )


def _averages(text: str) -> tuple[float, float, float] | None:
    """`0.52 0.58 0.59 1/467 12345`; macOS puts it in braces."""
    found = re.match(r"\{?\s*(\d+\.\d+) (\d+\.\d+) (\d+\.\d+)", text)
    return (float(found[1]), float(found[2]), float(found[3])) if found else None


def _memory(text: str) -> tuple[int | None, int | None]:
    """Kernels before 3.14 have no MemAvailable: free, buffers and cache come near it."""
    said = {name: int(count) * 1024 for name, count in _MEMORY.findall(text)}
    if "MemTotal" not in said:
        return whole(text), None
    near = sum(said.get(name, 0) for name in ("MemFree", "Buffers", "Cached"))
    return said["MemTotal"], said.get("MemAvailable", near)


def _disk(text: str) -> tuple[int | None, int | None]:
    """The line below the heading of `df -Pk`: device, size, used, available, share, place.

    As in that share, what is neither used nor available (kept for root, over a quota) is no one's.
    """
    found = re.search(r"^\S.*?\s\d{1,15}\s+(\d{1,15})\s+(\d{1,15})\s+\S+\s+/", text, re.MULTILINE)
    if not found:
        return None, None
    used, free = int(found[1]) * 1024, int(found[2]) * 1024
    return used + free, free
