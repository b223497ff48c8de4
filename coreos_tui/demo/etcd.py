"""One member of an etcd in a box, on a port of the loopback."""

import asyncio
import json
from typing import Any
from urllib.parse import parse_qs

from coreos_tui.demo.etcd_gateway import Gateway
from coreos_tui.demo.etcd_keys import EventV2, KeysV2
from coreos_tui.demo.etcd_scene import SceneCluster
from coreos_tui.demo.exchange import Exchange, Headers
from coreos_tui.demo.faults import Fault, Faults
from coreos_tui.demo.serving import Serving

_CLEARED = {"errorCode": 401, "message": "The event in requested index is outdated and cleared"}


class DemoEtcd:
    """Serves one member of a cluster from `start` to `stop`; `requests` are those it has heard."""

    def __init__(self, cluster: SceneCluster, name: str, port: int = 0) -> None:
        self.cluster, self.member, self.port = cluster, cluster.member(name), port
        self.faults = Faults()
        self.requests: list[str] = []
        self._gateway = Gateway(cluster, self.member)
        self._serving = Serving(self.faults, self._answer)
        self._server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Listens, and is a member that is up. The port is the same each time."""
        if self._server is None:
            self._server = await asyncio.start_server(self._serving.accept, "127.0.0.1", self.port)
            self.port = self._server.sockets[0].getsockname()[1]
        self.cluster.turn(self.member.name, True)

    async def stop(self) -> None:
        """Hangs up on everybody; the others notice."""
        self.cluster.turn(self.member.name, False)
        if self._server:
            self._server.close()
            self._server = None
        await self._serving.cut()

    async def fault(self, fault: Fault | str) -> None:
        """Misbehaves from now on."""
        self.faults.put(Fault(fault), "", 1.0)

    async def _answer(self, exchange: Exchange) -> None:
        self.requests.append(f"{exchange.method} {exchange.path}")
        path, prefix = exchange.path, self.cluster.prefix
        if prefix and path.startswith(f"{prefix}/"):
            await self._gateway.answer(exchange, path.removeprefix(prefix))
        elif path == "/version":
            await exchange.json({"etcdserver": self.cluster.version, "etcdcluster": "3.5.0"})
        elif path.startswith("/v2/") and self.cluster.v2:
            await self._answer_v2(exchange, path.removeprefix("/v2"))
        else:
            plain = [("Content-Type", "text/plain; charset=utf-8")]
            await exchange.reply(404, b"404 page not found\n", plain)

    async def _answer_v2(self, exchange: Exchange, path: str) -> None:
        leader = self.cluster.leader
        if path == "/members":
            members = [
                {"id": f"{each.id:x}", "name": each.name, "peerURLs": [], "clientURLs": [each.url]}
                for each in self.cluster.members
            ]
            await exchange.json({"members": members})
        elif path == "/stats/self":
            own = {"name": self.member.name, "id": f"{self.member.id:x}"}
            await exchange.json(
                own | {"leaderInfo": {"leader": f"{leader.id:x}" if leader else ""}}
            )
        elif path.startswith("/keys"):
            key = path.removeprefix("/keys").rstrip("/")
            exchange.own = self._heads()
            await _answer_keys(exchange, self.cluster.v2_keys, key)
        else:
            await exchange.json({"message": "Not Found"}, 404)

    def _heads(self) -> Headers:
        index = self.cluster.v2_keys.index
        return [
            ("X-Etcd-Cluster-Id", f"{self.cluster.id:x}"),
            ("X-Etcd-Index", str(index)),
            ("X-Raft-Index", str(index + 80)),
            ("X-Raft-Term", str(self.cluster.term)),
        ]


async def _answer_keys(exchange: Exchange, keys: KeysV2, key: str) -> None:
    if exchange.method != "GET":
        await _change(exchange, keys, key)
    elif exchange.flag("wait"):
        await _wait(exchange, keys, key, int(exchange.query.get("waitIndex") or 0))
    elif key in keys.nodes:
        await exchange.json({"action": "get", "node": keys.nodes[key].raw()})
    elif (folder := keys.folder(key, exchange.flag("recursive"))) is not None:
        await exchange.json({"action": "get", "node": folder})
    else:
        await exchange.json(_missing(keys, key), 404)


def _missing(keys: KeysV2, key: str) -> dict[str, Any]:
    return {"errorCode": 100, "message": "Key not found", "cause": key, "index": keys.index}


async def _change(exchange: Exchange, keys: KeysV2, key: str) -> None:
    node, wanted = keys.nodes.get(key), exchange.query.get("prevIndex")
    if wanted is not None and node is None:
        await exchange.json(_missing(keys, key), 404)
    elif exchange.query.get("prevExist") == "false" and node is not None:
        await exchange.json({"errorCode": 105, "message": "Key already exists", "cause": key}, 412)
    elif wanted is not None and node is not None and int(wanted) != node.modified:
        await exchange.json({"errorCode": 101, "message": "Compare failed", "cause": key}, 412)
    elif exchange.method == "DELETE":
        await exchange.json(keys.delete(key).raw())
    else:
        value = parse_qs(exchange.body.decode(), keep_blank_values=True).get("value", [""])[0]
        await exchange.json(keys.set(key, value).raw(), 201 if node is None else 200)


async def _wait(exchange: Exchange, keys: KeysV2, key: str, index: int) -> None:
    """The first event at or behind the index, from those that are kept, or when it comes."""
    if index and keys.events and index < keys.events[0].index:
        await exchange.json(_CLEARED, 400)
        return
    kept = [each for each in keys.events if index and each.index >= index and each.node.key == key]
    news: asyncio.Queue[EventV2] = asyncio.Queue()
    for each in kept[:1]:
        news.put_nowait(each)

    def heard(event: EventV2) -> None:
        if event.node.key == key:
            news.put_nowait(event)

    async def told() -> None:
        await exchange.send(json.dumps((await news.get()).raw()).encode() + b"\n")

    keys.watchers.append(heard)
    try:
        await exchange.begin("application/json")
        await exchange.while_there(told())
        await exchange.finish()
    finally:
        keys.watchers.remove(heard)
