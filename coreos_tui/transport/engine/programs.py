"""Programs inside a container, each on a terminal of its own.

Source: POST /containers/{id}/exec, /exec/{id}/start, /exec/{id}/resize, GET /exec/{id}/json.

An engine lets a program run on when its terminal's connection closes. So `sh` starts it and
says its process number first; closing sends that process a hang-up, as a terminal would.
"""

import asyncio
import re
import shlex
from collections.abc import Callable, Sequence

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.transport.engine.calls import Calls
from coreos_tui.transport.engine.unframed import Unframed
from coreos_tui.transport.link import ByteStream

_MARK = b"coreos-tui:"
_SAY = f'echo "{_MARK.decode()}$$"'
_BASH = "command -v bash >/dev/null && exec bash"
_SHELLS = ("sh", "bash", "ash")
_START = 20.0
_DETACH = "ctrl-],ctrl-]"
"""No key of ours sends it. The engine's own ctrl-p ctrl-q would hold back every ctrl-p."""
_ABSENT = re.compile(r"not found|no such file|executable file|exec format", re.IGNORECASE)


class NotThereError(HopError):
    """The container has no such program."""


class ExecProgram:
    """A program started by an engine; see `transport.link.Program`."""

    def __init__(self, calls: Calls, exec_id: str, stream: ByteStream) -> None:
        self._calls = calls
        self._id = exec_id
        self._stream = stream
        self._first = b""
        self._ended = False
        self.on_close: Callable[[], None] | None = None

    async def read(self, limit: int = 65536) -> bytes:
        if self._first:
            first, self._first = self._first[:limit], self._first[limit:]
            return first
        data = await self._stream.read(limit)
        self._ended = self._ended or not data
        return data

    async def write(self, data: bytes) -> None:
        await self._stream.write(data)

    def close(self) -> None:
        self._first = b""
        self._stream.close()
        if self.on_close is not None and not self._ended:
            self.on_close()
        self._ended = True

    async def resize(self, columns: int, rows: int) -> None:
        """As `Program.resize`; a program that has ended meanwhile is no error."""
        size = {"w": max(1, columns), "h": max(1, rows)}
        try:
            await self._calls.answer("POST", f"/exec/{self._id}/resize", size)
        except HopError:
            return

    async def wait(self) -> int | None:
        for pause in (0.01, 0.05, 0.1, 0.2, 0.4):
            try:
                state = await self._calls.get(f"/exec/{self._id}/json")
            except HopError:
                return None
            if isinstance(state, dict) and not state.get("Running"):
                code = state.get("ExitCode")
                return code if isinstance(code, int) else None
            await asyncio.sleep(pause)
        return None

    async def number(self) -> int:
        """The process number that the wrapper says first, which nobody else sees.

        Raises NotThereError where there was no shell to say it, HopError for other failures.
        """
        said = b""
        while b"\n" not in said and len(said) < 4096:
            data = await self._stream.read()
            if not data:
                break
            said += data
        line, _, rest = said.partition(b"\n")
        digits = line.strip().removeprefix(_MARK)
        if line.startswith(_MARK) and digits.isdigit():
            self._first = rest
            return int(digits)
        raise _failure(said.decode("utf-8", "replace"))


class Programs:
    """Starts programs in the containers of one engine, and hangs up those that are left."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._hanging_up: set[asyncio.Task[None]] = set()

    async def start(
        self, id_: str, argv: Sequence[str], user: str, columns: int, rows: int, tty: bool
    ) -> ExecProgram:
        """A program under `sh`; by itself where the container has no `sh`. Raises HopError."""
        try:
            wrapped = ["sh", "-c", f"{_SAY}; exec {shlex.join(argv)}"]
            return await self._wrapped(id_, wrapped, user, columns, rows, tty)
        except NotThereError:
            return await self._plain(id_, list(argv), user, columns, rows, tty)

    async def shell(self, id_: str, user: str, columns: int, rows: int) -> ExecProgram:
        """bash where there is one, else sh, else ash. Raises HopError where there is none."""
        for shell in _SHELLS:
            try:
                argv = [shell, "-c", f"{_SAY}; {_BASH}; exec {shell}"]
                return await self._wrapped(id_, argv, user, columns, rows, True)
            except NotThereError:
                continue
        raise HopError(
            Hop.CONTAINER,
            f"no shell in it: {id_[:12]} has neither bash nor sh nor ash",
            "Press i to inspect it, o for its release, E on it for a program that it has",
        )

    async def settle(self, deadline: float) -> None:
        """Waits for hang-ups under way, at most `deadline` seconds."""
        if self._hanging_up:
            await asyncio.wait(self._hanging_up, timeout=deadline)
        for task in self._hanging_up:
            task.cancel()

    async def _wrapped(
        self, id_: str, argv: list[str], user: str, columns: int, rows: int, tty: bool
    ) -> ExecProgram:
        program = await self._begin(id_, argv, user, columns, rows, tty)
        try:
            async with asyncio.timeout(_START):
                number = await program.number()
        except TimeoutError as error:
            program.close()
            raise HopError(Hop.CONTAINER, f"no program started within {_START:g} s") from error
        except BaseException:
            program.close()
            raise
        program.on_close = lambda: self._hang_up(id_, argv[0], number, user)
        if tty:
            await program.resize(columns, rows)
        return program

    async def _plain(
        self, id_: str, argv: list[str], user: str, columns: int, rows: int, tty: bool
    ) -> ExecProgram:
        program = await self._begin(id_, argv, user, columns, rows, tty)
        if tty:
            await program.resize(columns, rows)
        return program

    async def _begin(
        self, id_: str, argv: list[str], user: str, columns: int, rows: int, tty: bool
    ) -> ExecProgram:
        size = {"ConsoleSize": [rows, columns]} if tty and self._sized else {}
        streams = {"AttachStdin": True, "AttachStdout": True, "AttachStderr": True, "Tty": tty}
        env = ["TERM=xterm-256color", "COLORTERM=truecolor"]
        wish = {**streams, "Cmd": argv, "User": user, "Env": env, "DetachKeys": _DETACH, **size}
        try:
            made = await self._calls.post(f"/containers/{id_}/exec", body=wish)
            exec_id = str(made["Id"]) if isinstance(made, dict) and made.get("Id") else ""
            start = {"Detach": False, "Tty": tty, **size}
            stream = await self._calls.upgrade(f"/exec/{exec_id}/start", body=start)
        except HopError as error:
            raise (_failure(error.said) if _ABSENT.search(error.said) else error) from error
        return ExecProgram(self._calls, exec_id, stream if tty else Unframed(stream))

    @property
    def _sized(self) -> bool:
        return (self._calls.version or (0, 0)) >= (1, 42)

    def _hang_up(self, id_: str, shell: str, number: int, user: str) -> None:
        task = asyncio.get_running_loop().create_task(self._kill(id_, shell, number, user))
        self._hanging_up.add(task)
        task.add_done_callback(self._hanging_up.discard)

    async def _kill(self, id_: str, shell: str, number: int, user: str) -> None:
        wish = {"Cmd": [shell, "-c", f"kill -HUP {number}"], "User": user}
        try:
            made = await self._calls.post(f"/containers/{id_}/exec", body=wish)
            await self._calls.post(f"/exec/{made['Id']}/start", body={"Detach": True})
        except (HopError, KeyError, TypeError):
            return  # The container has stopped meanwhile, and the program with it.


def _failure(said: str) -> HopError:
    """Why no program started, as an error that tells a missing program from the rest."""
    words = " ".join(said.split())[:400]
    if "no such container" not in words.lower() and _ABSENT.search(words):
        return NotThereError(Hop.CONTAINER, words)
    return HopError(Hop.CONTAINER, words or "the program ended before it said a word")
