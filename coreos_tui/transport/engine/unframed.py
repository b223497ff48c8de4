"""The output of a program without a terminal, out of its frames."""

from coreos_tui.core.errors import HopError
from coreos_tui.transport.engine.frames import Frames
from coreos_tui.transport.link import ByteStream


class Unframed:
    """A hijacked stream whose output and errors come as one, as a terminal would show them."""

    def __init__(self, stream: ByteStream) -> None:
        self._stream = stream
        self._frames = Frames()
        self._ready = b""

    async def read(self, limit: int = 65536) -> bytes:
        while not self._ready:
            data = await self._stream.read()
            if not data:
                return b""
            try:
                self._ready = b"".join(payload for _, payload in self._frames.feed(data))
            except HopError:
                self._stream.close()
                raise
        ready, self._ready = self._ready[:limit], self._ready[limit:]
        return ready

    async def write(self, data: bytes) -> None:
        await self._stream.write(data)

    def close(self) -> None:
        self._ready = b""
        self._stream.close()
