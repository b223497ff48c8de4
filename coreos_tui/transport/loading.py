"""The slow libraries, imported after the first paint by one thread.

docker-py tries to import paramiko for its own ssh:// addresses, which nothing here uses, and
the two together cost a quarter of a second. One thread after the other: an import that is
half done on two threads waits for itself.
"""

import importlib
import threading
from collections.abc import Callable
from contextlib import suppress


def load_in_background(*others: Callable[[], object]) -> threading.Thread:
    """Starts the imports of docker and paramiko, then calls `others`; hands back the thread.

    Whatever is missing or fails is left to say so where it is used.
    """
    thread = threading.Thread(target=_load, args=(others,), daemon=True, name="loading")
    thread.start()
    return thread


def _load(others: tuple[Callable[[], object], ...]) -> None:
    for name in ("docker", "paramiko"):
        with suppress(ImportError):
            importlib.import_module(name)
    for other in others:
        with suppress(Exception):
            other()
