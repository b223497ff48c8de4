"""What stands on one engine of the demo, and what can happen to it.

All of it lives on one event loop. What happens is told as the events of the Engine API.
"""

import asyncio
import platform
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from coreos_tui.demo.clock import WALL, Clock
from coreos_tui.demo.container import SceneContainer, hex_id

CHECKED_AFTER = 5.0

__all__ = ["RefusedError", "SceneContainer", "SceneEngine", "hex_id"]


class RefusedError(Exception):
    """What the engine refuses: the HTTP status and its own sentence."""

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        self.message = message
        super().__init__(message)


class SceneEngine:
    """One engine: its product, version and containers."""

    def __init__(
        self,
        containers: Iterable[SceneContainer] = (),
        product: str = "docker",
        version: str = "28.0.4",
        api: str = "1.48",
        min_api: str = "1.24",
        host: str = "demo",
        clock: Clock = WALL,
        kernel: str = "",
    ) -> None:
        self.containers: dict[str, SceneContainer] = {each.id: each for each in containers}
        self.product, self.version, self.api, self.min_api = product, version, api, min_api
        self.host, self.clock = host, clock
        self.kernel = kernel or platform.release()
        self.events: deque[dict[str, Any]] = deque(maxlen=1000)
        self.on_die: Callable[[SceneContainer], None] = lambda _container: None
        self._listeners: list[asyncio.Queue[dict[str, Any]]] = []

    def find(self, reference: str) -> SceneContainer:
        """By id, by name, then by the start of an id, as an engine does. RefusedError 404."""
        wanted = reference.removeprefix("/")
        for each in self.containers.values():
            if wanted in (each.id, each.name):
                return each
        starts = [
            each for each in self.containers.values() if wanted and each.id.startswith(wanted)
        ]
        if len(starts) == 1:
            return starts[0]
        raise RefusedError(404, f"No such container: {reference}")

    def listen(self) -> asyncio.Queue[dict[str, Any]]:
        """A queue that gets every event from now on, until `unlisten`."""
        queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._listeners.append(queue)
        return queue

    def unlisten(self, queue: asyncio.Queue[dict[str, Any]]) -> None:
        self._listeners.remove(queue)

    @property
    def listeners(self) -> int:
        """How many follow the events just now."""
        return len(self._listeners)

    def emit(self, container: SceneContainer, action: str, **more: str) -> None:
        """Tells an event of a container."""
        attributes = {**container.labels, "image": container.image, "name": container.name, **more}
        event = {
            "status": action,
            "id": container.id,
            "from": container.image,
            "Type": "container",
            "Action": action,
            "Actor": {"ID": container.id, "Attributes": attributes},
        }
        self._tell(event)

    def _network(self, container: SceneContainer, action: str) -> None:
        if self.product != "podman":
            name = container.labels.get("com.docker.compose.project", "")
            network = f"{name}_default" if name else "bridge"
            attributes = {"container": container.id, "name": network, "type": "bridge"}
            actor = {"ID": hex_id(f"network {network}"), "Attributes": attributes}
            self._tell({"Type": "network", "Action": action, "Actor": actor})

    def _tell(self, event: dict[str, Any]) -> None:
        now = self.clock.time_ns()
        event |= {"scope": "local", "time": now // 1_000_000_000, "timeNano": now}
        self.events.append(event)
        for queue in self._listeners:
            queue.put_nowait(event)

    def create(self, container: SceneContainer) -> SceneContainer:
        """Adds a container; a running one is started as well."""
        if any(each.name == container.name for each in self.containers.values()):
            raise RefusedError(
                409, f'Conflict. The container name "/{container.name}" is already in use'
            )
        running, container.state = container.state == "running", "created"
        container.started = None
        self.containers[container.id] = container
        self.emit(container, "create")
        if running:
            self.start(container.id)
        return container

    def start(self, reference: str) -> None:
        """Raises RefusedError 304 where it runs already."""
        each = self.find(reference)
        if each.running:
            raise RefusedError(304, "")
        each.state, each.exit_code, each.started = "running", 0, self.clock.now()
        each.health = each.health and "starting"
        each.log.ended = False
        self._network(each, "connect")
        if self.product == "podman":
            self.emit(each, "init")
        self.emit(each, "start")

    def stop(self, reference: str) -> None:
        """Raises RefusedError 304 where it does not run."""
        each = self.find(reference)
        if not each.running and each.state != "restarting":
            raise RefusedError(304, "")
        if each.state != "restarting":
            self.emit(each, "kill", signal="15")
        self._die(each, each.stop_code)
        if self.product != "podman":
            self.emit(each, "stop")

    def kill(self, reference: str, signal: str = "SIGKILL") -> None:
        """Raises RefusedError 409 where it does not run. Signals that end nothing only tell."""
        each = self.find(reference)
        if not each.running:
            raise RefusedError(
                409, f"Cannot kill container: {reference}: Container {each.id} is not running"
            )
        number = _signal(signal)
        self.emit(each, "kill", signal=str(number))
        if number in (1, 2, 3, 6, 9, 15):
            self._die(each, 128 + number)

    def die(self, reference: str, code: int = 1) -> None:
        """Its main process ends by itself."""
        self._die(self.find(reference), code)

    def _die(self, each: SceneContainer, code: int) -> None:
        each.state, each.exit_code, each.finished = "exited", code, self.clock.now()
        each.log.ended = True
        each.log.tell()
        self.on_die(each)
        self.emit(each, "die", exitCode=str(code))
        self._network(each, "disconnect")
        if self.product == "podman":
            self.emit(each, "cleanup")

    def restart(self, reference: str) -> None:
        each = self.find(reference)
        if each.running or each.state == "restarting":
            self.stop(each.id)
        self.start(each.id)
        self.emit(each, "restart")

    def pause(self, reference: str) -> None:
        each = self.find(reference)
        if each.state == "paused":
            raise RefusedError(409, f"Container {each.id} is already paused")
        self._must_run(each)
        each.state = "paused"
        self.emit(each, "pause")

    def unpause(self, reference: str) -> None:
        each = self.find(reference)
        if each.state != "paused":
            raise RefusedError(500, f"Container {each.id} is not paused")
        each.state = "running"
        self.emit(each, "unpause")

    def _must_run(self, each: SceneContainer) -> None:
        if not each.running:
            raise RefusedError(409, f"Container {each.id} is not running")

    def remove(self, reference: str, force: bool = False) -> None:
        """Raises RefusedError 409 where it runs and `force` is not given."""
        each = self.find(reference)
        if each.running or each.state == "restarting":
            if not force:
                raise RefusedError(
                    409,
                    f"You cannot remove a running container {each.id}. Stop the container before"
                    " attempting removal or force remove",
                )
            if each.running:
                self.emit(each, "kill", signal="9")
            self._die(each, 137)
        del self.containers[each.id]
        self.emit(each, "remove" if self.product == "podman" else "destroy")

    def rename(self, reference: str, name: str) -> None:
        each = self.find(reference)
        old, each.name = each.name, name
        self.emit(each, "rename", oldName=f"/{old}")

    def set_health(self, reference: str, health: str) -> None:
        """`healthy`, `unhealthy` or `starting`."""
        each = self.find(reference)
        each.health = health
        self.emit(each, f"health_status: {health}")

    def tick(self, now: float) -> float:
        """Lets logs and loops go on; returns the seconds until there is more to do, at most 0.2."""
        wait = 0.2
        for each in tuple(self.containers.values()):
            self._settle(each)
            period = each.log.period if each.state == "running" else 0.0
            if each.loop and each.state == "restarting":
                period = each.loop
            if not period:
                continue
            if not each.log.due:
                each.log.due = now + period
            elif now >= each.log.due:
                turns = int((now - each.log.due) / period) + 1
                last = each.log.due + (turns - 1) * period
                self._happen(each, [last - n * period for n in reversed(range(min(turns, 2000)))])
                each.log.due = last + period
            wait = min(wait, each.log.due - now)
        return max(wait, 0.001)

    def _settle(self, each: SceneContainer) -> None:
        """A health check has its say some time after a start."""
        if each.health != "starting" or each.state != "running" or not each.started:
            return
        if (self.clock.now() - each.started).total_seconds() >= CHECKED_AFTER:
            self.set_health(each.id, each.settles)

    def _happen(self, each: SceneContainer, moments: list[float]) -> None:
        # What starts again and again says all that it has to say each time.
        lines = len(each.log.lines) if each.state == "restarting" else 1
        for moment in moments:
            for _ in range(lines):
                each.log.tick(self.clock.time_ns(moment))
        if each.loop and each.state == "restarting":
            code, each.restarts = each.exit_code, each.restarts + 1
            self.start(each.id)
            self._die(each, code)
            each.state = "restarting"


_SIGNALS = {
    "HUP": 1,
    "INT": 2,
    "QUIT": 3,
    "ABRT": 6,
    "KILL": 9,
    "USR1": 10,
    "USR2": 12,
    "TERM": 15,
    "WINCH": 28,
}


def _signal(name: str) -> int:
    plain = name.upper().removeprefix("SIG")
    if plain.isdigit():
        return int(plain)
    if plain not in _SIGNALS:
        raise RefusedError(400, f"Invalid signal: {name}")
    return _SIGNALS[plain]
