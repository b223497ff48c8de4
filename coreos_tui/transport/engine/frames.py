"""Taking a container's output apart: frames, lines, timestamps.

Source: the stream format of `POST /containers/{id}/attach`, Docker Engine API.
"""

import struct
from datetime import UTC, datetime
from typing import NamedTuple

from coreos_tui.core.errors import Hop, HopError

LINE_LIMIT = 64 << 10
PIECE = 16 << 10
_FRAME_LIMIT = 8 << 20
_HEAD = struct.Struct(">B3sI")
_STREAMS = {0: "out", 1: "out", 2: "err", 3: "err"}


class LogLine(NamedTuple):
    """One line as the program wrote it, without its end; `dropped` bytes were cut off behind it.

    The text is hostile: it goes through `core.sanitize` before it is drawn.
    """

    stream: str
    at: datetime | None
    text: bytes
    dropped: int = 0


class Frames:
    """Frames of eight bytes of head and a payload, from bytes in any pieces."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[tuple[str, bytes]]:
        """The payloads that are complete now, with their stream. Raises HopError for no frames."""
        buffer = self._rest + data if self._rest else data
        at, end, found = 0, len(buffer), []
        while end - at >= 8:
            kind, zeros, size = _HEAD.unpack_from(buffer, at)
            if kind > 3 or zeros != b"\0\0\0" or size > _FRAME_LIMIT:
                raise HopError(Hop.ENGINE, "the output is not framed as the Engine API says")
            if at + 8 + size > end:
                break
            found.append((_STREAMS[kind], buffer[at + 8 : at + 8 + size]))
            at += 8 + size
        self._rest = buffer[at:]
        return found


class Lines:
    """Lines from the pieces of one stream; engines cut long lines into pieces of 16 KiB.

    With timestamps every piece has its own in front; those inside a line are taken out again.
    """

    def __init__(self, stream: str, *, timestamps: bool) -> None:
        self._stream = stream
        self._timestamps = timestamps
        self._parts: list[bytes] = []
        self._size = 0
        self._dropped = 0
        self._at: datetime | None = None

    def feed(self, piece: bytes) -> list[LogLine]:
        """The lines that are complete with this piece of output."""
        if not self._parts and piece.endswith(b"\n") and piece.find(b"\n") == len(piece) - 1:
            at, text = self._stamped(piece[:-1])
            return [LogLine(self._stream, at, text[:LINE_LIMIT], max(0, len(text) - LINE_LIMIT))]
        *ended, rest = piece.split(b"\n")
        found = []
        for text in ended:
            self._add(text)
            found.append(self._line())
        if rest:
            self._add(rest)
        return found

    def last(self) -> list[LogLine]:
        """What stands there without an end, once the output is over."""
        return [self._line()] if self._parts else []

    def _add(self, text: bytes) -> None:
        at, text = self._stamped(text)
        if not self._parts:
            self._at = at
        room = LINE_LIMIT - self._size
        self._parts.append(text[:room])
        self._size += min(len(text), room)
        self._dropped += max(0, len(text) - room)

    def _line(self) -> LogLine:
        line = LogLine(self._stream, self._at, b"".join(self._parts), self._dropped)
        self._parts, self._size, self._dropped, self._at = [], 0, 0, None
        return line

    def _stamped(self, text: bytes) -> tuple[datetime | None, bytes]:
        return split_stamp(text) if self._timestamps else (None, text)


class RawLines:
    """Lines from the output of a terminal, which has no frames, in slices cut anywhere."""

    def __init__(self, *, timestamps: bool) -> None:
        self._timestamps = timestamps
        self._kept = bytearray()
        self._dropped = 0

    def feed(self, data: bytes) -> list[LogLine]:
        """The lines that are complete with this slice."""
        *ended, rest = data.split(b"\n")
        found = []
        for text in ended:
            self._keep(text)
            found.append(self._line())
        self._keep(rest)
        return found

    def last(self) -> list[LogLine]:
        """What stands there without an end, once the output is over."""
        return [self._line()] if self._kept else []

    def _keep(self, text: bytes) -> None:
        room = LINE_LIMIT - len(self._kept)
        self._kept += text[:room]
        self._dropped += max(0, len(text) - room)

    def _line(self) -> LogLine:
        text, dropped = bytes(self._kept), self._dropped
        self._kept.clear()
        self._dropped = 0
        if not self._timestamps:
            return LogLine("out", None, text, dropped)
        at, text = split_stamp(text)
        boundary = PIECE
        while len(text) > boundary:
            text = text[:boundary] + split_stamp(text[boundary:])[1]
            boundary += PIECE
        return LogLine("out", at, text, dropped)


def split_stamp(text: bytes) -> tuple[datetime | None, bytes]:
    """A line's RFC 3339 timestamp, of seconds or nanoseconds, and the rest behind the blank."""
    end = text.find(b" ", 19, 37)
    if end < 0:
        # An empty line has its timestamp alone.
        end = len(text) if 19 < len(text) < 37 else 0
    if not end or text[4:5] != b"-" or text[10:11] != b"T":
        return None, text
    try:
        at = datetime.fromisoformat(text[:end].decode("ascii"))
    except ValueError:
        return None, text
    return at if at.tzinfo else at.replace(tzinfo=UTC), text[end + 1 :]
