"""The `vagrant` executable: found, and run in a process group of its own."""

import asyncio
import signal
from asyncio.subprocess import Process
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.transport.blocking import in_thread
from coreos_tui.transport.link import Completed
from coreos_tui.transport.process import close_pipes, complete, kill, signal_group, spawn
from coreos_tui.transport.vagrant.library import find

DEADLINE = 60.0
_LIMIT = 4 * 1024 * 1024
_GRACE = 3.0
_QUIET = {"VAGRANT_CHECKPOINT_DISABLE": "1", "VAGRANT_NO_COLOR": "1"}


class Command:
    """Runs `vagrant` in one directory."""

    def __init__(self, directory: Path, environ: Mapping[str, str]) -> None:
        self._directory = directory
        # VAGRANT_CWD would lead away from the directory that was named.
        self._environ = {k: v for k, v in environ.items() if k != "VAGRANT_CWD"} | _QUIET

    async def start(self, *words: str) -> Process:
        """Starts it with its errors among its output. Raises HopError where it is missing."""
        return await self._spawn(words, merged=True)

    async def ask(self, *words: str, deadline: float = DEADLINE) -> Completed:
        """Runs it to its end. Raises HopError where it is missing or takes too long."""
        process = await self._spawn(words, merged=False)
        try:
            done = await complete(process, deadline, _LIMIT, stop=_leave)
        except TimeoutError:
            call_off(process)
            raise HopError(
                Hop.VAGRANT, f"vagrant {words[0]} took over {deadline:g} s and was stopped"
            ) from None
        except BaseException:
            call_off(process)
            raise
        kill(process)
        return done

    async def _spawn(self, words: tuple[str, ...], *, merged: bool) -> Process:
        try:
            argv = await in_thread(_argv, words, self._environ.get("PATH"))
            return await spawn(argv, cwd=self._directory, env=self._environ, merged=merged)
        except OSError as error:
            raise HopError(Hop.VAGRANT, f"vagrant does not start: {error.strerror}") from None


def _leave(_: Process) -> None:
    """A killed Vagrant could leave its index half written: it is stopped in other ways."""


def call_off(process: Process) -> None:
    """Ends a question: tells Vagrant alone, and kills the group three seconds later.

    A `docker ps` of Vagrant's that is interrupted as well has said nothing, and from that Vagrant
    (2.3, its provider docker) takes that the machine is gone, and forgets it for ever.
    """
    with suppress(ProcessLookupError):
        process.send_signal(signal.SIGINT)
    close_pipes(process)
    asyncio.get_running_loop().call_later(_GRACE, kill, process)


def interrupt(process: Process) -> None:
    """Asks the group to end as ctrl+c does, and kills it three seconds later."""
    if process.returncode is None:
        signal_group(process, signal.SIGINT)
        asyncio.get_running_loop().call_later(_GRACE, kill, process)
    else:
        kill(process)


def _argv(words: tuple[str, ...], path: str | None) -> list[str]:
    found = find(path)
    if found is None:
        raise HopError(Hop.VAGRANT, "there is no vagrant on the PATH", "Install Vagrant")
    return [found, *words]
