"""The topics there are, each with the type of its readings."""

from coreos_tui.core.container import Container
from coreos_tui.core.engine import EngineFacts, Usage
from coreos_tui.core.machine import Host, HostFacts, Machine
from coreos_tui.core.release import Release
from coreos_tui.core.store import Topic

HOSTS: Topic[tuple[Host, ...]] = Topic("hosts")
MACHINES: Topic[tuple[Machine, ...]] = Topic("machines")


def host(name: str) -> Topic[HostFacts]:
    """What a host says of itself; its error is the state of the link."""
    return Topic("host", name)


def engines(host: str) -> Topic[tuple[str, ...]]:
    """The names of a host's engines, in the order they are shown."""
    return Topic("engines", host)


def engine(host: str, name: str) -> Topic[EngineFacts]:
    """One engine; its error is why it cannot be asked."""
    return Topic("engine", host, name)


def containers(host: str, engine: str) -> Topic[tuple[Container, ...]]:
    """Every container of an engine, stopped ones too."""
    return Topic("containers", host, engine)


def usage(host: str, engine: str) -> Topic[dict[str, Usage]]:
    """What the containers in view use, by container id."""
    return Topic("usage", host, engine)


def releases(host: str, engine: str) -> Topic[dict[str, Release]]:
    """Releases by image id; an image without any has an empty one."""
    return Topic("releases", host, engine)
