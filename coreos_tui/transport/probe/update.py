"""Which way of updating a host has, and where it stands with it."""

from coreos_tui.core.answer import not_here
from coreos_tui.core.release import Release
from coreos_tui.core.update import Family, Need, Reboot, Update
from coreos_tui.transport.probe.flatcar import parse_flatcar
from coreos_tui.transport.probe.frame import Parts
from coreos_tui.transport.probe.ostree import parse_ostree
from coreos_tui.transport.probe.packages import parse_packages
from coreos_tui.transport.probe.services import Service

# What a host has tells more than its name: images are rebuilt under many.
SCRIPT = r"""
part family
if [ -e /run/ostree-booted ]; then family=ostree
elif has update_engine_client; then family=update_engine
elif has dpkg; then family=packages
else family=unknown; fi
echo "$family"
part reboot-required
if [ -e /run/reboot-required ] || [ -e /var/run/reboot-required ]; then echo yes; fi
"""
_NOT_KNOWN = not_here("how this system updates is not known")


def parse_update(parts: Parts, release: Release, services: dict[str, Service]) -> Update:
    """Where the host stands. What is not known is said to be so."""
    family = parts["family"].text
    if family == Family.FLATCAR:
        return parse_flatcar(parts, release)
    if family == Family.OSTREE:
        return parse_ostree(parts, release, services)
    update = parse_packages(parts, release)
    if family == Family.DEBIAN:
        return update
    reboot = update.reboot
    if reboot.need is not Need.YES:
        reboot = Reboot(Need.UNKNOWN, _NOT_KNOWN.why)
    return Update(
        version=release.version,
        next=_NOT_KNOWN,
        previous=_NOT_KNOWN,
        channel=_NOT_KNOWN,
        strategy=_NOT_KNOWN,
        window=_NOT_KNOWN,
        last_checked=_NOT_KNOWN,
        operation=_NOT_KNOWN,
        reboot=reboot,
        lock=_NOT_KNOWN,
    )
