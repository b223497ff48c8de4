"""Acting on containers through docker-py.

The library blocks, so each call has a daemon thread of its own: nothing waits for it at quit.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.transport.blocking import in_thread
from coreos_tui.transport.engine.refusal import refusal
from coreos_tui.transport.engine.relay import Relay
from coreos_tui.transport.http.exchange import Dial
from coreos_tui.transport.loading import load_docker

if TYPE_CHECKING:
    from docker import APIClient

VERBS = ("start", "stop", "restart", "pause", "unpause", "kill", "remove")
# Longer than most stop timeouts: the engine answers only when the container has stopped.
_PATIENCE = 130


class Control:
    """Actions on the containers of one engine, by its own socket or through a relay."""

    def __init__(self, name: str, dial: Dial, socket: str | None) -> None:
        self._name = name
        self._socket = socket
        self._relay = Relay(dial)

    async def act(self, verb: str, id_: str, *, force: bool = False) -> None:
        """Does `verb` and returns when the engine has. Raises HopError."""
        if verb not in VERBS:
            raise HopError(Hop.CONTAINER, f"nothing can {verb} a container")
        socket = self._socket or await self._relay.path()
        await in_thread(lambda: _act(self._name, socket, verb, id_, force))

    def close(self) -> None:
        self._relay.close()


def _act(name: str, socket: str, verb: str, id_: str, force: bool) -> None:
    # Imported here, in the thread: it costs more than all the rest of the start.
    load_docker()
    from docker.errors import APIError, DockerException
    from requests.exceptions import RequestException

    try:
        client = _client(socket)
        try:
            call: Callable[[str], object] = {
                "start": client.start,
                "stop": client.stop,
                "restart": lambda it: client.restart(it, timeout=_grace(client, it)),
                "pause": client.pause,
                "unpause": client.unpause,
                "kill": client.kill,
                "remove": lambda it: client.remove_container(it, force=force),
            }[verb]
            call(id_)
        finally:
            client.close()
    except APIError as error:
        status = error.response.status_code if error.response is not None else 500
        said = str(error.explanation or error).encode()
        raise refusal(name, status, said, "/containers/") from error
    except (DockerException, RequestException, OSError) as error:
        raise HopError(Hop.ENGINE, f"{name} could not be asked to {verb}: {error}") from error


def _grace(client: "APIClient", id_: str) -> int:
    """Seconds that a container has for its end: docker-py knows them for stop, not for restart."""
    wanted = client.inspect_container(id_)["Config"].get("StopTimeout")
    return wanted if isinstance(wanted, int) else 10


def _client(socket: str) -> "APIClient":
    from docker import APIClient

    client = APIClient(base_url=f"unix://{socket}", version="auto", timeout=_PATIENCE)
    # A proxy of the environment has no business on a Unix socket.
    client.trust_env = False
    return client
