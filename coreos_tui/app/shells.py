"""Starts programs in tabs: shells, commands of one's choice, the terminal of a container itself."""

import asyncio
import shlex
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from coreos_tui.app.tabs.shell import Launch, ShellTab
from coreos_tui.core.engine import Ref
from coreos_tui.core.errors import HopError
from coreos_tui.core.machine import Host
from coreos_tui.fleet.fleet import Fleet
from coreos_tui.fleet.programs import Programs
from coreos_tui.transport.choices import Choice, Choices, choices_file
from coreos_tui.transport.link import Link, Program
from coreos_tui.ui.viewer import Tab

_ATTACHED = "ctrl+p ctrl+q detaches, it runs on"
_WATCHED = "output only, for it has no terminal"
_ITS_OWN = "This is the container's own terminal: ctrl+c reaches its program."
_FROM_NOW = "Its output from now on; l on the container shows what came before."
_RECONNECTED = 10.0

Show = Callable[[Tab], Awaitable[None]]
Offers = dict[str, Callable[[], Awaitable[None]]]


class Shells:
    """Opens each in a tab of its own; the fleet refuses what may not be."""

    def __init__(self, fleet: Fleet, show: Show, offers: Callable[[Ref], Offers]) -> None:
        self._fleet, self._show, self._offers = fleet, show, offers
        self._programs = Programs(fleet)
        self._opened = 0
        site = fleet.site
        self.choices = Choices(None if site.demo else choices_file(site.environ))

    async def shell(self, ref: Ref) -> None:
        """bash, else sh, as the container's own user."""
        await self._inside(ref, [], "")

    async def command(self, ref: Ref, choice: Choice) -> None:
        """What the user chose. Raises ValueError where it is no command line."""
        await self._inside(ref, shlex.split(choice.line), choice.user)
        self.choices.keep(ref, choice)

    async def _inside(self, ref: Ref, argv: Sequence[str], user: str) -> None:
        opened = self._programs.inside(ref, argv, user)
        title = " ".join([f"{user}@{ref.name}" if user else ref.name, *argv[:1]])
        await self._open(ref.host, title, Launch(opened, offers=self._offers(ref)))

    async def attach(self, ref: Ref) -> None:
        """The container's first process: its terminal, or its output where it has none."""
        opened, terminal = await self._programs.first(ref)
        launch = Launch(
            opened,
            running=_ATTACHED if terminal else _WATCHED,
            before=_ITS_OWN if terminal else _FROM_NOW,
            cut="detached",
            keys=terminal,
            offers=self._offers(ref),
        )
        await self._open(ref.host, f"attach {ref.name}", launch)

    async def host(self, host: Host) -> None:
        """A login shell on a host."""
        await self._open(host.name, host.name, Launch(self._programs.on(host.name)))

    async def _open(self, host: str, title: str, launch: Launch) -> None:
        reach = _Reach(self._fleet, host)

        async def reached(columns: int, rows: int) -> Program:
            await reach.link()
            return await launch.open(columns, rows)

        self._opened += 1
        over = replace(launch, open=reached, lost=reach.lost)
        await self._show(ShellTab(f"shell {self._opened}", title, over))


class _Reach:
    """The way to one host: the first time it must be there, later it is waited for."""

    def __init__(self, fleet: Fleet, host: str) -> None:
        self._fleet, self._host = fleet, host
        self._link: Link | None = None

    async def link(self) -> None:
        """Raises HopError where the host is not connected, after a while if it was before."""
        try:
            self._link = self._fleet.link(self._host)
        except HopError:
            if self._link is None:
                raise
            self._fleet.wake(self._host)
            self._link = await self._again()

    async def _again(self) -> Link:
        end = asyncio.get_running_loop().time() + _RECONNECTED
        while True:
            try:
                return self._fleet.link(self._host)
            except HopError:
                if asyncio.get_running_loop().time() > end:
                    raise
                await asyncio.sleep(0.1)

    async def lost(self) -> HopError:
        """Why the link of the last start is down, once it is."""
        link = self._link or self._fleet.link(self._host)
        return await link.lost()
