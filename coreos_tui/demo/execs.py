"""Programs that an engine of the demo runs inside containers.

Source: POST /containers/{id}/exec, /exec/{id}/start, /exec/{id}/resize, GET /exec/{id}/json.
"""

import asyncio
import struct
from dataclasses import dataclass, field
from typing import Any

from coreos_tui.demo.container import SceneContainer, hex_id
from coreos_tui.demo.exchange import Exchange
from coreos_tui.demo.place import Place
from coreos_tui.demo.scene import RefusedError, SceneEngine
from coreos_tui.demo.shell import Shell

# A program takes its moment to start. docker-py counts on that: what arrives together with the
# headers of a hijacked answer is lost to it.
STARTING = 0.03


def frame(stream: int, data: bytes) -> bytes:
    """A frame of the multiplexed stream: 1 is stdout, 2 stderr."""
    return struct.pack(">BxxxL", stream, len(data)) + data


def place_of(container: SceneContainer) -> Place:
    """Where a shell in this container stands."""
    return Place(container.id[:12], container.files(), processes=(" ".join(container.command),))


def _missing(container: SceneContainer, program: str) -> bool:
    small = any(word in container.image for word in ("alpine", "busybox"))
    return not container.has_shell or (small and program.endswith("bash"))


@dataclass(slots=True)
class Exec:
    """One program: what was asked for, and how it stands."""

    id: str
    pid: int
    container: SceneContainer
    asked: dict[str, Any]
    shell: Shell
    running: bool = False
    exit_code: int | None = None
    over: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def command(self) -> list[str]:
        return [str(each) for each in self.asked["Cmd"]]

    @property
    def tty(self) -> bool:
        return bool(self.asked.get("Tty"))

    def framed(self, out: bytes) -> bytes:
        """Output as it goes over the wire."""
        if self.tty:
            return out
        return frame(1, out.replace(b"\r\n", b"\n")) if out else b""

    def begin(self) -> bytes:
        """Runs the command; what it prints first."""
        program = self.command[0]
        if _missing(self.container, program):
            self.exit_code = 126
            reason = f'exec: "{program}": executable file not found in $PATH: unknown'
            return f"OCI runtime exec failed: exec failed: {reason}\r\n".encode()
        out = self.shell.begin(self.command, shown=self.tty)
        self.exit_code = self.shell.ended
        return out

    def typed(self, keys: bytes) -> bytes:
        """What it prints after more input."""
        out = self.shell.keys(keys) if self.tty else self.shell.lines(keys)
        self.exit_code = self.shell.ended
        return out


class Execs:
    """All programs of one engine."""

    def __init__(self, scene: SceneEngine) -> None:
        self._scene = scene
        self.all: dict[str, Exec] = {}

    def create(self, reference: str, asked: dict[str, Any]) -> str:
        """The id of a new program. Raises RefusedError where it cannot run one."""
        each = self._scene.find(reference)
        if each.state == "paused":
            message = f"Container {reference} is paused, unpause the container before exec"
            raise RefusedError(409, message)
        if not each.running:
            raise RefusedError(409, f"Container {each.id} is not running")
        if not isinstance(asked.get("Cmd"), list) or not asked["Cmd"]:
            raise RefusedError(400, "No exec command specified")
        pid = 4000 + len(self.all)
        made = Exec(hex_id(f"{each.id} {pid}"), pid, each, asked, Shell(place_of(each), pid=pid))
        self.all[made.id] = made
        self._tell(made, f"exec_create: {' '.join(made.command)}")
        return made.id

    def find(self, id_: str) -> Exec:
        if id_ not in self.all:
            raise RefusedError(404, f"No such exec instance: {id_}")
        return self.all[id_]

    def inspected(self, id_: str) -> dict[str, Any]:
        each = self.find(id_)
        asked, command = each.asked, each.command
        process = {"tty": each.tty, "entrypoint": command[0], "arguments": command[1:]}
        return {
            "ID": each.id,
            "Running": each.running,
            "ExitCode": each.exit_code,
            "ProcessConfig": process | {"privileged": False},
            "OpenStdin": bool(asked.get("AttachStdin")),
            "OpenStdout": bool(asked.get("AttachStdout")),
            "OpenStderr": bool(asked.get("AttachStderr")),
            "ContainerID": each.container.id,
            "Pid": each.pid if each.running else 0,
        }

    def resize(self, id_: str, columns: int, rows: int) -> None:
        each = self.find(id_)
        if each.exit_code is not None:
            raise RefusedError(404, "no such exec")
        if not each.running:
            raise RefusedError(500, "timeout waiting for exec session ready")
        each.shell.resize(columns, rows)

    async def start(self, id_: str, exchange: Exchange) -> None:
        """Runs it on the hijacked connection.

        As with a real engine a program goes on when the client hangs up, until somebody
        kills it or the container ends.
        """
        each, asked = self.find(id_), exchange.content()
        if each.running or each.exit_code is not None:
            raise RefusedError(409, f"Error: Exec command {id_} has already run")
        size = asked.get("ConsoleSize") or each.asked.get("ConsoleSize")
        if isinstance(size, list) and len(size) == 2:
            each.shell.resize(int(size[1]), int(size[0]))
        each.running = True
        self._tell(each, f"exec_start: {' '.join(each.command)}")
        if asked.get("Detach"):
            self._settle(each, each.begin())
            await exchange.reply(200)
            return
        early = await exchange.hijack()
        await asyncio.sleep(STARTING)
        await exchange.write_raw(each.framed(self._settle(each, each.begin())))
        if early:
            await exchange.write_raw(each.framed(self._settle(each, each.typed(early))))
        await self._converse(each, exchange)

    async def _converse(self, each: Exec, exchange: Exchange) -> None:
        while each.exit_code is None:
            reading = asyncio.ensure_future(exchange.read_raw())
            over = asyncio.ensure_future(each.over.wait())
            try:
                await asyncio.wait((reading, over), return_when=asyncio.FIRST_COMPLETED)
                if not reading.done():
                    return
                keys = reading.result()
            finally:
                reading.cancel()
                over.cancel()
            if not keys and each.tty:
                return
            out = each.typed(keys or b"\x04")
            await exchange.write_raw(each.framed(self._settle(each, out)))

    def _settle(self, each: Exec, out: bytes) -> bytes:
        """Draws the conclusions of what a program did."""
        for other in tuple(self.all.values()):
            if other.running and other.pid in each.shell.killed:
                self.end(other, 129)
        if each.exit_code is not None:
            self.end(each, each.exit_code)
        return out

    def end(self, each: Exec, code: int) -> None:
        """It is over, with this code."""
        if each.running:
            each.running, each.exit_code = False, code
            each.over.set()
            self._tell(each, "exec_die", exitCode=str(code))

    def end_all(self, container: SceneContainer) -> None:
        """Its container has ended."""
        for each in tuple(self.all.values()):
            if each.container is container:
                self.end(each, 137)

    def _tell(self, each: Exec, action: str, **more: str) -> None:
        if self._scene.product == "podman":
            action = {"exec_s": "exec", "exec_d": "exec_died"}.get(action[:6], "")
        if action:
            self._scene.emit(each.container, action, execID=each.id, **more)
