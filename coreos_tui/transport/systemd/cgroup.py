"""The processes of a unit: those of its control group and of the groups below."""

import shlex

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.sanitize import clean
from coreos_tui.transport.link import Link

# Version 1 has a tree for systemd alone; in mixed mode version 2 stands beside it.
_SCRIPT = """export LC_ALL=C
group=$(systemctl show -p ControlGroup -- {unit} | sed -n 's/^ControlGroup=//p')
[ -n "$group" ] && [ "$group" != / ] || exit 3
for root in /sys/fs/cgroup /sys/fs/cgroup/systemd /sys/fs/cgroup/unified; do
  [ -r "$root$group/cgroup.procs" ] || continue
  pids=$(find "$root$group" -name cgroup.procs -exec cat {{}} + 2>/dev/null | tr '\\n' ,)
  [ -n "$pids" ] && break
done
[ -n "$pids" ] || exit 3
ps -ww -o pid,user,pcpu,rss,etime,args -p "${{pids%,}}" 2>/dev/null || ps
"""
_COLUMNS = 6


async def processes(link: Link, unit: str) -> tuple[tuple[str, ...], ...]:
    """Rows of words, the titles first. Raises HopError where the unit has no process."""
    done = await link.run(_SCRIPT.format(unit=shlex.quote(unit)))
    rows = [
        line.split(None, _COLUMNS - 1) for line in done.out.decode("utf-8", "replace").split("\n")
    ]
    found = tuple(tuple(map(clean, row)) for row in rows if row)
    if done.code or len(found) < 2:
        raise HopError(Hop.UNIT, f"{unit} has no process on {link.name}")
    return found
