"""One look at a host: who it is, and which engines it has."""

from collections.abc import Mapping

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.fleet.host import Look, Probed
from coreos_tui.transport.blocking import in_thread
from coreos_tui.transport.contexts import local_engine, local_engines
from coreos_tui.transport.engine.api import Engine
from coreos_tui.transport.engine.http import Dial
from coreos_tui.transport.link import ByteStream, Link
from coreos_tui.transport.probe import Socket, probe
from coreos_tui.transport.ssh import SshLink


def look_at_workstation(environ: Mapping[str, str]) -> Look:
    """This machine: the probe, and the engines that the Docker command line would find."""

    async def look(link: Link) -> Probed:
        found = await probe(link)
        addresses = await in_thread(local_engines, environ)
        return Probed(found.facts, tuple(local_engine(each) for each in addresses), {})

    return look


async def look_at_host(link: Link) -> Probed:
    """A host behind a link: the probe names the sockets there are."""
    found = await probe(link)
    engines: list[Engine] = []
    broken: dict[str, HopError] = {}
    for socket in found.sockets:
        problem = _problem(socket, link.name)
        if problem:
            broken[socket.engine] = problem
        else:
            engines.append(Engine(socket.engine, _dial(link, socket), address=socket.path))
    return Probed(found.facts, tuple(engines), broken)


def _problem(socket: Socket, host: str) -> HopError | None:
    if socket.asleep:
        return HopError(
            Hop.ENGINE,
            f"{socket.engine} on {host} is socket-activated and not started",
            "Press S here to start it",
        )
    if not socket.openable:
        return HopError(
            Hop.PERMISSION,
            f"this user may not open {socket.path} on {host}",
            "Add the user to the group docker there, or use Podman's own socket of the user",
        )
    return None


def _dial(link: Link, socket: Socket) -> Dial:
    async def dial() -> ByteStream:
        try:
            return await link.dial_socket(socket.path)
        except HopError as error:
            # sshd may forbid forwarding to sockets; the Docker command line can carry it instead.
            if error.hop is not Hop.PERMISSION or not isinstance(link, SshLink):
                raise
            return await link.dial_command("docker system dial-stdio")

    return dial
