"""Who holds the reboot lock, by the names of hosts: pure."""

from coreos_tui.core import topics
from coreos_tui.core.store import Store
from coreos_tui.core.update import Lock, Need, Update


def names_of(store: Store) -> dict[str, str]:
    """Host names by machine id."""
    found = {}
    for host in store.value(topics.HOSTS) or ():
        system = store.value(topics.system(host.name))
        if system is not None and system.machine_id.value:
            found[system.machine_id.value] = host.name
    return found


def holders_of(store: Store, lock: Lock) -> list[str]:
    """The holders' host names; a machine id that no host of ours has stays, cut short."""
    names = names_of(store)
    return [names.get(each) or f"machine {each[:8]}" for each in lock.holders]


def waits_of(store: Store, update: Update) -> list[str]:
    """What a host waits for before it reboots, hosts by their names."""
    names = names_of(store)
    return [_named(sentence, names) for sentence in update.waits_for]


def locked_by(store: Store, update: Update) -> list[str]:
    """In a few words who keeps a host from its reboot, where it is another one."""
    lock = update.lock.value
    if update.reboot.need is not Need.YES or lock is None or lock.semaphore > 0:
        return []
    return [f"lock of {', '.join(holders_of(store, lock))}"] if lock.holders else []


def _named(sentence: str, names: dict[str, str]) -> str:
    for machine_id, name in names.items():
        sentence = sentence.replace(machine_id, name)
    return sentence
