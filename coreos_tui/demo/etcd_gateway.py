"""The gateway of v3 in a box: JSON with base64 and numbers as strings, what is zero left out."""

import asyncio
import base64
import json
from typing import Any

from coreos_tui.demo.etcd_keys import Version
from coreos_tui.demo.etcd_scene import SceneCluster, SceneMember
from coreos_tui.demo.exchange import Exchange

# Codes of gRPC, and what HTTP makes of them.
_STATUS = {3: 400, 5: 404, 7: 403, 11: 400, 14: 503, 16: 401}
TOKEN = "demo.1"  # noqa: S105 - it opens nothing


class GatewayError(Exception):
    """Refused, by a code of gRPC."""

    def __init__(self, code: int, said: str) -> None:
        super().__init__(said)
        self.code, self.said = code, said


class Gateway:
    """Answers for one member."""

    def __init__(self, cluster: SceneCluster, member: SceneMember) -> None:
        self._cluster, self._member = cluster, member

    async def answer(self, exchange: Exchange, path: str) -> None:
        """`path` is without the prefix."""
        if exchange.method != "POST":
            await exchange.json({"code": 12, "message": "Method Not Allowed"}, 405)
            return
        asked = exchange.content()
        try:
            if path == "/watch":
                await self._watch(exchange, asked.get("create_request") or {})
                return
            await exchange.json(self._reply(path, asked, exchange.asked.get("authorization", "")))
        except GatewayError as error:
            said = {"error": error.said, "message": error.said, "code": error.code}
            await exchange.json(said, _STATUS[error.code])

    def _reply(self, path: str, asked: dict[str, Any], token: str) -> dict[str, Any]:
        if path == "/maintenance/status":
            return self._status()
        if path == "/cluster/member/list":
            return {"header": self._header(revision=False), "members": self._members()}
        if path == "/auth/authenticate":
            return self._authenticate(asked)
        calls = {"/kv/range": self._range, "/kv/txn": self._txn}
        if path not in calls:
            raise GatewayError(5, "Not Found")
        if self._cluster.login and token != TOKEN:
            raise GatewayError(3, "etcdserver: user name is empty")
        if not self._cluster.has_quorum:
            raise GatewayError(14, "etcdserver: request timed out")
        return calls[path](asked)

    def _header(self, *, revision: bool = True) -> dict[str, Any]:
        cluster = self._cluster
        head = {"cluster_id": str(cluster.id), "member_id": str(self._member.id)}
        if revision:
            head["revision"] = str(cluster.v3_keys.revision)
        return head | {"raft_term": str(cluster.term)}

    def _status(self) -> dict[str, Any]:
        cluster, leader = self._cluster, self._cluster.leader
        index = str(cluster.v3_keys.revision + cluster.v2_keys.index + 80)
        raw = {
            "header": self._header(),
            "version": cluster.version,
            "dbSize": str(cluster.size),
            "raftIndex": index,
            "raftTerm": str(cluster.term),
            "raftAppliedIndex": index,
            "dbSizeInUse": str(cluster.size * 4 // 5),
        }
        raw |= {"leader": str(leader.id)} if leader else {}
        return raw | ({"errors": cluster.problems()} if cluster.problems() else {})

    def _members(self) -> list[dict[str, Any]]:
        return [
            {
                "ID": str(each.id),
                "name": each.name,
                "peerURLs": [each.url.replace("2379", "2380")],
                "clientURLs": [each.url],
            }
            for each in self._cluster.members
        ]

    def _authenticate(self, asked: dict[str, Any]) -> dict[str, Any]:
        if self._cluster.login is None:
            raise GatewayError(3, "etcdserver: authentication is not enabled")
        if (asked.get("name"), asked.get("password")) != self._cluster.login:
            raise GatewayError(3, "etcdserver: authentication failed, invalid user ID or password")
        return {"header": self._header(), "token": TOKEN}

    def _range(self, asked: dict[str, Any]) -> dict[str, Any]:
        keys, revision = self._cluster.v3_keys, int(asked.get("revision") or 0)
        if revision and revision < keys.compacted:
            raise GatewayError(11, "etcdserver: mvcc: required revision has been compacted")
        start = _plain(asked.get("key"))
        end = _plain(asked.get("range_end"))
        found = keys.range(start, end) if end else [start]
        listed = [(key, at) for key in found if (at := keys.at(key, revision)) is not None]
        if asked.get("sort_target") == "MOD":
            listed.sort(key=lambda each: -each[1].revision)
        limit = int(asked.get("limit") or 0) or len(listed)
        raw: dict[str, Any] = {"header": self._header()}
        if listed:
            only = bool(asked.get("keys_only"))
            raw["kvs"] = [_kv(key, at, only) for key, at in listed[:limit]]
            raw |= {"more": True} if len(listed) > limit else {}
            raw["count"] = str(len(listed))
        return raw

    def _txn(self, asked: dict[str, Any]) -> dict[str, Any]:
        keys = self._cluster.v3_keys
        for each in asked.get("compare") or ():
            at = keys.at(_plain(each.get("key")))
            if (at.revision if at else 0) != int(each.get("mod_revision") or 0):
                return {"header": self._header()}
        for each in asked.get("success") or ():
            if "request_put" in each:
                put = each["request_put"]
                keys.put(_plain(put.get("key")), _plain(put.get("value")))
            else:
                keys.delete(_plain(each["request_delete_range"].get("key")))
        return {"header": self._header(), "succeeded": True}

    async def _watch(self, exchange: Exchange, asked: dict[str, Any]) -> None:
        keys, key = self._cluster.v3_keys, _plain(asked.get("key"))
        since = int(asked.get("start_revision") or 0)
        news: asyncio.Queue[Version] = asyncio.Queue()

        def heard(changed: bytes, version: Version) -> None:
            if changed == key:
                news.put_nowait(version)

        async def told() -> None:
            while True:
                await self._say(exchange, {"events": [_event(key, await news.get())]})

        await exchange.begin("application/json")
        await self._say(exchange, {"created": True})
        if since and since <= keys.compacted:
            gone = {"canceled": True, "compact_revision": str(keys.compacted)}
            await self._say(exchange, gone)
            await exchange.finish()
            return
        for version in keys.versions.get(key, ()):
            if since and version.revision >= since:
                news.put_nowait(version)
        keys.watchers.append(heard)
        try:
            await exchange.while_there(told())
        finally:
            keys.watchers.remove(heard)

    async def _say(self, exchange: Exchange, result: dict[str, Any]) -> None:
        line = json.dumps({"result": {"header": self._header(), **result}})
        await exchange.send(line.encode() + b"\n")


def _kv(key: bytes, at: Version, keys_only: bool) -> dict[str, Any]:
    raw = {
        "key": _coded(key),
        "create_revision": str(at.created),
        "mod_revision": str(at.revision),
        "version": str(at.version),
    }
    return raw if keys_only or not at.value else raw | {"value": _coded(at.value)}


def _event(key: bytes, version: Version) -> dict[str, Any]:
    if version.value is None:
        return {"type": "DELETE", "kv": {"key": _coded(key), "mod_revision": str(version.revision)}}
    return {"kv": _kv(key, version, False)}


def _plain(raw: object) -> bytes:
    return base64.b64decode(raw) if isinstance(raw, str) else b""


def _coded(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
