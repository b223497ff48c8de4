"""Getting to an SSH host: straight, through other hosts, or through a command."""

import asyncio
import os
import signal
import socket
import subprocess
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.transport.blocking import in_thread
from coreos_tui.transport.ssh.connection import Connection, Ending, RefusedError
from coreos_tui.transport.ssh.faults import no_answer
from coreos_tui.transport.ssh.handshake import Handshake
from coreos_tui.transport.ssh.link import SshLink
from coreos_tui.transport.ssh.target import SshTarget

DEADLINE = 8.0
Path = tuple[Any, Callable[[], object]]


async def connect(target: SshTarget, deadline: float = DEADLINE) -> SshLink:
    """Connects, checks the host's key and logs in, within `deadline` seconds in all.

    Raises HopError: HOST_KEY for a key that is unknown, changed or revoked, else SSH.
    """
    try:
        async with asyncio.timeout(deadline):
            return await _connect(target, deadline)
    except TimeoutError:
        raise no_answer(target, deadline) from None


async def _connect(target: SshTarget, deadline: float) -> SshLink:
    sock, hang_up_path = await _path_to(target, deadline)
    ending = Ending(target)
    handshake = Handshake(target, sock, deadline, ending)
    try:
        wire = await in_thread(handshake.run)
    except BaseException:
        handshake.abort()
        hang_up_path()
        raise
    return SshLink(Connection(target, wire, ending), hang_up_path)


async def _path_to(target: SshTarget, deadline: float) -> Path:
    """A socket to speak SSH on, or None for a plain TCP connection; and how to drop it."""
    if target.proxy_jump:
        return await _through_hosts(target, deadline)
    if target.proxy_command:
        return await _through_command(target)
    return None, bool


async def _through_hosts(target: SshTarget, deadline: float) -> Path:
    links: list[SshLink] = []

    def hang_up() -> None:
        for link in reversed(links):
            task = asyncio.ensure_future(link.close())
            _closing.add(task)
            task.add_done_callback(_closing.discard)

    try:
        first, *others = target.proxy_jump
        links.append(await _connect(first, deadline))
        for hop in others:
            links.append(await _next(links[-1], hop, deadline))
        return await _onward(links[-1], target), hang_up
    except BaseException:
        hang_up()
        raise


_closing: set[asyncio.Future[None]] = set()


async def _next(link: SshLink, hop: SshTarget, deadline: float) -> SshLink:
    ending = Ending(hop)
    handshake = Handshake(hop, await _onward(link, hop), deadline, ending)
    try:
        return SshLink(Connection(hop, await in_thread(handshake.run), ending), bool)
    except BaseException:
        handshake.abort()
        raise


async def _onward(link: SshLink, target: SshTarget) -> Any:
    try:
        return await link.connection.open("direct-tcpip", target.host, target.port, "127.0.0.1", 0)
    except RefusedError as error:
        raise HopError(
            Hop.SSH, f"{link.name} does not get through to {target.where}: {error.words}"
        ) from None


async def _through_command(target: SshTarget) -> Path:
    ours, theirs = socket.socketpair()
    try:
        process = subprocess.Popen(  # noqa: ASYNC220 - it returns when sh has started
            ("/bin/sh", "-c", f"exec {target.proxy_command}"),
            stdin=theirs.fileno(),
            stdout=theirs.fileno(),
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        ours.close()
        raise HopError(Hop.SSH, f"the ProxyCommand does not start: {error}") from None
    finally:
        theirs.close()

    def hang_up() -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGTERM)
        reaping = asyncio.ensure_future(in_thread(process.wait))
        _reaping.add(reaping)
        reaping.add_done_callback(_reaping.discard)

    return ours, hang_up


_reaping: set[asyncio.Future[int]] = set()
