"""The slow libraries: imported after the first paint or when first needed, one after the other.

docker-py imports paramiko for its own ssh:// addresses, which nothing here uses: 110 ms and
16 MB that whoever has no SSH hosts need not pay. paramiko imports invoke, half of its time, for
`Match exec` in a configuration that ssh itself reads for us. So they are kept from it, under a
lock, lest another thread look for paramiko just then.
"""

import importlib
import sys
import threading
from collections.abc import Callable
from contextlib import suppress

_one_at_a_time = threading.Lock()


def load_in_background(*others: Callable[[], object], ssh: bool = False) -> threading.Thread:
    """Imports paramiko where there are SSH hosts, then calls `others`.

    All on one daemon thread, which is handed back. Whatever is missing or fails is left to say
    so where it is used.
    """
    calls = (*((load_paramiko,) if ssh else ()), *others)
    thread = threading.Thread(target=_load, args=(calls,), daemon=True, name="loading")
    thread.start()
    return thread


def load_docker() -> None:
    """Imports docker without its SSH adapter. Blocks; raises ImportError."""
    with _one_at_a_time:
        if "docker" in sys.modules:
            return
        _load_without("docker", "paramiko")


def load_paramiko() -> None:
    """Imports paramiko. Blocks; raises ImportError. To be called before any other import of it."""
    with _one_at_a_time:
        _load_without("paramiko", "invoke")


def _load_without(name: str, other: str) -> None:
    """Imports one that could do without another."""
    alone = other not in sys.modules
    if alone:
        sys.modules[other] = None  # type: ignore[assignment]  # None: not to be imported
    try:
        importlib.import_module(name)
    finally:
        if alone:
            del sys.modules[other]


def _load(calls: tuple[Callable[[], object], ...]) -> None:
    for call in calls:
        with suppress(Exception):
            call()
