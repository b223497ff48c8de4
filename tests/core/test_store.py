"""The store keeps the last good value beside the error and tells watchers once a turn."""

from coreos_tui.core import topics
from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.machine import Machine
from coreos_tui.core.store import Store
from tests.waiting import until

ONE = (Machine("core-01", "docker", "running"),)


async def test_changes_of_one_turn_come_in_one_call() -> None:
    store, heard = Store(), []
    store.watch(heard.append)
    store.put(topics.MACHINES, ONE)
    store.put(topics.containers("a", "docker"), ())
    await until(lambda: heard)
    assert heard == [frozenset({topics.MACHINES, topics.containers("a", "docker")})]


async def test_the_same_value_is_not_news_but_the_end_of_an_error_is() -> None:
    store, heard = Store(), []
    store.put(topics.MACHINES, ONE)
    end = store.watch(heard.append)
    store.put(topics.MACHINES, ONE)
    store.fail(topics.MACHINES, HopError(Hop.VAGRANT, "locked"))
    await until(lambda: len(heard) == 1)
    reading = store.get(topics.MACHINES)
    assert (reading.value, reading.stale) == (ONE, True)
    store.fail(topics.MACHINES, HopError(Hop.VAGRANT, "locked"))
    assert store.get(topics.MACHINES).since == reading.since
    store.put(topics.MACHINES, ONE)
    await until(lambda: len(heard) == 2)
    assert store.get(topics.MACHINES).error is None
    end()
    store.drop(topics.MACHINES)
    assert store.value(topics.MACHINES) is None
    assert len(heard) == 2


async def test_a_watcher_that_leaves_while_being_told_harms_nobody() -> None:
    store, heard = Store(), []
    leave = store.watch(lambda _: leave())
    store.watch(heard.append)
    store.put(topics.MACHINES, ONE)
    await until(lambda: heard)


async def test_wants_are_kept_by_topic() -> None:
    store = Store()
    topic = topics.usage("a", "docker")
    assert store.wanted(topic) == frozenset()
    store.want(topic, frozenset({"1"}))
    assert store.wanted(topic) == {"1"}
    assert store.topics("usage") == []
