"""Dialling an engine's Unix socket on this workstation."""

import asyncio
import errno
import socket

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.transport.engine.sockets import SocketStream

_RETRY = 0.05


async def dial_unix(path: str) -> SocketStream:
    """Connects to the Unix socket at `path`.

    Raises HopError: SOCKET where it is missing or none, PERMISSION where it may not be opened,
    ENGINE where nothing listens behind it.
    """
    dialled = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        dialled.setblocking(False)
        while True:
            try:
                dialled.connect(path)
                return SocketStream(dialled)
            except BlockingIOError:
                # The queue of an engine that hangs is full; the caller's deadline ends this.
                await asyncio.sleep(_RETRY)
    except OSError as error:
        dialled.close()
        raise why_not(path, error) from error
    except BaseException:
        dialled.close()
        raise


def why_not(path: str, error: OSError) -> HopError:
    """What an OSError of dialling a Unix socket means, and what to do."""
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return HopError(
            Hop.SOCKET, f"{path} does not exist", "The engine is not installed or not started"
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return HopError(
            Hop.PERMISSION,
            f"you may not open {path}",
            "Add yourself to the group that owns it, often docker, and log in again",
        )
    if error.errno == errno.ECONNREFUSED:
        return HopError(
            Hop.ENGINE, f"nothing listens on {path}", "Start the engine: systemctl start docker"
        )
    if error.errno in (errno.ENOTSOCK, errno.EPROTOTYPE):
        return HopError(Hop.SOCKET, f"{path} is not a socket")
    return HopError(Hop.SOCKET, f"{path}: {error.strerror or error}")
