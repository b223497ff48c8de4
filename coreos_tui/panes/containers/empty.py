"""What stands where there are no containers: what is the matter, and what to do next."""

from coreos_tui.core import topics
from coreos_tui.core.store import Store

FIRST_START = """Nothing to show yet: no container engine here, and no other machine or host.

Any one of these is a start:
  · install Docker or Podman here; it appears by itself
  · open a folder with a Vagrantfile:   coreos-tui --directory DIR
  · look at a host you reach by ssh:    coreos-tui --host NAME
  · see a simulated stack first:        press D

`coreos-tui doctor` checks every hop and says what is missing.
Press ? for all keys, q to leave."""


def empty_text(store: Store, host: str, some: bool) -> str:
    """The sentence for this host."""
    if some:
        return "No container matches. esc shows all again."
    reading = store.get(topics.host(host))
    engines = store.value(topics.engines(host))
    if reading.error is not None:
        return reading.error.sentence
    if engines is None:
        return f"Asking {host} …" if host else ""
    if not engines:
        return _no_engine(store, host)
    asked = [store.get(topics.containers(host, engine)) for engine in engines]
    if any(each.error for each in asked):
        return "\n".join(each.error.sentence for each in asked if each.error)
    if any(each.value is None for each in asked):
        return "Asking the engine …"
    names = " and ".join(engines)
    return f"{names} on {host} has no container yet. It appears here as soon as one is made."


def first_start(store: Store, host: str) -> bool:
    """Whether there is nothing at all: this host was asked and has no engine, and is alone."""
    hosts = store.value(topics.HOSTS) or ()
    return (
        len(hosts) <= 1 and store.get(topics.host(host)).error is None and not _engines(store, host)
    )


def _engines(store: Store, host: str) -> bool:
    """Whether there are engines, or may be."""
    found = store.value(topics.engines(host))
    return found is None or bool(found)


def _no_engine(store: Store, host: str) -> str:
    if first_start(store, host):
        return FIRST_START
    return (
        f"{host} has no container engine that can be reached: neither Docker nor Podman.\n"
        "Install one there, or look at another machine (tab, then j and k)."
    )
