"""Everything that can be asked of one engine."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from coreos_tui.core.container import Container, parse_containers
from coreos_tui.core.engine import EngineFacts, Usage
from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.release import Release
from coreos_tui.core.sanitize import clean
from coreos_tui.transport.engine.archive import read_release
from coreos_tui.transport.engine.attach import attach
from coreos_tui.transport.engine.calls import NEWEST, Calls, parse_version
from coreos_tui.transport.engine.control import Control
from coreos_tui.transport.engine.events import EventStream
from coreos_tui.transport.engine.logs import LogStream, open_log
from coreos_tui.transport.engine.programs import Programs
from coreos_tui.transport.engine.usage import Usages
from coreos_tui.transport.http.exchange import Dial
from coreos_tui.transport.link import Program

_FILTERED = 100
_REMEMBERED = 1000


class Processes(NamedTuple):
    """The processes of a container as its `ps` prints them; all text is clean."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Engine:
    """One Docker-compatible engine. Every method raises HopError when it cannot be asked.

    `address` is what a person reads. `socket` is the engine's Unix socket where it is one of
    this workstation; without it actions go through a relay of our own.
    """

    def __init__(self, name: str, dial: Dial, *, address: str, socket: str | None = None) -> None:
        self.name = name
        self.address = address
        self._calls = Calls(dial, name)
        self._usages = Usages(self._calls, local=socket is not None)
        self._programs = Programs(self._calls)
        self._control = Control(name, dial, socket)
        self._terminals: dict[str, bool] = {}

    @property
    def api(self) -> str:
        """The API version spoken, `1.41`; empty until the first ping."""
        return self._calls.api

    async def ping(self, deadline: float = 2.0) -> str:
        """The engine's own API version, within `deadline` seconds; GET /_ping."""
        return await self._calls.negotiate(deadline)

    async def facts(self) -> EngineFacts:
        """Product and versions; GET /version."""
        raw = await self._calls.get("/version")
        raw = raw if isinstance(raw, Mapping) else {}
        parts = raw.get("Components")
        names = [str(p.get("Name")) for p in parts or () if isinstance(p, Mapping)]
        podman = any("podman" in name.lower() for name in names)
        oldest = parse_version(raw.get("MinAPIVersion"))
        if self._calls.version and oldest and oldest > NEWEST:
            self._calls.version = oldest
        return EngineFacts(
            name=self.name,
            product="podman" if podman else "docker",
            version=clean(str(raw.get("Version") or "")),
            api=clean(str(raw.get("ApiVersion") or "")),
            address=self.address,
        )

    async def containers(self, ids: Collection[str] = ()) -> tuple[Container, ...]:
        """All containers, or those of `ids` that still exist; GET /containers/json."""
        query: dict[str, object] = {"all": 1}
        if 0 < len(ids) <= _FILTERED:
            listed = ",".join(f'"{_hex(each)}"' for each in sorted(ids))
            query["filters"] = f'{{"id":[{listed}]}}'
        found = parse_containers(await self._calls.get("/containers/json", query))
        if ids:
            return tuple(each for each in found if each.id in ids)
        self._usages.keep([each.id for each in found])
        return found

    def events(self, since: float | None = None, until: float | None = None) -> EventStream:
        """What happens to containers from now, or from `since`, up to `until` (seconds of 1970)."""
        return EventStream(self._calls, since, until)

    async def inspect(self, id: str) -> dict[str, Any]:  # noqa: A002 - the field's own name
        """Everything about a container as the engine says it, uncleaned."""
        raw = await self._calls.get(f"/containers/{quote(id, safe='')}/json")
        if not isinstance(raw, dict):
            raise HopError(Hop.ENGINE, f"{self.name} described the container in no way known")
        return raw

    async def logs(
        self,
        id: str,  # noqa: A002 - the field's own name
        *,
        tail: int | None = None,
        follow: bool = False,
        since: float | None = None,
        until: float | None = None,
        timestamps: bool = True,
        longest: int = 0,
    ) -> LogStream:
        """A container's log; `since` and `until` are seconds since 1970, `tail` None is all.

        Lines are cut at `longest` bytes (0: 64 KiB).
        """
        return await open_log(
            self._calls,
            quote(id, safe=""),
            tty=await self.has_terminal(id),
            tail=tail,
            follow=follow,
            since=since,
            until=until,
            timestamps=timestamps,
            longest=longest,
        )

    async def usage(self, id: str, deadline: float = 5.0) -> Usage:  # noqa: A002
        """What a container uses now; `cpu` is None until there are two samples."""
        return await self._usages.ask(quote(id, safe=""), deadline)

    async def usages(self, ids: Collection[str]) -> dict[str, Usage]:
        """What these use now, those that can be asked; of this machine by the kernel's files."""
        return await self._usages.all(ids)

    async def release(self, container: str) -> Release:
        """The release inside a container, stopped ones too; empty where it says none."""
        return await read_release(self._calls, quote(container, safe=""))

    async def exec(
        self,
        id: str,  # noqa: A002
        argv: Sequence[str],
        *,
        user: str = "",
        columns: int = 80,
        rows: int = 24,
        tty: bool = True,
    ) -> Program:
        """Starts a program; closing it hangs it up where the container has an `sh`."""
        id_ = quote(id, safe="")
        return await self._programs.start(id_, argv, user, columns, rows, tty)

    async def shell(self, id: str, columns: int, rows: int, user: str = "") -> Program:  # noqa: A002
        """bash, else sh, else ash. Raises HopError(CONTAINER) where there is none."""
        return await self._programs.shell(quote(id, safe=""), user, columns, rows)

    async def attach(self, id: str, columns: int, rows: int) -> Program:  # noqa: A002
        """The container's own first process; closing detaches. Without a terminal: its output."""
        tty = await self.has_terminal(id)
        return await attach(self._calls, quote(id, safe=""), tty=tty, columns=columns, rows=rows)

    async def top(self, id: str) -> Processes:  # noqa: A002
        """The processes of a running container; GET /containers/{id}/top."""
        raw = await self._calls.get(f"/containers/{quote(id, safe='')}/top")
        raw = raw if isinstance(raw, Mapping) else {}
        titles = _row(raw.get("Titles"), 0)
        listed = raw.get("Processes")
        rows = listed if isinstance(listed, list) else []
        return Processes(titles, tuple(_row(each, len(titles)) for each in rows))

    async def act(self, verb: str, id: str, *, force: bool = False) -> None:  # noqa: A002
        """Does one of `control.VERBS` to a container and returns when the engine has."""
        await self._control.act(verb, id, force=force)

    async def close(self, deadline: float = 0.2) -> None:
        """Hangs up everything, waiting at most `deadline` seconds for programs left inside."""
        await self._programs.settle(deadline)
        self._calls.close()
        self._control.close()

    async def has_terminal(self, id_: str) -> bool:
        """Whether a container was made with a terminal; `Config.Tty` of its description."""
        known = self._terminals.get(id_)
        if known is None:
            config = (await self.inspect(id_)).get("Config")
            known = bool(isinstance(config, Mapping) and config.get("Tty"))
            if len(self._terminals) >= _REMEMBERED:
                self._terminals.clear()
            self._terminals[id_] = known
        return known


def _hex(text: str) -> str:
    return "".join(c for c in text if c in "0123456789abcdef")


def _row(raw: object, width: int) -> tuple[str, ...]:
    cells = [clean(str(cell)) for cell in raw] if isinstance(raw, list) else []
    if width > 1 and len(cells) == 1:
        # Podman says the whole line as one cell.
        cells = cells[0].split(None, width - 1)
    return tuple(cells)
