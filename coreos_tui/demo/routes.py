"""Which request of the Engine API gets which answer."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from coreos_tui.demo import answers, filters, tarball
from coreos_tui.demo.exchange import Exchange
from coreos_tui.demo.execs import Execs
from coreos_tui.demo.scene import RefusedError, SceneContainer, SceneEngine
from coreos_tui.demo.streams import attach, events, logs, stats

_VERSIONED = re.compile(r"/v(\d+)\.(\d+)(/.*)")
Handler = Callable[[Exchange, str], Awaitable[None]]


class Routes:
    """The answers of one engine."""

    def __init__(self, scene: SceneEngine, execs: Execs) -> None:
        self._scene, self._execs = scene, execs
        self._table: list[tuple[str, re.Pattern[str], Handler]] = [
            (method, re.compile(pattern), handler)
            for method, pattern, handler in (
                ("(GET|HEAD)", "/_ping()", self._ping),
                ("GET", "/version()", self._version),
                ("GET", "/info()", self._describe),
                ("GET", "/events()", self._events),
                ("GET", "/containers/json()", self._list),
                ("GET", "/containers/([^/]+)/json", self._inspect),
                ("GET", "/containers/([^/]+)/logs", self._logs),
                ("GET", "/containers/([^/]+)/stats", self._stats),
                ("GET", "/containers/([^/]+)/top", self._top),
                ("(GET|HEAD)", "/containers/([^/]+)/archive", self._archive),
                ("POST", "/containers/([^/]+)/attach", self._attach),
                ("POST", "/containers/([^/]+)/exec", self._exec),
                ("POST", "/containers/([^/]+)/resize", self._size),
                ("POST", "/containers/(.+)", self._act),
                ("DELETE", "/containers/([^/]+)", self._remove),
                ("POST", "/exec/([^/]+)/start", self._exec_start),
                ("POST", "/exec/([^/]+)/resize", self._exec_resize),
                ("GET", "/exec/([^/]+)/json", self._exec_inspect),
            )
        ]

    async def answer(self, exchange: Exchange) -> None:
        """Answers one request. Raises RefusedError, whose sentence is then the answer."""
        path = self._unversioned(exchange.path)
        for method, pattern, handler in self._table:
            found = pattern.fullmatch(path)
            if found and re.fullmatch(method, exchange.method):
                await handler(exchange, found.group(1))
                return
        raise RefusedError(404, "page not found")

    def _unversioned(self, path: str) -> str:
        found = _VERSIONED.fullmatch(path)
        if not found:
            return path
        asked, scene = (int(found.group(1)), int(found.group(2))), self._scene
        said = f"{asked[0]}.{asked[1]}"
        if asked > _numbers(scene.api):
            limit = f"Maximum supported API version is {scene.api}"
            raise RefusedError(400, f"client version {said} is too new. {limit}")
        if asked < _numbers(scene.min_api):
            limit = f"Minimum supported API version is {scene.min_api}"
            advice = "please upgrade your client to a newer version"
            raise RefusedError(400, f"client version {said} is too old. {limit}, {advice}")
        return found.group(3)

    async def _ping(self, exchange: Exchange, _part: str) -> None:
        await exchange.reply(200, b"OK", [("Content-Type", "text/plain; charset=utf-8")])

    async def _version(self, exchange: Exchange, _part: str) -> None:
        await exchange.json(answers.version(self._scene))

    async def _describe(self, exchange: Exchange, _part: str) -> None:
        await exchange.json(answers.described(self._scene))

    async def _events(self, exchange: Exchange, _part: str) -> None:
        await events(exchange, self._scene)

    async def _list(self, exchange: Exchange, _part: str) -> None:
        wanted = filters.parse(exchange.query.get("filters", ""), filters.LIST)
        every = exchange.flag("all") or "status" in wanted
        shown = [
            answers.listed(each, self._scene)
            for each in self._scene.containers.values()
            if (every or each.running or each.state == "restarting") and filters.keeps(each, wanted)
        ]
        shown.sort(key=lambda entry: -int(entry["Created"]))
        await exchange.json(shown)

    async def _inspect(self, exchange: Exchange, part: str) -> None:
        await exchange.json(answers.inspected(self._scene.find(part)))

    async def _logs(self, exchange: Exchange, part: str) -> None:
        await logs(exchange, self._scene.find(part), self._scene)

    async def _stats(self, exchange: Exchange, part: str) -> None:
        await stats(exchange, self._scene.find(part), self._scene.clock)

    async def _top(self, exchange: Exchange, part: str) -> None:
        each = self._running(part)
        self._scene.emit(each, "top")
        await exchange.json(answers.processes(each, exchange.query.get("ps_args", "-ef")))

    async def _archive(self, exchange: Exchange, part: str) -> None:
        each, path = self._scene.find(part), exchange.query.get("path", "")
        if not path:
            raise RefusedError(400, "bad parameter: path cannot be empty")
        stat = [("X-Docker-Container-Path-Stat", tarball.stat_header(each, path))]
        if exchange.method == "HEAD":
            await exchange.reply(200, b"", stat)
            return
        self._scene.emit(each, "archive-path")
        packed = tarball.archive(each, path)
        await exchange.reply(200, packed, [("Content-Type", "application/x-tar"), *stat])

    async def _attach(self, exchange: Exchange, part: str) -> None:
        each = self._running(part)
        self._scene.emit(each, "attach")
        await attach(exchange, each)

    async def _act(self, exchange: Exchange, part: str) -> None:
        reference, _, verb = part.rpartition("/")
        scene, query = self._scene, exchange.query
        acts: dict[str, Callable[[], Any]] = {
            "start": lambda: scene.start(reference),
            "stop": lambda: scene.stop(reference),
            "restart": lambda: scene.restart(reference),
            "pause": lambda: scene.pause(reference),
            "unpause": lambda: scene.unpause(reference),
            "kill": lambda: scene.kill(reference, query.get("signal") or "SIGKILL"),
            "rename": lambda: scene.rename(reference, query.get("name", "")),
        }
        if verb not in acts:
            raise RefusedError(404, "page not found")
        acts[verb]()
        await exchange.reply(204)

    async def _remove(self, exchange: Exchange, part: str) -> None:
        self._scene.remove(part, exchange.flag("force"))
        await exchange.reply(204)

    async def _size(self, exchange: Exchange, part: str) -> None:
        self._scene.emit(self._running(part), "resize")
        await exchange.reply(200)

    async def _exec(self, exchange: Exchange, part: str) -> None:
        await exchange.json({"Id": self._execs.create(part, exchange.content())}, 201)

    async def _exec_start(self, exchange: Exchange, part: str) -> None:
        await self._execs.start(part, exchange)

    async def _exec_resize(self, exchange: Exchange, part: str) -> None:
        columns, rows = (exchange.query.get(name, "") for name in ("w", "h"))
        if not (columns.isdigit() and rows.isdigit()):
            raise RefusedError(400, f'strconv.Atoi: parsing "{rows}": invalid syntax')
        self._execs.resize(part, int(columns), int(rows))
        await exchange.reply(200)

    async def _exec_inspect(self, exchange: Exchange, part: str) -> None:
        await exchange.json(self._execs.inspected(part))

    def _running(self, reference: str) -> SceneContainer:
        each = self._scene.find(reference)
        if not each.running:
            raise RefusedError(409, f"Container {each.id} is not running")
        return each


def _numbers(version: str) -> tuple[int, int]:
    major, _, minor = version.partition(".")
    return int(major), int(minor or 0)
