"""The containers one measures on, and what the engine says happened to them."""

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, NamedTuple

import docker
from docker.errors import APIError

from benchmarks.engine.image import NAME, archive

_MARK = "ct-"
_NEVER = 86_400
_IDLE = ("sleep", "1000000")


class Event(NamedTuple):
    action: str
    name: str
    nanoseconds: int


class Containers:
    """Those of one engine, by name; every name begins with `ct-`."""

    def __init__(self, host: str) -> None:
        self._host = host
        self.api = docker.APIClient(base_url=host, timeout=60, version="auto")
        self._events: deque[Event] = deque(maxlen=4096)
        self._more = threading.Condition()
        self._watching = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()
        self._watching.wait(10)

    def load_image(self) -> None:
        """Makes the image from its files."""
        repository, _, tag = NAME.partition(":")
        self.api.import_image_from_data(archive(), repository=repository, tag=tag)

    @property
    def version(self) -> str:
        return str(self.api.version()["Version"])

    def make(self, name: str, command: Sequence[str] = _IDLE, *, start: bool = True) -> None:
        """Makes a container, without a network: that is not what is measured."""
        settings = self.api.create_host_config(network_mode="none")
        made = self.api.create_container(
            NAME, list(command), name=name, host_config=settings, environment={"BENCH": "1"}
        )
        if start:
            self.api.start(made["Id"])

    def remove(self, name: str) -> None:
        """Removes a container, if there is one."""
        with suppress(APIError):
            self.api.remove_container(name, force=True, v=True)

    def states(self) -> dict[str, str]:
        """What there is, with the engine's word for its state."""
        listed: list[dict[str, Any]] = self.api.containers(all=True)
        return {each["Names"][0].lstrip("/"): each["State"] for each in listed}

    def exactly(self, count: int) -> None:
        """So many running containers, and no others."""
        wanted = {f"{_MARK}n{number:04d}" for number in range(count)}
        states = self.states()
        running = {name for name, state in states.items() if state == "running"}
        self._all(self.remove, [name for name in states if name not in wanted & running])
        self._all(self.make, sorted(wanted - running))

    def last_line(self, name: str) -> bytes:
        """The last line of a container's log."""
        said = self.api.logs(name, tail=1)
        return said if isinstance(said, bytes) else b""

    def happened(self, action: str, name: str, since: int, timeout: float = 10.0) -> float | None:
        """When the engine says that it happened, on the monotonic clock; `since` is time_ns()."""
        end = time.monotonic() + timeout
        with self._more:
            while True:
                for event in reversed(self._events):
                    if event[:2] == (action, name) and event.nanoseconds >= since:
                        return (event.nanoseconds - time.time_ns() + time.monotonic_ns()) / 1e9
                if not self._more.wait(max(0.0, end - time.monotonic())):
                    return None

    def _watch(self) -> None:
        listening = docker.APIClient(base_url=self._host, timeout=_NEVER, version="auto")
        stream = listening.events(decode=True)
        self._watching.set()
        with suppress(Exception):
            for event in stream:
                name = event.get("Actor", {}).get("Attributes", {}).get("name", "")
                with self._more:
                    self._events.append(
                        Event(event.get("Action", ""), name, event.get("timeNano", 0))
                    )
                    self._more.notify_all()

    @staticmethod
    def _all(act: Callable[[str], None], names: Sequence[str]) -> None:
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(act, names))
