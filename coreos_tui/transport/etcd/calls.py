"""Calls of one member: where its gateway is, and who asks."""

import base64
import contextlib
from collections.abc import Mapping
from typing import Any

from coreos_tui.core.errors import Hop
from coreos_tui.transport.etcd.refusal import LoginError, NoApiError, far_etcd, login_wanted
from coreos_tui.transport.http.exchange import Call, Dial, Reply
from coreos_tui.transport.http.wire import Body, Wire

# 3.4 and later, 3.3, 3.2. Source: etcd.io, "gRPC gateway".
PREFIXES = ("/v3", "/v3beta", "/v3alpha")
LIMIT = 16 << 20
Login = tuple[str, str]


class Calls:
    """What can be asked of one member; `login` is a user and a password."""

    def __init__(self, dial: Dial, name: str, login: Login | None = None) -> None:
        self.name = name
        self._far = far_etcd(name)
        self._wire = Wire(dial, self._far)
        self._login = login
        self._prefix = ""
        self._token = ""
        self._named = False

    async def get(
        self, path: str, query: Mapping[str, object] | None = None, *, deadline: float = 5.0
    ) -> Reply:
        """An answer of v2 below status 300. Raises HopError for every other."""
        return await self._old(Call("GET", path, query or {}), deadline)

    async def change(
        self, method: str, path: str, query: Mapping[str, object], form: Mapping[str, str] | None
    ) -> Reply:
        """A PUT or DELETE of v2. Raises HopError."""
        return await self._old(Call(method, path, query, form=form), 5.0)

    async def wait(self, path: str, query: Mapping[str, object]) -> Body:
        """A GET of v2 that is answered when something happens. Raises HopError."""
        return await self._wire.open_stream(self._signed(Call("GET", path, query)))

    async def post(self, path: str, body: object, *, deadline: float = 5.0) -> dict[str, Any]:
        """The JSON object with which the gateway answers. Raises HopError; NoApiError: no v3."""
        await self._find_gateway(deadline)
        try:
            return await self._post(path, body, deadline)
        except LoginError:
            # Who asks is told only to those who want to know.
            await self._log_in(deadline)
            return await self._post(path, body, deadline)

    async def stream(self, path: str, body: object) -> Body:
        """A reply of the gateway that goes on. Raises HopError."""
        await self._find_gateway(5.0)
        return await self._wire.open_stream(self._call(path, body))

    def json(self, reply: Reply) -> dict[str, Any]:
        """The JSON object of a reply. Raises HopError where it is none."""
        raw = reply.json(self._far)
        if not isinstance(raw, dict):
            raise self._far.not_json()
        return raw

    def close(self) -> None:
        """Hangs up. Never waits."""
        self._wire.close()

    async def _find_gateway(self, deadline: float) -> None:
        if self._prefix:
            return
        for prefix in PREFIXES:
            self._prefix = prefix
            try:
                await self._post("/maintenance/status", {}, deadline)
            except LoginError:
                return
            except NoApiError:
                continue
            except BaseException:
                self._prefix = ""
                raise
            return
        self._prefix = ""
        raise NoApiError(Hop.ETCD, f"{self.name} speaks no v3")

    async def _log_in(self, deadline: float) -> None:
        if self._login is None:
            raise login_wanted(self.name)
        self._token = ""
        user, password = self._login
        asked = {"name": user, "password": password}
        self._token = str((await self._post("/auth/authenticate", asked, deadline)).get("token"))

    async def _post(self, path: str, body: object, deadline: float) -> dict[str, Any]:
        return self.json(await self._request(self._call(path, body), deadline))

    async def _request(self, call: Call, deadline: float) -> Reply:
        reply = await self._wire.request(call, deadline=deadline, limit=LIMIT)
        if reply.status >= 300:
            raise self._far.refused(reply.status, reply.body, call.path)
        return reply

    async def _old(self, call: Call, deadline: float) -> Reply:
        """v2 wants name and password each time; they go to it once it has refused without."""
        try:
            return await self._request(self._signed(call), deadline)
        except LoginError:
            if self._login is None or self._named:
                raise
            self._named = True
            return await self._request(self._signed(call), deadline)

    def _signed(self, call: Call) -> Call:
        if not self._login or not self._named:
            return call
        pair = base64.b64encode(":".join(self._login).encode()).decode()
        return call._replace(headers=(("Authorization", f"Basic {pair}"),))

    def _call(self, path: str, body: object) -> Call:
        sent = (("Authorization", self._token),) if self._token else ()
        return Call("POST", self._prefix + path, body=body, headers=sent)


def whole(raw: object) -> int:
    """A 64-bit number as the gateway says it: a string, or missing where it is zero."""
    with contextlib.suppress(TypeError, ValueError):
        return int(raw)  # type: ignore[call-overload,no-any-return]  # whatever it is
    return 0


def plain(raw: object) -> bytes:
    """Bytes as the gateway says them: base64, or missing where there are none."""
    with contextlib.suppress(ValueError):
        return base64.b64decode(raw, validate=True) if isinstance(raw, str) else b""
    return b""


def coded(raw: bytes) -> str:
    """Bytes as the gateway wants them."""
    return base64.b64encode(raw).decode()
