"""What a host says of itself, and the topics that it comes to stand or fall with."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from coreos_tui.core import topics
from coreos_tui.core.answer import Lack
from coreos_tui.core.errors import HopError
from coreos_tui.core.store import Store, Topic

if TYPE_CHECKING:
    from coreos_tui.transport.probe import Probe

_OF_HOST = (
    topics.host,
    topics.system,
    topics.load,
    topics.failed_units,
    topics.units,
    topics.timers,
    topics.listening,
    topics.update,
    topics.confd,
    topics.etcd_here,
)


def topics_of(host: str) -> tuple[Topic[Any], ...]:
    """All that one probe says of a host."""
    return tuple(topic(host) for topic in _OF_HOST)


def put_facts(store: Store, host: str, found: "Probe") -> None:
    """Puts what a look has found; what was not asked for keeps its last reading."""
    store.put(topics.host(host), found.facts)
    store.put(topics.system(host), found.system)
    store.put(topics.load(host), found.load)
    store.put(topics.failed_units(host), found.failed)
    if found.units.lack is not Lack.NOT_ASKED:
        store.put(topics.units(host), found.units)
        store.put(topics.timers(host), found.timers)
        store.put(topics.listening(host), found.listening)
    if found.rare:
        store.put(topics.update(host), found.rare.update)
        store.put(topics.confd(host), found.rare.confd)
        store.put(topics.etcd_here(host), found.rare.etcd)


def fail_facts(store: Store, host: str, error: HopError, again: datetime | None = None) -> None:
    """The host cannot be asked: nothing that it said is sure any more, its engines neither."""
    for topic in topics_of(host):
        store.fail(topic, error, again)
    for engine in store.value(topics.engines(host)) or ():
        store.fail(topics.engine(host, engine), error, again)
        store.fail(topics.containers(host, engine), error, again)
