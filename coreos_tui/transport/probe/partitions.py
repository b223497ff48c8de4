"""The two partitions that Flatcar and Container Linux boot from in turn. Only root may ask."""

import re
from dataclasses import dataclass

from coreos_tui.transport.probe.frame import Parts

# A look by a user without root leaves this out: a refused sudo would stand in the auth log.
BEHIND = r"""
partitions() {
  part cmdline; sed -n 's/.*usr=PARTUUID=\([0-9A-Fa-f-]*\).*/\1/p' /proc/cmdline 2>/dev/null
  if [ "$(id -u)" = 0 ] && has cgpt && has rootdev; then
    ask cgpt 2 16384 cgpt show "$(slow 2 rootdev -s -d /usr 2>/dev/null)"
  fi
}
"""
# These are the same on every machine.
_USR = {
    "7130c94a-213a-4e5a-8e26-6cce9662f132": "USR-A",
    "e03dd35c-7c2d-4a47-b3fe-27f15780a57c": "USR-B",
}
_PART = re.compile(
    r'Label: "(USR-[AB])".*?Attr: priority=(\d+) tries=(\d+) successful=(\d+)', re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Partition:
    """One of USR-A and USR-B, with the attributes that the boot loader goes by."""

    label: str
    priority: int
    tries: int
    successful: bool

    @property
    def bootable(self) -> bool:
        return self.priority > 0 and (self.successful or self.tries > 0)


def parse_partitions(parts: Parts) -> tuple[Partition | None, Partition | None]:
    """The one that runs and the other one; nothing where that cannot be known."""
    found = {
        label: Partition(label, int(priority[:3]), int(tries[:3]), successful != "0")
        for label, priority, tries, successful in _PART.findall(parts["cgpt"].text)
    }
    running = _USR.get(parts["cmdline"].text.lower(), "")
    if running not in found:
        return None, None
    other = next((each for label, each in found.items() if label != running), None)
    return found[running], other


def is_staged(running: Partition | None, other: Partition | None) -> bool:
    """Whether the next boot takes the other partition for the first time."""
    if running is None or other is None:
        return False
    return other.priority > running.priority and other.tries > 0 and not other.successful
