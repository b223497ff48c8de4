"""Calls of the Engine API in the version that both ends speak."""

from collections.abc import Mapping
from typing import Any

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.sanitize import clean
from coreos_tui.transport.engine.refusal import far_engine, refusal
from coreos_tui.transport.http.exchange import BODY_LIMIT, Call, Dial, Reply
from coreos_tui.transport.http.wire import Body, Wire
from coreos_tui.transport.link import ByteStream

OLDEST = (1, 24)
NEWEST = (1, 45)
Query = Mapping[str, object]


class Calls:
    """What can be asked of one engine; paths are without their version."""

    def __init__(self, dial: Dial, name: str) -> None:
        self.name = name
        self.version: tuple[int, int] | None = None
        self._far = far_engine(name)
        self._wire = Wire(dial, self._far)

    @property
    def api(self) -> str:
        """The version spoken, `1.41`; empty until it is negotiated."""
        return "{}.{}".format(*self.version) if self.version else ""

    async def answer(
        self,
        method: str,
        path: str,
        query: Query | None = None,
        body: object = None,
        *,
        deadline: float = 10.0,
        limit: int = BODY_LIMIT,
        cut: bool = False,
    ) -> Reply:
        """An answer below status 300. Raises HopError for every other."""
        call = self._call(method, path, query, body)
        answer = await self._wire.request(call, deadline=deadline, limit=limit, cut=cut)
        if answer.status >= 300:
            raise refusal(self.name, answer.status, answer.body, path)
        return answer

    async def get(self, path: str, query: Query | None = None, *, deadline: float = 10.0) -> Any:
        """The JSON of a GET. Raises HopError."""
        answer = await self.answer("GET", path, query, deadline=deadline)
        return answer.json(self._far)

    async def post(self, path: str, query: Query | None = None, body: object = None) -> Any:
        """The JSON of a POST; None where it answers nothing. Raises HopError."""
        answer = await self.answer("POST", path, query, body)
        return answer.json(self._far) if answer.body.strip() else None

    async def stream(self, path: str, query: Query | None = None) -> Body:
        """A reply to GET that goes on. Raises HopError."""
        return await self._wire.open_stream(self._call("GET", path, query))

    async def upgrade(
        self, path: str, query: Query | None = None, body: object = None
    ) -> ByteStream:
        """The stream that a POST hijacks. Raises HopError."""
        return await self._wire.upgrade(self._call("POST", path, query, body), deadline=30.0)

    async def negotiate(self, deadline: float) -> str:
        """Asks for the engine's version (GET /_ping) and speaks the lower of both from now on.

        Raises HopError where the engine is older than what can be spoken here.
        """
        answer = await self._wire.request(Call("GET", "/_ping"), deadline=deadline, limit=4096)
        if answer.status >= 300:
            raise refusal(self.name, answer.status, answer.body, "/_ping")
        theirs = answer.headers.get("api-version", "")
        spoken = parse_version(theirs)
        if spoken is None:
            raise HopError(
                Hop.ENGINE,
                f"{self.name} names no API version",
                "Is this the socket of a Docker or Podman engine?",
            )
        if spoken < OLDEST:
            said = f"{self.name} speaks API {theirs}, older than {OLDEST[0]}.{OLDEST[1]}"
            raise HopError(Hop.ENGINE, said, "Update the engine")
        self.version = min(max(self.version or NEWEST, NEWEST), spoken)
        return clean(theirs)

    def close(self) -> None:
        self._wire.close()

    def _call(self, method: str, path: str, query: Query | None, body: object = None) -> Call:
        return Call(method, f"/v{self.api}{path}" if self.version else path, query or {}, body)


def parse_version(text: object) -> tuple[int, int] | None:
    """`1.41` as numbers that compare; None where it is no version."""
    major, dot, minor = str(text).partition(".")
    if not (dot and major.isascii() and major.isdigit() and minor.isascii() and minor.isdigit()):
        return None
    return (int(major[:6]), int(minor[:6]))
