"""Sockets of this machine, dialled by the event loop."""

import asyncio
import errno
from collections.abc import Callable
from pathlib import Path

from coreos_tui.core.errors import Hop, HopError

BUFFER = 256 * 1024
DIALLING = 8.0


class SocketStream:
    """A ByteStream over a connected socket."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self.when_closed: Callable[[], object] = bool

    async def read(self, limit: int = 65536) -> bytes:
        """The next bytes; b"" at the end, and when the far end vanished."""
        try:
            return await self._reader.read(limit)
        except OSError:
            return b""

    async def write(self, data: bytes) -> None:
        """Sends all of it. Raises HopError when the far end is gone."""
        if self._writer.is_closing():
            raise HopError(Hop.SOCKET, "the connection is closed")
        try:
            self._writer.write(data)
            await self._writer.drain()
        except OSError as error:
            raise HopError(Hop.SOCKET, error.strerror or "the connection is closed") from None

    def close(self) -> None:
        """Drops what is unsent and ends it."""
        self._writer.transport.abort()
        self.when_closed()


async def dial_unix(path: str) -> SocketStream:
    """Connects to a Unix socket. Raises HopError naming the socket or the permission."""
    try:
        async with asyncio.timeout(DIALLING):
            return SocketStream(*await asyncio.open_unix_connection(path, limit=BUFFER))
    except FileNotFoundError:
        raise HopError(
            Hop.SOCKET, f"{path} is not there", "Install the engine, or start its socket"
        ) from None
    except PermissionError:
        raise HopError(
            Hop.PERMISSION,
            f"you may not open {path}",
            f"Join the group of the socket ({_group(path)}), or use a rootless engine",
        ) from None
    except ConnectionRefusedError:
        raise HopError(
            Hop.SOCKET, f"nobody listens at {path}", "Start the engine on this host"
        ) from None
    except TimeoutError:
        raise HopError(Hop.SOCKET, f"{path} takes no connection within {DIALLING:.0f} s") from None
    except (OSError, ValueError) as error:
        raise HopError(Hop.SOCKET, f"{path}: {getattr(error, 'strerror', None) or error}") from None


def _group(path: str) -> str:
    try:
        return Path(path).group()
    except (OSError, KeyError):
        return "docker"


async def dial_tcp(address: str, port: int) -> SocketStream:
    """Connects to a TCP port. Raises HopError with what the system said."""
    where = f"{address} port {port}"
    try:
        async with asyncio.timeout(DIALLING):
            return SocketStream(*await asyncio.open_connection(address, port, limit=BUFFER))
    except TimeoutError:
        raise HopError(Hop.HOST, f"{where} does not answer within {DIALLING:.0f} s") from None
    except (OSError, UnicodeError, OverflowError) as error:
        raise HopError(Hop.HOST, f"{where}: {_reason(error)}") from None


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno in (errno.ECONNREFUSED, errno.EHOSTUNREACH):
        return "connection refused" if error.errno == errno.ECONNREFUSED else "no route to it"
    return str(getattr(error, "strerror", None) or error)
