"""TLS over any byte stream: a socket, or a channel to a port of a far host."""

import asyncio
import ssl

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.transport.link import ByteStream

_PIECE = 64 << 10


class TlsStream:
    """A ByteStream inside another. Made by `wrap`."""

    def __init__(self, inner: ByteStream, context: "ssl.SSLContext", name: str) -> None:
        self._inner = inner
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_hostname=name)
        self._sending = asyncio.Lock()
        self._closed = False

    async def shake_hands(self) -> None:
        """Agrees on keys. Raises ssl.SSLError, HopError."""
        while True:
            try:
                self._tls.do_handshake()
            except ssl.SSLWantReadError:
                await self._flush()
                if not await self._fill():
                    raise ssl.SSLError("it hung up in the middle of the handshake") from None
            else:
                await self._flush()
                return

    async def read(self, limit: int = 65536) -> bytes:
        """The next bytes; b"" at the end."""
        while not self._closed:
            try:
                return self._tls.read(limit)
            except ssl.SSLWantReadError:
                await self._flush()
                if not await self._fill():
                    return b""
            except ssl.SSLError:
                return b""
        return b""

    async def write(self, data: bytes) -> None:
        """Sends all of it. Raises HopError when the far end is gone."""
        try:
            self._tls.write(data)
        except ssl.SSLError as error:
            raise HopError(Hop.SOCKET, f"the connection broke: {error.reason}") from None
        await self._flush()

    def close(self) -> None:
        """Ends it at once."""
        self._closed = True
        self._inner.close()

    async def _fill(self) -> bool:
        data = await self._inner.read(_PIECE)
        if data:
            self._incoming.write(data)
        return bool(data)

    async def _flush(self) -> None:
        async with self._sending:
            while data := self._outgoing.read():
                await self._inner.write(data)


async def wrap(
    inner: ByteStream, context: "ssl.SSLContext", name: str, deadline: float = 5.0
) -> TlsStream:
    """TLS with the far end of a stream, whose certificate has to be for `name`.

    Raises HopError; the stream is closed then.
    """
    stream = TlsStream(inner, context, name)
    try:
        async with asyncio.timeout(deadline):
            await stream.shake_hands()
    except ssl.SSLCertVerificationError as error:
        stream.close()
        said = f"the certificate of {name} does not hold: {error.verify_message}"
        raise HopError(Hop.PERMISSION, said, "Name the right `ca` in the configuration") from None
    except ssl.SSLError as error:
        stream.close()
        said = f"no TLS with {name}: {error.reason or error}"
        raise HopError(Hop.SOCKET, said, "It may want a client certificate") from None
    except TimeoutError:
        stream.close()
        raise HopError(Hop.SOCKET, f"no TLS with {name} within {deadline:g} s") from None
    except BaseException:
        stream.close()
        raise
    return stream
