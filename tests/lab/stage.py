"""The whole app over the standing lab: driven by keys, read as text, patient."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from textual.pilot import Pilot

from coreos_tui.app.app import CoreosApp
from coreos_tui.app.screen import MainScreen
from coreos_tui.core import topics
from coreos_tui.core.config import Config
from coreos_tui.core.container import Container
from coreos_tui.core.errors import HopError
from coreos_tui.fleet.fleet import Site
from coreos_tui.transport.ssh import SshLink, connect
from coreos_tui.ui.table import Table
from coreos_tui.ui.terminal import TerminalView
from tests.pilot.driver import Driven
from tests.waiting import until

SIZE = (160, 50)
PATIENCE = 30.0
ENGINES = ("docker", "podman")


@dataclass
class Arrival:
    """When the link to a host stood, when its own facts were known, each engine first listed."""

    connected: float = 0.0
    told: float = 0.0
    listed: dict[str, float] = field(default_factory=dict)


class Stage(Driven):
    """An app over real machines; it waits longer, and whoever waits blocks nothing."""

    def __init__(self, app: CoreosApp, pilot: Pilot[None]) -> None:
        super().__init__(app, pilot)
        self.arrivals: dict[str, Arrival] = {}

    async def wait(
        self, condition: Callable[[], object], what: object = "", deadline: float = PATIENCE
    ) -> None:
        """Waits for a state; a failure shows the screen."""
        end = time.monotonic() + deadline
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"not within {deadline} s: {what}\n{self.text}")
            # To read a whole screen takes a while; the machines need the processor more.
            await asyncio.sleep(0.05)

    async def _until(self, condition: Any, what: tuple[str, ...]) -> None:
        await self.wait(condition, what)

    # --- what the app knows

    def listed(self, host: str, engine: str = "docker") -> dict[str, Container]:
        """The containers of an engine by name, as last heard."""
        known = self.app.store.value(topics.containers(host, engine)) or ()
        return {each.name: each for each in known}

    def trouble(self, host: str, engine: str = "") -> HopError | None:
        """What is wrong with the link to a host, or with one of its engines."""
        topic: Any = topics.containers(host, engine) if engine else topics.host(host)
        return self.app.store.get(topic).error

    def well(self, host: str) -> bool:
        """Whether the host and both of its engines have answered and answer."""
        known = self.app.store.value(topics.engines(host)) or ()
        read = [topics.host(host), *(topics.containers(host, each) for each in ENGINES)]
        readings = [self.app.store.get(topic) for topic in read]
        return set(ENGINES) <= set(known) and all(
            each.value is not None and each.error is None for each in readings
        )

    async def all_well(self, *hosts: str, deadline: float = 90) -> None:
        await self.wait(lambda: all(map(self.well, hosts)), f"{hosts} connected", deadline)

    # --- where the keys go

    async def at(self, host: str) -> None:
        """Moves the cursor among the machines to a host."""
        if self.place == "viewer":  # as in `go`
            await self.press("escape")
        await self.press("1", "g")
        table = self.main.query_one("MachinesPane Table", Table)
        for _ in range(8):
            await self.wait(lambda: self.main.selection.host == table.cursor_key, host)
            if self.main.selection.host == host:
                return
            await self.press("j")
        raise AssertionError(f"the cursor does not reach {host}:\n{self.text}")

    async def on(self, host: str, container: str) -> None:
        """Moves the cursor to a container of a host."""
        await self.at(host)
        await self.wait(lambda: self.row(container), f"{container} in view")
        await self.go(container)
        assert self.main.selection.host == host

    async def agree(self, *wanted: str) -> None:
        """Waits for a question that says this, and says yes."""
        await self.see(*wanted)
        assert self.asking, self.text
        await self.press("y")
        await self.wait(lambda: not self.asking, "the question answered")

    @property
    def terminal(self) -> TerminalView:
        """The terminal of the shown tab."""
        assert self.main.viewer.shown is not None
        return self.main.viewer.shown.query_one(TerminalView)

    @property
    def rows_and_columns(self) -> str:
        """The size of the shown terminal, as `stty size` says it."""
        return f"{self.terminal.size.height} {self.terminal.size.width}"

    async def shell(self, *prompt: str) -> None:
        """Opens a shell where the cursor is and waits for its prompt."""
        before = len(self.main.viewer.tabs)
        await self.press("e")
        await self.wait(lambda: len(self.main.viewer.tabs) == before + 1, "a tab for the shell")
        await self.see_in_tab(*prompt)
        await self.wait(lambda: self.terminal.has_focus, "the terminal has the keys")

    async def type(self, line: str) -> None:
        """Types a line and enter."""
        await self.press(*line, "enter")

    async def leave(self) -> None:
        """Takes the keys back from a terminal."""
        await self.press("ctrl+right_square_bracket")
        await self.wait(lambda: not self.terminal.has_focus, "the keys are ours again")

    async def tidy(self) -> None:
        """As it was opened: no question, no tab, no filter, no mark, the size of the start."""
        while self.app.screen is not self.main:
            self.app.pop_screen()
        for tab in (*self.main.viewer.tabs,):
            await self.main.viewer.close(tab)
        self.app.clear_notifications()
        await self.pilot.resize_terminal(*SIZE)
        await self.press("escape", "escape", "3")


async def aside(ask: Callable[..., str], *argv: str, timeout: float = 60) -> str:
    """Asks a far end beside the app, which goes on."""
    return await asyncio.to_thread(ask, *argv, timeout=timeout)


@asynccontextmanager
async def logged_in(stage: Stage, host: str) -> AsyncIterator[SshLink]:
    """A login of its own: what a user may do is settled when he logs in."""
    there = stage.app.fleet.link(host)
    assert isinstance(there, SshLink)
    link = await connect(there.target)
    try:
        yield link
    finally:
        await link.close()


@asynccontextmanager
async def staged(site: Site, size: tuple[int, int] = SIZE) -> AsyncIterator[Stage]:
    """The app over a site, drawn; it has ended afterwards."""
    app = CoreosApp(site, Config())
    async with app.run_test(size=size, notifications=True) as pilot:
        stage = Stage(app, pilot)
        await until(lambda: any(isinstance(each, MainScreen) for each in app.screen_stack))
        await until(lambda: stage.main.is_mounted and stage.lines)
        yield stage


async def arrive(stage: Stage, hosts: tuple[str, ...], deadline: float = 120) -> None:
    """Waits until all is listed, and notes when what came."""
    end = time.monotonic() + deadline
    while not all(map(stage.well, hosts)):
        assert time.monotonic() < end, f"{hosts} not there in {deadline} s\n{stage.text}"
        note(stage, stage.app.fleet.keepers, hosts)
        await asyncio.sleep(0.01)
    note(stage, stage.app.fleet.keepers, hosts)


def note(stage: Stage, keepers: Mapping[str, Any], hosts: tuple[str, ...]) -> None:
    now = time.monotonic()
    for host in hosts:
        arrival = stage.arrivals.setdefault(host, Arrival())
        if not arrival.connected and host in keepers and keepers[host].link is not None:
            arrival.connected = now
        facts = (topics.failed_units(host), topics.update(host), topics.etcd_here(host))
        if not arrival.told and all(stage.app.store.value(each) is not None for each in facts):
            arrival.told = now
        for engine in ENGINES:
            if stage.app.store.value(topics.containers(host, engine)) is not None:
                arrival.listed.setdefault(engine, now)
