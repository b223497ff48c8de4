"""HTTP/1.1 over any byte stream; h11 does the framing.

Long replies are asked for as HTTP/1.0: the far end then sends them without chunks, and their
bytes pass through here untouched. A log at full speed has one chunk a line, and taking those
apart costs several times what the line itself does.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

import h11

from coreos_tui.core.errors import HopError
from coreos_tui.transport.http.far_end import FarEnd
from coreos_tui.transport.link import ByteStream

Dial = Callable[[], Awaitable[ByteStream]]
BODY_LIMIT = 32 << 20
HEAD_LIMIT = 64 << 10
_READ = 256 << 10


class Reply(NamedTuple):
    """A whole answer; header names are in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self, far: FarEnd) -> Any:
        """The body as JSON. Raises HopError naming the far end where it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise far.not_json() from error


class Call(NamedTuple):
    """What is asked: `query` values of None are left out, `body` is sent as JSON.

    A `form` is sent in the place of a body, as HTML forms are.
    """

    method: str
    path: str
    query: Mapping[str, object] = {}
    body: object = None
    headers: tuple[tuple[str, str], ...] = ()
    form: Mapping[str, str] | None = None

    @property
    def target(self) -> str:
        query = urlencode({k: v for k, v in self.query.items() if v is not None})
        return f"{self.path}?{query}" if query else self.path

    @property
    def content(self) -> tuple[str, bytes]:
        """The type and the bytes of what is sent; the type is empty where there is nothing."""
        if self.form is not None:
            return "application/x-www-form-urlencoded", urlencode(self.form).encode()
        return (
            ("", b"") if self.body is None else ("application/json", json.dumps(self.body).encode())
        )


class UnansweredError(HopError):
    """The far end hung up before the first byte of an answer."""


class Channel:
    """One connection to a far end and how far its HTTP has come."""

    def __init__(self, stream: ByteStream, far: FarEnd) -> None:
        self.stream = stream
        self._far = far
        self._wire = h11.Connection(h11.CLIENT, max_incomplete_event_size=HEAD_LIMIT)
        self._heard = False
        self._ended = False

    async def send(self, call: Call, *, old: bool = False, upgrade: bool = False) -> None:
        """Sends a request; `old` asks as HTTP/1.0, `upgrade` proposes to hijack the stream."""
        kind, body = call.content
        headers = [("Host", "localhost"), ("User-Agent", "coreos-tui"), *call.headers]
        if kind:
            headers.append(("Content-Type", kind))
        if body or call.method == "POST":
            headers.append(("Content-Length", str(len(body))))
        if upgrade:
            headers += [("Connection", "Upgrade"), ("Upgrade", "tcp")]
        request = h11.Request(method=call.method, target=call.target, headers=headers)
        sent = self._wire.send(request) or b""
        if old:
            sent = sent.replace(b" HTTP/1.1\r\n", b" HTTP/1.0\r\n", 1)
        sent += (self._wire.send(h11.Data(body)) or b"") if body else b""
        sent += self._wire.send(h11.EndOfMessage()) or b""
        self._heard = False
        try:
            await self.stream.write(sent)
        except HopError as error:
            raise UnansweredError(error.hop, f"{self._far.name}: {error.said}") from error

    async def head(self) -> h11.Response | h11.InformationalResponse:
        """The head of the answer: a final one, or 101 where the stream is now hijacked."""
        while True:
            event = await self._event()
            if isinstance(event, h11.Response):
                return event
            if isinstance(event, h11.InformationalResponse) and event.status_code == 101:
                return event
            if not isinstance(event, h11.InformationalResponse):
                raise self._far.not_http()

    async def body(self, limit: int, *, cut: bool = False) -> bytes:
        """The whole body; what is longer than `limit` is an error, or cut off there."""
        parts: list[bytes] = []
        size = 0
        while isinstance(event := await self._event(), h11.Data):
            parts.append(bytes(event.data))
            size += len(event.data)
            if size > limit:
                if not cut:
                    raise self._far.too_long(limit)
                break
        return b"".join(parts)[:limit]

    async def part(self) -> bytes:
        """All of the body that is here, waiting for the first of it; b"" at its end."""
        parts: list[bytes] = []
        while not self._ended:
            event = self._next() if parts else await self._event()
            if isinstance(event, h11.Data):
                parts.append(bytes(event.data))
                continue
            self._ended = event is not h11.NEED_DATA
            break
        return b"".join(parts)

    def taken_over(self) -> bytes:
        """What came behind the head already; from here on the bytes are the stream's own."""
        return self._wire.trailing_data[0]

    def renew(self) -> bool:
        """Makes ready for the next request; False where this connection has had its last."""
        if self._wire.our_state is h11.DONE and self._wire.their_state is h11.DONE:
            self._wire.start_next_cycle()
            return True
        return False

    async def _event(self) -> object:
        while (event := self._next()) is h11.NEED_DATA:
            data = await self.stream.read(_READ)
            if not data and not self._heard:
                said = f"{self._far.name} hung up without an answer"
                raise UnansweredError(self._far.hop, said)
            if not self._heard and data[:5] != b"HTTP/"[: len(data)]:
                raise self._far.not_http()
            self._heard = True
            self._receive(data)
        return event

    def _next(self) -> object:
        try:
            return self._wire.next_event()
        except h11.RemoteProtocolError as error:
            closed = self._wire.trailing_data[1]
            raise (self._far.cut_off() if closed else self._far.not_http()) from error

    def _receive(self, data: bytes) -> None:
        try:
            self._wire.receive_data(data)
        except h11.RemoteProtocolError as error:
            raise self._far.not_http() from error


def headers_of(head: h11.Response | h11.InformationalResponse) -> dict[str, str]:
    """The headers of an answer by their names in small letters."""
    return {k.decode("latin-1"): v.decode("latin-1") for k, v in head.headers}


def endless(head: h11.Response | h11.InformationalResponse) -> bool:
    """Whether the body has no framing of its own: it lasts until the connection closes."""
    names = headers_of(head)
    return "content-length" not in names and "transfer-encoding" not in names
