"""Programs on terminals: in containers, of containers, and on hosts."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

from coreos_tui.core.engine import Ref
from coreos_tui.fleet.fleet import Fleet
from coreos_tui.transport.link import Program

Open: TypeAlias = Callable[[int, int], Awaitable[Program]]
"""Starts a program on a terminal of so many columns and rows. Raises HopError."""


class Programs:
    """How each is opened. What takes keys raises HopError at once where only looking is allowed."""

    def __init__(self, fleet: Fleet) -> None:
        self._fleet = fleet

    def inside(self, ref: Ref, argv: Sequence[str], user: str) -> Open:
        """A command in a container; without one bash, else sh. Empty: the container's own user."""
        self._fleet.check_allowed(f"run anything in {ref.name}")

        async def opened(columns: int, rows: int) -> Program:
            engine = self._fleet.engine(ref.host, ref.engine)
            if not argv:
                return await engine.shell(ref.id, columns, rows, user)
            return await engine.exec(ref.id, argv, user=user, columns=columns, rows=rows)

        return opened

    async def first(self, ref: Ref) -> tuple[Open, bool]:
        """A container's first process, and whether it has a terminal, and so takes keys."""
        terminal = await self._fleet.engine(ref.host, ref.engine).has_terminal(ref.id)
        if terminal:
            self._fleet.check_allowed(f"attach to the terminal of {ref.name}")

        async def opened(columns: int, rows: int) -> Program:
            return await self._fleet.engine(ref.host, ref.engine).attach(ref.id, columns, rows)

        return opened, terminal

    def on(self, host: str) -> Open:
        """A login shell on a host."""
        self._fleet.check_allowed(f"open a shell on {host}")

        async def opened(columns: int, rows: int) -> Program:
            return await self._fleet.link(host).open_program(None, columns, rows)

        return opened
