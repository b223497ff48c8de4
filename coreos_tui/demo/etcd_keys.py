"""The keys of an etcd in a box: v3 with its revisions, v2 with its folders and events."""

import bisect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

_EVENTS = 1000


class Version(NamedTuple):
    """What a key became at a revision; `value` None: it was deleted."""

    revision: int
    created: int
    version: int
    value: bytes | None


@dataclass
class KeysV3:
    """Every key with all versions since the last compaction."""

    revision: int = 1
    compacted: int = 0
    versions: dict[bytes, list[Version]] = field(default_factory=dict)
    sorted: list[bytes] = field(default_factory=list)
    watchers: list[Callable[[bytes, Version], None]] = field(default_factory=list)

    def put(self, key: bytes, value: bytes) -> None:
        last = self.at(key)
        self.revision += 1
        if last is None:
            self._add(key, Version(self.revision, self.revision, 1, value))
        else:
            self._add(key, Version(self.revision, last.created, last.version + 1, value))

    def delete(self, key: bytes) -> bool:
        if self.at(key) is None:
            return False
        self.revision += 1
        self._add(key, Version(self.revision, 0, 0, None))
        return True

    def fill(self, keys: Mapping[bytes, bytes]) -> None:
        """Many keys at once, one revision each."""
        for key, value in keys.items():
            self.revision += 1
            self.versions[key] = [Version(self.revision, self.revision, 1, value)]
        self.sorted = sorted(self.versions)

    def compact(self, revision: int) -> None:
        """Forgets what was before a revision."""
        self.compacted = revision
        for key, each in self.versions.items():
            kept = [one for one in each if one.revision > revision]
            older = [one for one in each if one.revision <= revision][-1:]
            self.versions[key] = older + kept

    def at(self, key: bytes, revision: int = 0) -> Version | None:
        """The version of a key at a revision, 0 for now; None where it was not there."""
        found = [
            each for each in self.versions.get(key, ()) if not revision or each.revision <= revision
        ]
        return found[-1] if found and found[-1].value is not None else None

    def range(self, start: bytes, end: bytes) -> list[bytes]:
        """The keys there are from `start` to `end`, which is no more of it; \\0 is every key."""
        low = bisect.bisect_left(self.sorted, start)
        high = len(self.sorted) if end == b"\0" else bisect.bisect_left(self.sorted, end)
        return [key for key in self.sorted[low:high] if self.versions[key][-1].value is not None]

    def _add(self, key: bytes, version: Version) -> None:
        if key not in self.versions:
            bisect.insort(self.sorted, key)
        self.versions.setdefault(key, []).append(version)
        for each in tuple(self.watchers):
            each(key, version)


class Node(NamedTuple):
    """A v2 key."""

    key: str
    value: str
    modified: int
    created: int

    def raw(self) -> dict[str, object]:
        return {
            "key": self.key,
            "value": self.value,
            "modifiedIndex": self.modified,
            "createdIndex": self.created,
        }


@dataclass(frozen=True)
class EventV2:
    """What happened to a v2 key."""

    index: int
    action: str
    node: Node
    before: Node | None

    def raw(self) -> dict[str, object]:
        node = self.node.raw()
        if self.action == "delete":
            del node["value"]
        raw: dict[str, object] = {"action": self.action, "node": node}
        return raw | ({"prevNode": self.before.raw()} if self.before else {})


@dataclass
class KeysV2:
    """Keys by their path; folders are where something lies below."""

    index: int = 3
    nodes: dict[str, Node] = field(default_factory=dict)
    events: list[EventV2] = field(default_factory=list)
    watchers: list[Callable[[EventV2], None]] = field(default_factory=list)

    def set(self, key: str, value: str) -> EventV2:
        before = self.nodes.get(key)
        self.index += 1
        node = Node(key, value, self.index, before.created if before else self.index)
        self.nodes[key] = node
        return self._tell(EventV2(self.index, "set", node, before))

    def delete(self, key: str) -> EventV2:
        before = self.nodes.pop(key)
        self.index += 1
        gone = before._replace(modified=self.index)
        return self._tell(EventV2(self.index, "delete", gone, before))

    def folder(self, path: str, deep: bool) -> dict[str, object] | None:
        """A folder as v2 lists it; None where there is none. Names that begin with _ are hidden."""
        below = path.rstrip("/") + "/"
        names: dict[str, list[Node]] = {}
        for key, node in self.nodes.items():
            if key.startswith(below) and not key[len(below) :].startswith("_"):
                names.setdefault(key[len(below) :].split("/")[0], []).append(node)
        if not names and path:
            return None
        listed: list[object] = []
        for name in sorted(names):
            own = next((each for each in names[name] if each.key == below + name), None)
            inner = None if own else {"key": below + name, "dir": True}
            if inner is not None and deep:
                inner = self.folder(below + name, deep)
            listed.append(own.raw() if own else inner)
        head: dict[str, object] = {"key": path, "dir": True} if path else {"dir": True}
        return head | {"nodes": listed}

    def _tell(self, event: EventV2) -> EventV2:
        self.events = [*self.events[-_EVENTS + 1 :], event]
        for each in tuple(self.watchers):
            each(event)
        return event
