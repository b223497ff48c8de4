"""Processes of our own: each leads its own group, reads nothing and ends when told."""

import asyncio
import os
import signal
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from coreos_tui.transport.link import Completed

CHUNK = 65536
_TOLD_BY = (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP, signal.SIGTERM)


async def spawn(
    argv: Sequence[str],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    terminal: int | None = None,
    merged: bool = False,
) -> Process:
    """Starts a program in a session of its own; raises OSError where that is impossible.

    `terminal` is the descriptor of a tty that becomes its three standard streams; without one
    its input is empty and its output comes by pipe, with the errors among it when `merged`.
    """
    stdin, stdout = (DEVNULL, PIPE) if terminal is None else (terminal, terminal)
    starting = asyncio.ensure_future(
        asyncio.create_subprocess_exec(
            *argv,
            stdin=stdin,
            stdout=stdout,
            stderr=STDOUT if merged else stdout,
            cwd=cwd,
            env=env,
            start_new_session=True,
            preexec_fn=_notice_signals if any(map(_is_ignored, _TOLD_BY)) else None,
        )
    )
    try:
        return await asyncio.shield(starting)
    except asyncio.CancelledError:
        # asyncio would kill the program, but leave the children it may have by now.
        starting.add_done_callback(_unwanted)
        raise


def _is_ignored(number: int) -> bool:
    return signal.getsignal(number) is signal.SIG_IGN


def _notice_signals() -> None:
    """In the child: whoever started us in the background made us, and so it, deaf to ctrl+c."""
    for number in _TOLD_BY:
        signal.signal(number, signal.SIG_DFL)


def _unwanted(starting: asyncio.Future[Process]) -> None:
    if not starting.cancelled() and starting.exception() is None:
        kill(starting.result())


def signal_group(process: Process, number: int) -> None:
    """Sends a signal to the program and its children; not an error when all are gone."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


async def end(process: Process, first: int = signal.SIGINT, patience: float = 2.0) -> None:
    """Asks the group to end, and kills it after `patience` seconds."""
    signal_group(process, first)
    if process.returncode is None:
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await process.wait()
    kill(process)


def kill(process: Process) -> None:
    """Kills the group at once and gives its pipes back."""
    signal_group(process, signal.SIGKILL)
    close_pipes(process)


def close_pipes(process: Process) -> None:
    """Listens no longer: asyncio would until the last child that holds the pipes has ended."""
    transport: asyncio.SubprocessTransport = process._transport  # type: ignore[attr-defined]  # it has no public name
    for fd in (1, 2):
        if pipe := transport.get_pipe_transport(fd):
            pipe.close()


async def complete(
    process: Process, deadline: float, limit: int, stop: Callable[[Process], None] | None = None
) -> Completed:
    """What it said and its exit code. Raises TimeoutError after `deadline` seconds.

    Cut at `limit` bytes a stream. On the way out the group is killed, or what `stop` does.
    """
    out, err = bytearray(), bytearray()
    try:
        async with asyncio.timeout(deadline):
            await asyncio.gather(
                _gather(process.stdout, out, limit), _gather(process.stderr, err, limit)
            )
            code = await process.wait()
    except TimeoutError:
        # Done, but a child in the background still holds the pipes.
        if process.returncode is None:
            raise
        code = process.returncode
    finally:
        (stop or kill)(process)
    return Completed(code, bytes(out), bytes(err))


async def _gather(stream: asyncio.StreamReader | None, into: bytearray, limit: int) -> None:
    while stream is not None and (data := await stream.read(CHUNK)):
        into += data[: limit - len(into)]
