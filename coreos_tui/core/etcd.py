"""etcd as it is shown: clusters, members, keys and the values they had."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from coreos_tui.core.errors import HopError
from coreos_tui.core.sanitize import clean


class Api(StrEnum):
    """The two stores of keys that an etcd may have; what is in one is not in the other."""

    V3 = "v3"
    V2 = "v2"


@dataclass(frozen=True, slots=True)
class Status:
    """What one member says of itself; `sizes` in bytes, `leader` the id of whom it follows.

    `revision` is v3's, or v2's index. `problems` are its own words: no leader, alarms.
    """

    version: str = ""
    leader: str = ""
    revision: int = 0
    raft_index: int = 0
    raft_term: int = 0
    db_size: int = 0
    db_in_use: int = 0
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alarm:
    """A member's alarm: NOSPACE or CORRUPT. The cluster takes no writes while there is one."""

    member: str
    kind: str


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a cluster. `host` is our name for where it runs, empty where that is unknown.

    `status` is what it last said, `error` why it says nothing, since `since`. Neither: not asked.
    """

    id: str
    name: str = ""
    host: str = ""
    client_urls: tuple[str, ...] = ()
    peer_urls: tuple[str, ...] = ()
    learner: bool = False
    status: Status | None = None
    error: HopError | None = None
    since: datetime | None = None

    @property
    def title(self) -> str:
        return self.name or self.host or self.id

    @property
    def answers(self) -> bool:
        return self.status is not None and self.error is None

    @property
    def healthy(self) -> bool:
        return self.answers and self.status is not None and bool(self.status.leader)

    @property
    def down(self) -> bool:
        """Whether it was asked and is not well."""
        return not self.healthy and (self.status is not None or self.error is not None)


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster as its members that answer describe it."""

    id: str
    members: tuple[Member, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    apis: tuple[Api, ...] = ()

    @property
    def leader(self) -> Member | None:
        """Whom the member with the newest term follows."""
        heard = [each.status for each in self.members if each.answers and each.status]
        newest = max(heard, key=lambda each: each.raft_term, default=Status())
        return next((each for each in self.members if each.id == newest.leader), None)

    @property
    def revision(self) -> int:
        return max((each.status.revision for each in self.members if each.status), default=0)

    @property
    def voters(self) -> int:
        return sum(not each.learner for each in self.members)

    @property
    def quorum(self) -> int:
        """How many members it needs to write."""
        return self.voters // 2 + 1

    @property
    def up(self) -> int:
        """Voting members that are well."""
        return sum(each.healthy and not each.learner for each in self.members)


@dataclass(frozen=True, slots=True)
class Key:
    """A key without its value; revisions are v3's, or v2's indices, `ttl` in seconds (v2)."""

    raw: bytes
    create_revision: int = 0
    mod_revision: int = 0
    version: int = 0
    lease: int = 0
    ttl: int = 0


@dataclass(frozen=True, slots=True)
class Folder:
    """Keys that share all up to a `/`, which is the last byte of `raw`."""

    raw: bytes


Entry = Key | Folder


@dataclass(frozen=True, slots=True)
class Page:
    """A piece of one level of the tree; `after` is where the next begins, None at the end.

    `total` counts all keys from the page's begin on, in folders too; None where nobody counts.
    """

    entries: tuple[Entry, ...] = ()
    after: bytes | None = None
    total: int | None = None
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Wish:
    """A level that is open, and how many pages of it; `search`: what begins with `prefix`."""

    api: Api
    prefix: bytes = b""
    pages: int = 1
    search: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """The pages of a level so far; `more` says that there are more."""

    entries: tuple[Entry, ...] = ()
    more: bool = False
    total: int | None = None
    pages: int = 1
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Revision:
    """The value that a key had from `key.mod_revision` on."""

    key: Key
    value: bytes


@dataclass(frozen=True, slots=True)
class Watermark:
    """How far the keys below a prefix have come: any change of them changes it."""

    revision: int = 0
    count: int = 0


@dataclass(frozen=True, slots=True)
class Observed:
    """What was seen of some keys: how many there are, and when a change of them was last seen."""

    mark: Watermark
    changed: datetime | None = None
    error: HopError | None = None


def key_text(raw: bytes) -> str:
    """A key as people read it: clean, and bytes that are no UTF-8 as `\\xff`."""
    return clean(raw.decode("utf-8", "backslashreplace"))


class KeyRef(NamedTuple):
    """Names one key for certain."""

    cluster: str
    api: Api
    raw: bytes

    @property
    def name(self) -> str:
        return key_text(self.raw)


def prefix_end(prefix: bytes) -> bytes:
    """The first key behind all that begin with `prefix`; a zero byte is the end of all keys."""
    kept = prefix.rstrip(b"\xff")
    return kept[:-1] + bytes((kept[-1] + 1,)) if kept else b"\0"


def fold(prefix: bytes, keys: tuple[Key, ...]) -> tuple[Entry, ...]:
    """Sorted keys below a prefix as one level: those that go on behind a `/` in their folder."""
    entries: list[Entry] = []
    last = b""
    for key in keys:
        cut = key.raw.find(b"/", len(prefix) + 1)
        if cut < 0:
            entries.append(key)
        elif last != (folder := key.raw[: cut + 1]):
            last = folder
            entries.append(Folder(folder))
    return tuple(entries)
