"""The keys of v2, by its own HTTP. 3.4 and 3.5 have them behind `--enable-v2`, 3.6 no more.

Source: etcd's v2 API, recorded from 3.4. Keys that begin with `_` are never listed. A folder comes
whole: nothing pages it.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any
from urllib.parse import quote

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.etcd import Api, Entry, Folder, Key, Member, Page, Revision, Status, Watermark
from coreos_tui.core.sanitize import clean
from coreos_tui.transport.etcd.calls import LIMIT, Calls, whole
from coreos_tui.transport.etcd.refusal import NoApiError
from coreos_tui.transport.http.exchange import Reply

_HISTORY = 2.0


class V2:
    """One member's v2 keys. Every method raises HopError when it cannot be asked."""

    api = Api.V2

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    async def page(self, prefix: bytes, after: bytes = b"", limit: int = 500) -> Page:
        """The folder `prefix`, whole; GET /v2/keys/…"""
        del after, limit
        node, index = await self._node(prefix, {"sorted": "true"})
        return Page(tuple(_entry(each) for each in _nodes(node)), None, None, index)

    async def search(self, prefix: bytes, limit: int = 500) -> Page:
        """What begins with `prefix` in the folder that it names, at most `limit` of it."""
        try:
            page = await self.page(prefix[: prefix.rfind(b"/") + 1])
        except MissingError:
            return Page()
        found = tuple(each for each in page.entries if each.raw.startswith(prefix))
        return Page(found[:limit], None, None, page.revision)

    async def get(self, key: bytes, revision: int = 0) -> Revision | None:
        """The value now; None where the key is not there or a folder."""
        del revision
        try:
            node, _ = await self._node(key, {})
        except MissingError:
            return None
        return None if node.get("dir") else _revision(node)

    async def before(self, value: Revision) -> Revision | None:
        """The value that this one took the place of, out of the last thousand events.

        Raises CompactedError where they do not reach back so far.
        """
        if value.key.mod_revision <= value.key.create_revision:
            return None
        event = await self._event(value.key.raw, value.key.mod_revision, _HISTORY)
        past = event.get("prevNode")
        return _revision(past) if isinstance(past, Mapping) else None

    async def put(self, key: bytes, value: bytes, seen: int) -> None:
        """Writes a value if the key's index is still `seen` (0: there is none). ChangedError."""
        query = {"prevIndex": seen} if seen else {"prevExist": "false"}
        await self._calls.change("PUT", _path(key), query, {"value": value.decode()})

    async def delete(self, key: bytes, seen: int) -> None:
        """Deletes a key if its index is still `seen`. Raises ChangedError."""
        await self._calls.change("DELETE", _path(key), {"prevIndex": seen}, None)

    async def watermark(self, prefix: bytes) -> Watermark:
        """The newest index below a folder, and how many keys it holds."""
        try:
            node, _ = await self._node(prefix, {"recursive": "true"})
        except MissingError:
            return Watermark()
        keys = list(_leaves(node))
        return Watermark(max((each.mod_revision for each in keys), default=0), len(keys))

    async def watch(self, key: bytes, after: int) -> AsyncIterator[Revision | None]:
        """What a key becomes behind the index `after`: its value, or None where it is deleted."""
        while True:
            event = await self._event(key, after + 1, None)
            node = event.get("node")
            if not isinstance(node, Mapping):
                raise HopError(Hop.ETCD, f"{self._calls.name} ended the watch")
            after = whole(node.get("modifiedIndex"))
            yield _revision(node) if "value" in node else None

    async def status(self, deadline: float) -> tuple[str, str, Status]:
        """Ids of cluster and member, and what it says of itself."""
        own = self._calls.json(await self._calls.get("/v2/stats/self", deadline=deadline))
        version = await self._calls.get("/version", deadline=deadline)
        keys = await self._calls.get("/v2/keys/", deadline=deadline)
        leads = own.get("leaderInfo")
        status = Status(
            version=_version(version.body),
            leader=clean(str(leads.get("leader") or "")) if isinstance(leads, Mapping) else "",
            revision=whole(keys.headers.get("x-etcd-index")),
            raft_index=whole(keys.headers.get("x-raft-index")),
            raft_term=whole(keys.headers.get("x-raft-term")),
        )
        cluster = clean(keys.headers.get("x-etcd-cluster-id", ""))
        return cluster, clean(str(own.get("id") or own.get("name") or "")), status

    async def members(self, deadline: float) -> tuple[Member, ...]:
        """Who belongs to the cluster; GET /v2/members, which 0.4 does not have."""
        try:
            reply = await self._calls.get("/v2/members", deadline=deadline)
        except NoApiError:
            return ()
        listed = self._calls.json(reply).get("members")
        return tuple(
            Member(
                id=clean(str(each.get("id") or "")),
                name=clean(str(each.get("name") or "")),
                client_urls=tuple(clean(str(url)) for url in each.get("clientURLs") or ()),
                peer_urls=tuple(clean(str(url)) for url in each.get("peerURLs") or ()),
            )
            for each in (listed if isinstance(listed, list) else ())
            if isinstance(each, Mapping)
        )

    async def is_there(self, deadline: float) -> bool:
        """Whether this etcd has v2 at all."""
        try:
            await self._calls.get("/v2/keys/", deadline=deadline)
        except NoApiError:
            return False
        return True

    async def _node(self, key: bytes, query: Mapping[str, object]) -> tuple[Mapping[str, Any], int]:
        try:
            reply = await self._calls.get(_path(key), query)
        except HopError as error:
            if "Key not found" in error.said:
                raise MissingError(error.hop, error.said) from None
            raise
        node = self._calls.json(reply).get("node")
        index = whole(reply.headers.get("x-etcd-index"))
        return (node if isinstance(node, Mapping) else {}), index

    async def _event(self, key: bytes, index: int, deadline: float | None) -> Mapping[str, Any]:
        """The first event of a key at or behind an index, waiting for it."""
        body = await self._calls.wait(_path(key), {"wait": "true", "waitIndex": index})
        try:
            async with asyncio.timeout(deadline):
                parts = [piece async for piece in body]
        except TimeoutError:
            return {}
        finally:
            body.close()
        return self._calls.json(Reply(200, {}, b"".join(parts)[:LIMIT] or b"{}"))


class MissingError(HopError):
    """There is no such key."""


def _path(key: bytes) -> str:
    name = key.decode("utf-8", "replace").strip("/")
    return f"/v2/keys/{quote(name, safe='/')}"


def _nodes(node: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = node.get("nodes")
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def _leaves(node: Mapping[str, Any]) -> list[Key]:
    found: list[Key] = []
    left = [node]
    while left:
        each = left.pop()
        if each.get("dir"):
            left += _nodes(each)
        elif "key" in each:
            found.append(_key(each))
    return found


def _entry(node: Mapping[str, Any]) -> Entry:
    key = _key(node)
    return Folder(key.raw + b"/") if node.get("dir") else key


def _key(node: Mapping[str, Any]) -> Key:
    return Key(
        raw=str(node.get("key") or "").encode("utf-8", "surrogateescape"),
        create_revision=whole(node.get("createdIndex")),
        mod_revision=whole(node.get("modifiedIndex")),
        ttl=whole(node.get("ttl")),
    )


def _revision(node: Mapping[str, Any]) -> Revision:
    return Revision(_key(node), str(node.get("value") or "").encode("utf-8", "surrogateescape"))


def _version(body: bytes) -> str:
    """`{"etcdserver": "2.3.8", …}`, or `etcd 0.4.6` of the time before."""
    try:
        return clean(str(json.loads(body)["etcdserver"]))
    except (ValueError, KeyError, TypeError):
        return clean(body[:40]).removeprefix("etcd ").strip()
