"""The whole script, put together from the sections of each subject."""

from coreos_tui.transport.probe import (
    confd,
    etcd,
    flatcar,
    identity,
    load,
    ostree,
    packages,
    partitions,
    services,
    sockets,
    system,
    units,
    update,
)
from coreos_tui.transport.probe.frame import HEAD

_FUNCTIONS = (
    services.SCRIPT,
    system.BEHIND,
    units.SCRIPT,
    partitions.BEHIND,
    flatcar.BEHIND,
    ostree.BEHIND,
    etcd.BEHIND,
    confd.SCRIPT,
)
_ALWAYS = ("services", "manager")
_RARELY = ("flatcar", "ostree_host", "etcd_version")
_UNITS = ("units", "timers", "listening")


def script(nonce: str, *, rare: bool = True, units: bool = False) -> str:
    """A script that reads only, needs no root and starts nothing.

    `rare` adds updates, confd and etcd, which change slowly; `units` every unit, timer and
    listening socket.
    """
    # The failed ones are among all units, so they are asked for only where those are not.
    slow = (*_ALWAYS, *(_RARELY if rare else ()), *(_UNITS if units else ("failed",)))
    quick = [identity.SCRIPT, system.SCRIPT, sockets.SCRIPT, load.SCRIPT]
    family = [update.SCRIPT] if rare else []
    if rare:
        quick += [packages.SCRIPT, etcd.SCRIPT, "\nconfd_files\n"]
    whole = "\n".join([HEAD, *_FUNCTIONS, *family, _beside(slow, "".join(quick))])
    return f"{whole}\npart end\nexit 0\n".replace("NONCE", nonce)


def _beside(slow: tuple[str, ...], quick: str) -> str:
    """Runs slow sections at once, beside each other and the quick ones, without any files.

    Each writes into a pipe of its own while the rest goes on, and is read when that is done.
    """
    whole = f"{{\n{quick}\n}} </dev/null\n"
    for name in reversed(slow):
        whole = f"{name} </dev/null | {{\n{whole}cat\n}}\n"
    return whole
