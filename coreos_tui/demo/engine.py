"""An engine in a box: the Engine API on a Unix socket, spoken as dockerd speaks it."""

import asyncio
import sys
from pathlib import Path

from coreos_tui.demo.exchange import Exchange, Headers
from coreos_tui.demo.execs import Execs
from coreos_tui.demo.faults import Fault, Faults
from coreos_tui.demo.routes import Routes
from coreos_tui.demo.scene import RefusedError, SceneEngine
from coreos_tui.demo.serving import Serving


class DemoEngine:
    """Serves one scene on one socket, from `start` to `stop`.

    What happens to the scene from outside has to happen on the loop that serves it.
    """

    def __init__(self, scene: SceneEngine, socket_path: str | Path) -> None:
        self.scene = scene
        self.path = Path(socket_path)
        self.faults = Faults()
        self.execs = Execs(scene)
        self.requests: list[str] = []
        self._routes = Routes(scene, self.execs)
        self._server: asyncio.Server | None = None
        self._ticker: asyncio.Task[None] | None = None
        self._serving = Serving(self.faults, self._answer)
        scene.on_die = self.execs.end_all

    @property
    def url(self) -> str:
        return f"unix://{self.path}"

    async def start(self) -> None:
        """Listens, and lets the scene live."""
        await self._listen()
        self._ticker = asyncio.create_task(self._live())

    async def stop(self) -> None:
        """Hangs up on everybody and takes the socket away."""
        if self._ticker:
            self._ticker.cancel()
            await asyncio.gather(self._ticker, return_exceptions=True)
        self._deafen()
        await self.cut()
        self.path.unlink(missing_ok=True)

    async def fault(self, fault: Fault | str, only: str = "", delay: float = 1.0) -> None:
        """Misbehaves from now on, for requests to paths that hold `only`."""
        self.faults.put(Fault(fault), only, delay)
        if fault in (Fault.REFUSE, Fault.GONE, Fault.DROP):
            if fault != Fault.DROP:
                self._deafen()
            await self.cut()
        if fault == Fault.GONE:
            self.path.unlink(missing_ok=True)

    async def heal(self) -> None:
        """Behaves again."""
        self.faults.put(Fault.NONE, "", 1.0)
        if self._server is None:
            await self._listen()

    async def cut(self) -> None:
        """Closes every connection there is, once."""
        await self._serving.cut()

    @property
    def connections(self) -> int:
        """How many connections are open just now."""
        return len(self._serving)

    async def _listen(self) -> None:
        self.path.unlink(missing_ok=True)
        # From 3.13 on a closed server would take its socket away: REFUSE needs it to stay.
        kept = {"cleanup_socket": False} if sys.version_info >= (3, 13) else {}
        self._server = await asyncio.start_unix_server(
            self._serving.accept, self.path, backlog=128, **kept
        )

    def _deafen(self) -> None:
        if self._server:
            self._server.close()
            self._server = None

    async def _live(self) -> None:
        clock = self.scene.clock
        while True:
            frozen = self.faults.fault is Fault.HANG and not self.faults.only
            await clock.sleep(0.2 if frozen else self.scene.tick(clock.elapsed()))

    async def _answer(self, exchange: Exchange) -> None:
        asked = "?" + "&".join(exchange.query) if exchange.query else ""
        self.requests.append(f"{exchange.method} {exchange.path}{asked}")
        exchange.own = self._named()
        try:
            if self.faults.hits(Fault.ERROR, exchange.path):
                raise RefusedError(500, "the demo was told to fail")
            await self._routes.answer(exchange)
        except RefusedError as refusal:
            await exchange.fail(refusal.status, refusal.message)

    def _named(self) -> Headers:
        scene = self.scene
        own = [("Api-Version", scene.api), ("Ostype", "linux")]
        if scene.product == "podman":
            return [
                *own,
                ("Libpod-Api-Version", scene.version),
                ("Server", f"Libpod/{scene.version} (linux)"),
            ]
        return [
            *own,
            ("Docker-Experimental", "false"),
            ("Server", f"Docker/{scene.version} (linux)"),
        ]
