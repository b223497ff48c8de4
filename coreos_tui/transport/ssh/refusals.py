"""Why a socket of a host did not open: sshd says the same whatever it was, so the host is asked."""

import shlex

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.transport.link import Link

PROHIBITED = 1  # SSH_OPEN_ADMINISTRATIVELY_PROHIBITED, RFC 4254
# Prints what it is: `none`, `shut`, `deaf` or `open`. /proc/net/unix shows who listens
# (flag 00010000) under the name the socket was bound to, so names are compared by their ends.
_LOOK = """
f={path}
id -un
[ -S "$f" ] || { echo none; exit; }
[ -w "$f" ] || { echo shut; exit; }
[ -r /proc/net/unix ] || { echo deaf; exit; }
while read -r _ _ _ flags _ _ _ name; do
  [ "$flags" = 00010000 ] && [ "${name##*/}" = "${f##*/}" ] && { echo open; exit; }
done </proc/net/unix
echo deaf
"""


async def socket_fault(link: Link, path: str, prohibited: bool) -> HopError:
    """The sentence for a stream-local channel that was refused."""
    if prohibited:
        return _forbidden(link.name)
    try:
        done = await link.run(_LOOK.replace("{path}", shlex.quote(path)), deadline=3.0, limit=4096)
        user, found = done.out.decode("utf-8", "replace").split()[:2]
    except (HopError, ValueError):
        user, found = "", "none"
    if found == "open":
        return _forbidden(link.name)
    if found == "shut":
        return HopError(
            Hop.PERMISSION,
            f"{user} may not open {path} on {link.name}",
            "Join the group of the socket (often docker), or use a rootless engine",
        )
    if found == "deaf":
        return HopError(
            Hop.SOCKET, f"nobody listens at {path} on {link.name}", "Start the engine there"
        )
    return HopError(
        Hop.SOCKET,
        f"{path} on {link.name} is not there or may not be opened",
        "Start the engine's socket there, or install the engine",
    )


def _forbidden(name: str) -> HopError:
    return HopError(
        Hop.PERMISSION,
        f"sshd on {name} forbids stream-local forwarding",
        "Set AllowStreamLocalForwarding yes in its sshd_config; "
        "docker system dial-stdio is the way round",
    )
