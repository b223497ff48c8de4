"""One look at a host: who it is, and which engines it has."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.fleet.host import Early, Look, Probed
from coreos_tui.transport.blocking import in_thread
from coreos_tui.transport.contexts import local_engine, local_engines
from coreos_tui.transport.engine.api import Engine
from coreos_tui.transport.http.exchange import Dial
from coreos_tui.transport.link import ByteStream, Link

if TYPE_CHECKING:
    from coreos_tui.transport.probe import Socket


def engines_here(environ: Mapping[str, str]) -> Early:
    """The engines that the Docker command line would find on this machine, from files alone."""

    async def early() -> tuple[Engine, ...]:
        return tuple(local_engine(each) for each in await in_thread(local_engines, environ))

    return early


def look_at_workstation(environ: Mapping[str, str]) -> Look:
    """This machine: the probe, and the engines that the Docker command line would find."""

    async def look(link: Link, *, rare: bool, units: bool) -> Probed:
        from coreos_tui.transport.probe import probe  # late: the first frame does without

        found = await probe(link, rare=rare, units=units)
        return Probed(found, await engines_here(environ)(), {})

    return look


def look_at_host(may_wake: Callable[[], bool]) -> Look:
    """A host behind a link: the probe names the sockets there are.

    Touching the socket of a Docker that sleeps would start it, so that is done only where
    `may_wake` says so. Podman has no daemon to start: its service lives as long as it is asked.
    """

    async def look(link: Link, *, rare: bool, units: bool) -> Probed:
        from coreos_tui.transport.probe import probe  # late: the first frame does without

        found = await probe(link, rare=rare, units=units)
        engines: list[Engine] = []
        broken: dict[str, HopError] = {}
        for socket in found.sockets:
            problem = _problem(socket, link.name, may_wake())
            if problem:
                broken[socket.engine] = problem
            else:
                engines.append(Engine(socket.engine, _dial(link, socket), address=socket.path))
        return Probed(found, tuple(engines), broken)

    return look


def _problem(socket: "Socket", host: str, may_wake: bool) -> HopError | None:
    if not socket.openable:
        return HopError(
            Hop.PERMISSION,
            f"this user may not open {socket.path} on {host}",
            "Add the user to the group docker there, or use Podman's own socket of the user",
        )
    if socket.asleep and socket.engine == "docker" and not may_wake:
        return HopError(
            Hop.ASLEEP,
            f"docker on {host} is socket-activated and not started",
            "Press S among the containers to start it",
        )
    return None


def _dial(link: Link, socket: "Socket") -> Dial:
    async def dial() -> ByteStream:
        try:
            return await link.dial_socket(socket.path)
        except HopError as error:
            from coreos_tui.transport.ssh import SshLink  # late: it is loaded if this is one

            # sshd may forbid forwarding to sockets; the Docker command line can carry it instead.
            if error.hop is not Hop.PERMISSION or not isinstance(link, SshLink):
                raise
            return await link.dial_command("docker system dial-stdio")

    return dial
