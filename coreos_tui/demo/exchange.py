"""One HTTP request and its answer, as an engine speaks it over a Unix socket."""

import asyncio
import json
from collections.abc import Coroutine
from email.utils import formatdate
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import h11

from coreos_tui.demo.faults import Fault, Faults

Headers = list[tuple[str, str]]


class GoneError(Exception):
    """The client has hung up."""


class Exchange:
    """One request; answered by one of `reply`, `begin` … `finish`, or `hijack`."""

    def __init__(
        self,
        wire: h11.Connection,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        request: h11.Request,
        faults: Faults,
    ) -> None:
        self._wire, self._reader, self._writer = wire, reader, writer
        target = urlsplit(request.target.decode("ascii", "replace"))
        self.method = request.method.decode()
        self.path = unquote(target.path)
        values = parse_qs(target.query, keep_blank_values=True)
        self.query = {key: each[-1] for key, each in values.items()}
        self.asked = {name.decode(): value.decode("latin-1") for name, value in request.headers}
        self.own: Headers = []
        self.body = b""
        self.hijacked = False
        self._faults = faults

    def flag(self, name: str) -> bool:
        """Whether a query value is true, as the engine reads it."""
        return self.query.get(name, "").lower() not in ("", "0", "no", "false", "none")

    def content(self) -> dict[str, Any]:
        """The JSON object of the request, empty where there is none."""
        try:
            found = json.loads(self.body or b"{}")
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    async def json(self, value: Any, status: int = 200) -> None:
        plain = json.dumps(value, separators=(",", ":")).encode() + b"\n"
        await self.reply(status, plain, [("Content-Type", "application/json")])

    async def fail(self, status: int, message: str) -> None:
        """An error as the engine words it; 304 has no body."""
        if status == HTTPStatus.NOT_MODIFIED:
            await self.reply(status)
        else:
            await self.json({"message": message}, status)

    async def reply(self, status: int, body: bytes = b"", headers: Headers | None = None) -> None:
        """A whole answer with its length."""
        sized = [*(headers or [])]
        if status not in (204, 304):
            sized.append(("Content-Length", str(len(body))))
        await self._start(status, sized)
        if self._faults.hits(Fault.TRUNCATED, self.path) and len(body) > 8:
            await self._send(h11.Data(data=body[: len(body) // 2]))
            raise GoneError
        if body and self.method != "HEAD":
            await self._send(h11.Data(data=body))
        await self._send(h11.EndOfMessage())

    async def begin(self, content_type: str = "") -> None:
        """Starts an answer of unknown length."""
        await self._start(200, [("Content-Type", content_type)] if content_type else [])

    async def send(self, data: bytes) -> None:
        """One more piece of that answer; waits where the client is slow."""
        if data:
            await self._send(h11.Data(data=data))

    async def finish(self) -> None:
        await self._send(h11.EndOfMessage())

    async def while_there(self, work: Coroutine[Any, Any, None]) -> None:
        """Does the work until it is done or the client hangs up. Raises GoneError then."""
        task = asyncio.ensure_future(work)
        gone = asyncio.ensure_future(self._reader.read(1))
        try:
            await asyncio.wait((task, gone), return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                raise GoneError
            await task
            if not gone.done():
                gone.cancel()
            elif gone.result():
                self._wire.receive_data(gone.result())
        finally:
            for each in (task, gone):
                each.cancel()
            await asyncio.gather(task, gone, return_exceptions=True)

    async def hijack(self, content_type: str = "application/vnd.docker.raw-stream") -> bytes:
        """Takes the connection out of HTTP; returns what the client has sent already.

        With `Upgrade: tcp` the answer is 101 UPGRADED, without it 200 and no length.
        """
        self.hijacked = True
        upgrade = self.asked.get("upgrade", "").lower() == "tcp"
        lines = ["HTTP/1.1 101 UPGRADED" if upgrade else "HTTP/1.1 200 OK"]
        lines.append(f"Content-Type: {content_type}")
        if upgrade:
            lines += ["Connection: Upgrade", "Upgrade: tcp"]
        lines += [f"{name}: {value}" for name, value in self.own]
        await self.write_raw("\r\n".join([*lines, "", ""]).encode())
        self._wire.next_event()
        return self._wire.trailing_data[0]

    async def read_raw(self) -> bytes:
        """The next bytes of a hijacked connection; b"" once the client sends no more."""
        return await self._reader.read(65536)

    async def write_raw(self, data: bytes) -> None:
        await self._faults.gate(self.path)
        self._writer.write(data)
        await self._writer.drain()

    async def _start(self, status: int, headers: Headers) -> None:
        if self._faults.hits(Fault.SLOW, self.path):
            await asyncio.sleep(self._faults.delay)
        named = [*self.own, ("Date", formatdate(usegmt=True)), *headers]
        reason = HTTPStatus(status).phrase
        await self._send(h11.Response(status_code=status, headers=named, reason=reason.encode()))

    async def _send(self, event: h11.Event) -> None:
        await self._faults.gate(self.path)
        data = self._wire.send(event)
        if data:
            self._writer.write(data)
            await self._writer.drain()
