"""Hosts that update package by package: Debian, Ubuntu, and what little others show."""

import re

from coreos_tui.core.answer import Answer, not_here
from coreos_tui.core.release import Release
from coreos_tui.core.sanitize import clean
from coreos_tui.core.update import ANY_TIME, Family, Need, Reboot, Update
from coreos_tui.transport.probe.frame import Parts
from coreos_tui.transport.probe.pairs import seconds

SCRIPT = r"""
case $family in packages|unknown)
  part packages; sort -u /run/reboot-required.pkgs 2>/dev/null | head -c 4096
  part modules
  for f in /lib/modules/*; do if [ -d "$f" ]; then echo "${f##*/}"; fi; done | head -c 4096
  part kernel
  for f in /vmlinuz /boot/vmlinuz; do
    if [ -h "$f" ]; then readlink "$f"; break; fi
  done | head -c 256
  part apt-conf
  grep -hE '^[^/#]*(Periodic::Unattended-Upgrade|Automatic-Reboot|Automatic-Reboot-Time)[ "]' \
    /etc/apt/apt.conf.d/* 2>/dev/null | head -c 4096
  part apt-stamp
  for f in /var/lib/apt/periodic/update-success-stamp /var/lib/apt/lists/partial; do
    if [ -e "$f" ]; then stat -c %Y "$f" 2>/dev/null; break; fi
  done
esac
"""


def parse_packages(parts: Parts, release: Release) -> Update:
    """The sections of SCRIPT. Which packages are behind only apt knows, and it is not asked."""
    conf = parts["apt-conf"].text
    checked = seconds(parts["apt-stamp"].text)
    by_itself = bool(re.search(r'Periodic::Unattended-Upgrade\s+"[1-9]', conf))
    reboots = bool(re.search(r'Automatic-Reboot\s+"(true|1|yes)"', conf, re.IGNORECASE))
    reboot = _reboot(parts)
    at = re.search(r'Automatic-Reboot-Time\s+"([^"]{1,40})"', conf)
    waits = ("Somebody has to reboot it: nothing here does so by itself",)
    return Update(
        family=Family.DEBIAN,
        version=release.version,
        next=not_here("apt is not asked"),
        previous=not_here("packages have no way back"),
        channel=_codename(release),
        strategy=Answer(_STRATEGY[by_itself, by_itself and reboots]),
        window=Answer(clean(at[1]) if at else ANY_TIME) if by_itself and reboots else _NEVER,
        last_checked=Answer(checked) if checked else not_here("no check is recorded"),
        operation=not_here("packages have no updater that runs"),
        waits_for=waits if reboot.need is Need.YES and not (by_itself and reboots) else (),
        reboot=reboot,
        lock=not_here("no reboot lock that can be read"),
    )


_NEVER = not_here("nothing reboots it by itself")
_STRATEGY = {
    (False, False): "by hand",
    (True, False): "unattended upgrades, reboots by hand",
    (True, True): "unattended upgrades and reboots",
}


def _codename(release: Release) -> Answer[str]:
    name = release.field("VERSION_CODENAME")
    return Answer(name) if name else not_here("the release has no codename")


def _reboot(parts: Parts) -> Reboot:
    """/run/reboot-required proves it. Its absence proves nothing, so kernels are compared."""
    if parts["reboot-required"].text:
        wanting = parts["packages"].text.split()
        what = f", asked for by {_listed(wanting)}" if wanting else ""
        return Reboot(Need.YES, f"/run/reboot-required is there{what}")
    running = [*parts["uname"].text.split("\n"), "", ""][1].strip()
    installed = parts["modules"].text.split("\n") if parts["modules"].text else []
    default = parts["kernel"].text.rpartition("/")[2].removeprefix("vmlinuz-")
    default = default or max(installed, key=_numbers, default="")
    if installed and running not in installed:
        return Reboot(Need.YES, f"the modules of the running kernel {clean(running)} are gone")
    if default and running and default != running:
        return Reboot(Need.YES, f"kernel {clean(default)} is installed, {clean(running)} runs")
    if default:
        return Reboot(Need.NO_EVIDENCE, "the installed kernel runs")
    return Reboot(Need.UNKNOWN, "no kernel is installed here to compare the running one with")


def _numbers(kernel: str) -> list[int]:
    return [int(each) for each in re.findall(r"\d{1,9}", kernel)]


def _listed(names: list[str]) -> str:
    first = clean(", ".join(names[:3]))
    return first if len(names) <= 3 else f"{first} and {len(names) - 3} more"
