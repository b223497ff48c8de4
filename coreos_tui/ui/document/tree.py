"""A JSON value as lines that fold: pure."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from coreos_tui.core.sanitize import clean

Path = tuple[str | int, ...]
MOST = 100_000


@dataclass(frozen=True, slots=True)
class Node:
    """One line: where it is, its name, and its value or how much it holds. Clean text."""

    path: Path
    name: str
    text: str
    kind: str
    holds: int = 0

    @property
    def depth(self) -> int:
        return len(self.path) - 1

    @property
    def foldable(self) -> bool:
        return self.holds > 0


def nodes_of(value: Any) -> list[Node]:
    """Every line of the value, all open; at most `MOST`."""
    found: list[Node] = []
    for node in _walk(value, ()):
        found.append(node)
        if len(found) >= MOST:
            break
    return found


def _walk(value: Any, path: Path) -> Iterator[Node]:
    if isinstance(value, dict):
        entries: list[tuple[str | int, Any]] = [(str(key), each) for key, each in value.items()]
    else:
        entries = list(enumerate(value)) if isinstance(value, list | tuple) else []
    for key, each in entries:
        here = (*path, key)
        name = clean(str(key))
        if isinstance(each, dict | list | tuple):
            braces = "{}" if isinstance(each, dict) else "[]"
            text = f"{braces[0]} {len(each)} {braces[1]}" if each else braces
            yield Node(here, name, text, "holder", len(each))
            yield from _walk(each, here)
        else:
            yield Node(here, name, *_leaf(each))


def _leaf(value: Any) -> tuple[str, str]:
    if isinstance(value, bool) or value is None:
        return json.dumps(value), "word"
    if isinstance(value, int | float):
        return str(value), "number"
    return (clean(str(value)), "text") if value != "" else ('""', "holder")


def shown(nodes: list[Node], folded: set[Path]) -> list[Node]:
    """The lines that no folded one hides."""
    found: list[Node] = []
    hidden: Path | None = None
    for node in nodes:
        if hidden is not None and node.path[: len(hidden)] == hidden:
            continue
        hidden = node.path if node.path in folded else None
        found.append(node)
    return found


def at(value: Any, path: Path) -> Any:
    """What stands at a path."""
    for step in path:
        value = value[step]
    return value
