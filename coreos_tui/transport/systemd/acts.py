"""What systemd is told to do with a unit.

Run as the user one is. Where that is refused, and only where the user has said so, once more
through `sudo -n`, which never asks for a password.
"""

import asyncio
import shlex

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.transport.link import Link

# `systemctl stop` waits for the unit to end, which may be killed after 90 seconds.
DEADLINE = 120.0
_MOST = 4096
VERBS = ("start", "stop", "restart", "kill", "enable", "disable", "reset-failed")
_REFUSED = (
    "Access denied",
    "Interactive authentication required",
    "Authentication is required",
    "Operation not permitted",
    "Permission denied",
    "not authorized",
    "Rejected send message",
)
_NO_SUDO = "Start with --sudo (or set `sudo = true`) to let it try `sudo -n`"


def command(verb: str, unit: str) -> str:
    """The command line, as it is run and as it is shown."""
    if verb not in VERBS:
        raise ValueError(verb)
    return f"systemctl --no-ask-password {verb} -- {shlex.quote(unit)}"


async def act(link: Link, verb: str, unit: str, *, sudo: bool) -> None:
    """Does it and returns when systemd has. Raises HopError with what systemd said."""
    line = command(verb, unit)
    code, said = await _run(link, line)
    if not code:
        return
    if not any(each in said for each in _REFUSED):
        raise HopError(Hop.UNIT, said or f"`{line}` ended with code {code}")
    if not sudo:
        raise HopError(Hop.PERMISSION, f"{link.name} refuses: {said}", _NO_SUDO)
    code, said = await _run(link, f"sudo -n {line}")
    if code:
        refused = said.startswith("sudo:")
        hop = Hop.PERMISSION if refused else Hop.UNIT
        raise HopError(hop, f"{link.name} refuses sudo: {said}" if refused else said)


async def _run(link: Link, line: str) -> tuple[int, str]:
    """On a channel of its own: slow units must not keep a host's shells from the probe."""
    output = await link.open_output(f"LC_ALL=C; export LC_ALL; {line}; printf '\\n%d' $?")
    said = b""
    try:
        async with asyncio.timeout(DEADLINE):
            while chunk := await output.read():
                said = (said + chunk)[-_MOST:]
    except TimeoutError:
        raise HopError(Hop.UNIT, f"`{line}` took over {DEADLINE:g} s") from None
    finally:
        output.close()
    *lines, code = said.decode("utf-8", "replace").split("\n")
    # Some lines only say where to look: here one looks already.
    told = [each for each in lines if each.strip() and not each.startswith(("See ", "Hint: "))]
    return int(code) if code.isdigit() else 1, " ".join(told)
