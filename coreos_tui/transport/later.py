"""Modules that whoever imports them gets by name alone, and that load with their first use."""

import sys
import threading
from importlib import import_module
from types import ModuleType
from typing import Any

_leaving = threading.Lock()


class Later(ModuleType):
    """Stands for a module until something in it is asked for, and then leads there for ever.

    Unlike importlib's LazyLoader, no other thread sees it half loaded: the import system's own
    locks hold for the true one. What only looks round (`__path__`, `__file__`) loads nothing.
    """

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        with _leaving:
            if sys.modules.get(self.__name__) is self:
                del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


def put_off(*names: str) -> None:
    """Has these load with their first use, where they are not loaded yet."""
    for name in names:
        sys.modules.setdefault(name, Later(name))
