"""The keys of v3, by the JSON gateway.

Source: etcd.io "gRPC gateway", recorded from 3.4: every call is a POST, bytes are base64, 64-bit
numbers are strings, and what is zero or empty is left out.
"""

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.etcd import (
    Alarm,
    Api,
    Key,
    Member,
    Page,
    Revision,
    Status,
    Watermark,
    fold,
    prefix_end,
)
from coreos_tui.core.sanitize import clean
from coreos_tui.transport.etcd.calls import Calls, coded, plain, whole
from coreos_tui.transport.etcd.refusal import CompactedError, changed
from coreos_tui.transport.http.wire import Body

_LONGEST = 16 << 20


class V3:
    """One member's v3 keys. Every method raises HopError when it cannot be asked."""

    api = Api.V3

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    async def page(self, prefix: bytes, after: bytes = b"", limit: int = 500) -> Page:
        """One piece of the level below `prefix`, from `after` on; KV.Range, keys only.

        A piece that ends inside a folder goes on behind it: a level costs as many pages as it has
        entries to fill them, however many keys its folders hold.
        """
        asked = {
            "key": coded(after or prefix or b"\0"),
            "range_end": coded(prefix_end(prefix)),
            "limit": str(limit),
            "keys_only": True,
        }
        raw = await self._calls.post("/kv/range", asked)
        keys = tuple(map(parse_key, _listed(raw, "kvs")))
        entries = fold(prefix, keys)
        more: bytes | None = None
        if raw.get("more") and keys:
            last = entries[-1]
            more = last.raw + b"\0" if isinstance(last, Key) else prefix_end(last.raw)
        return Page(entries, more, whole(raw.get("count")), _revision(raw))

    async def search(self, prefix: bytes, limit: int = 500) -> Page:
        """The first keys that begin with `prefix`, not in folders."""
        asked = {
            "key": coded(prefix or b"\0"),
            "range_end": coded(prefix_end(prefix)),
            "limit": str(limit),
            "keys_only": True,
        }
        raw = await self._calls.post("/kv/range", asked)
        keys = tuple(map(parse_key, _listed(raw, "kvs")))
        more = keys[-1].raw + b"\0" if raw.get("more") and keys else None
        return Page(keys, more, whole(raw.get("count")), _revision(raw))

    async def get(self, key: bytes, revision: int = 0) -> Revision | None:
        """The value at a revision, 0 for now; None where the key is not there.

        Raises CompactedError where the revision is too old.
        """
        asked = {"key": coded(key)} | ({"revision": str(revision)} if revision else {})
        found = _listed(await self._calls.post("/kv/range", asked), "kvs")
        return parse_revision(found[0]) if found else None

    async def before(self, value: Revision) -> Revision | None:
        """The value that this one took the place of; None where it was the first."""
        if value.key.mod_revision <= value.key.create_revision:
            return None
        return await self.get(value.key.raw, value.key.mod_revision - 1)

    async def put(self, key: bytes, value: bytes, seen: int) -> None:
        """Writes a value if the key's revision is still `seen` (0: there is none); KV.Txn.

        The lease that a key has stays with it. Raises ChangedError where it is another.
        """
        put: dict[str, Any] = {"key": coded(key), "value": coded(value)}
        if seen:
            put["ignore_lease"] = True
        await self._if_unchanged(key, seen, {"request_put": put})

    async def delete(self, key: bytes, seen: int) -> None:
        """Deletes a key if its revision is still `seen`. Raises ChangedError."""
        await self._if_unchanged(key, seen, {"request_delete_range": {"key": coded(key)}})

    async def _if_unchanged(self, key: bytes, seen: int, act: dict[str, Any]) -> None:
        compare = {"key": coded(key), "target": "MOD", "result": "EQUAL", "mod_revision": str(seen)}
        raw = await self._calls.post("/kv/txn", {"compare": [compare], "success": [act]})
        if not raw.get("succeeded"):
            raise changed(self._calls.name)

    async def watermark(self, prefix: bytes) -> Watermark:
        """The newest revision below a prefix, and how many keys there are; KV.Range."""
        asked = {
            "key": coded(prefix or b"\0"),
            "range_end": coded(prefix_end(prefix)),
            "limit": "1",
            "keys_only": True,
            "sort_order": "DESCEND",
            "sort_target": "MOD",
        }
        raw = await self._calls.post("/kv/range", asked)
        newest = max((parse_key(each).mod_revision for each in _listed(raw, "kvs")), default=0)
        return Watermark(newest, whole(raw.get("count")))

    async def watch(self, key: bytes, after: int) -> AsyncIterator[Revision | None]:
        """What a key becomes behind the revision `after`: its value, or None where it is deleted.

        Ends with HopError where the stream breaks off; CompactedError where `after` is too old.
        """
        create = {"key": coded(key), "start_revision": str(after + 1)}
        body = await self._calls.stream("/watch", {"create_request": create})
        try:
            async for raw in _lines(body):
                result = _mapping(raw.get("result"))
                if "error" in raw:
                    raise HopError(Hop.ETCD, f"{self._calls.name}: {_said(raw['error'])}")
                if whole(result.get("compact_revision")):
                    raise CompactedError(
                        Hop.ETCD, f"{self._calls.name} keeps no changes as old as {after}"
                    )
                for event in _listed(result, "events"):
                    gone = event.get("type") == "DELETE"
                    yield None if gone else parse_revision(_mapping(event.get("kv")))
        finally:
            body.close()
        raise HopError(Hop.ETCD, f"{self._calls.name} ended the watch")

    async def status(self, deadline: float) -> tuple[str, str, Status]:
        """Ids of cluster and member, and what it says of itself; Maintenance.Status."""
        raw = await self._calls.post("/maintenance/status", {}, deadline=deadline)
        header = _mapping(raw.get("header"))
        status = parse_status(raw)
        return _id(header.get("cluster_id")), _id(header.get("member_id")), status

    async def members(self, deadline: float) -> tuple[Member, ...]:
        """Who belongs to the cluster; Cluster.MemberList."""
        raw = await self._calls.post("/cluster/member/list", {}, deadline=deadline)
        return tuple(parse_member(each) for each in _listed(raw, "members"))


def parse_key(raw: Mapping[str, Any]) -> Key:
    return Key(
        plain(raw.get("key")),
        whole(raw.get("create_revision")),
        whole(raw.get("mod_revision")),
        whole(raw.get("version")),
        whole(raw.get("lease")),
    )


def parse_revision(raw: Mapping[str, Any]) -> Revision:
    return Revision(parse_key(raw), plain(raw.get("value")))


def parse_member(raw: Mapping[str, Any]) -> Member:
    return Member(
        id=_id(raw.get("ID")),
        name=clean(str(raw.get("name") or "")),
        client_urls=_texts(raw.get("clientURLs")),
        peer_urls=_texts(raw.get("peerURLs")),
        learner=bool(raw.get("isLearner")),
    )


def parse_status(raw: Mapping[str, Any]) -> Status:
    leader = whole(raw.get("leader"))
    return Status(
        version=clean(str(raw.get("version") or "")),
        leader=_id(leader) if leader else "",
        revision=_revision(raw),
        raft_index=whole(raw.get("raftIndex")),
        raft_term=whole(raw.get("raftTerm")),
        db_size=whole(raw.get("dbSize")),
        db_in_use=whole(raw.get("dbSizeInUse")),
        problems=_texts(raw.get("errors")),
    )


def parse_alarms(problems: tuple[str, ...]) -> tuple[Alarm, ...]:
    """Alarms out of a status: `memberID:123 alarm:NOSPACE`, as 3.4 and later put them there.

    Asking for them by Maintenance.Alarm would go through the log of the cluster.
    """
    found = []
    for each in problems:
        words = dict(word.split(":", 1) for word in each.split() if ":" in word)
        if "alarm" in words:
            found.append(Alarm(_id(words.get("memberID")), words["alarm"]))
    return tuple(found)


async def _lines(body: Body) -> AsyncIterator[dict[str, Any]]:
    """The JSON objects of a stream, one a line. Raises HopError where a line is none."""
    rest = b""
    async for piece in body:
        *whole_lines, rest = (rest + piece).split(b"\n")
        if len(rest) > _LONGEST:
            raise HopError(Hop.ETCD, "a line of the watch is too long")
        for line in whole_lines:
            if line.strip():
                yield _object(line)


def _object(line: bytes) -> dict[str, Any]:
    try:
        raw = json.loads(line)
    except (ValueError, RecursionError):
        raise HopError(Hop.ETCD, "the watch says what is no JSON") from None
    return raw if isinstance(raw, dict) else {}


def _listed(raw: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = raw.get(name)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def _mapping(raw: object) -> Mapping[str, Any]:
    return raw if isinstance(raw, Mapping) else {}


def _texts(raw: object) -> tuple[str, ...]:
    return tuple(clean(str(each)).strip() for each in raw) if isinstance(raw, list) else ()


def _revision(raw: Mapping[str, Any]) -> int:
    return whole(_mapping(raw.get("header")).get("revision"))


def _id(raw: object) -> str:
    """Ids as etcdctl writes them: hexadecimal."""
    return f"{whole(raw):x}"


def _said(raw: object) -> str:
    return str(_mapping(raw).get("message") or raw)
