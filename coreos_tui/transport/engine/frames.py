"""Taking a container's output apart: frames, lines, timestamps.

Source: the stream format of `POST /containers/{id}/attach`, Docker Engine API.
"""

import re
import struct

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.log import Line, Origin

LINE_LIMIT = 64 << 10
PIECE = 16 << 10
_FRAME_LIMIT = 8 << 20
_HEAD = struct.Struct(">B3sI")
_STAMP = re.compile(
    rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)?(?= |$)", re.DOTALL
)
_STREAMS: dict[int, Origin] = {0: "out", 1: "out", 2: "err", 3: "err"}


class Frames:
    """Frames of eight bytes of head and a payload, from bytes in any pieces."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[tuple[Origin, bytes]]:
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

    def taken(self) -> bytes:
        """Takes out what is there of a frame that is not complete."""
        rest, self._rest = self._rest, b""
        return rest


class Kept:
    """A line in the making, at most `longest` bytes of it.

    Where there is no more room, what a later carriage return has written over goes first: a
    progress bar without an end shows how far it is, not how it began.
    """

    def __init__(self, longest: int) -> None:
        self.text = bytearray()
        self.dropped = 0
        self._longest = longest

    def add(self, text: bytes) -> None:
        """What follows; cut where there is no room."""
        if len(self.text) + len(text) > self._longest:
            again = text.rfind(b"\r", 0, -1) + 1
            del self.text[: len(self.text) if again else self.text.rfind(b"\r") + 1]
            text = text[again:]
        room = self._longest - len(self.text)
        self.text += text[:room]
        self.dropped += max(0, len(text) - room)

    def taken(self) -> tuple[bytes, int]:
        """The text and how much was cut off; begins the next line."""
        text, dropped = bytes(self.text), self.dropped
        self.text.clear()
        self.dropped = 0
        return text, dropped


class Lines:
    """Lines from the pieces of one stream; engines cut long lines into pieces of 16 KiB.

    With timestamps every piece has its own in front; those inside a line are taken out again.
    """

    def __init__(self, stream: Origin, *, timestamps: bool, longest: int = LINE_LIMIT) -> None:
        self._stream = stream
        self._timestamps = timestamps
        self._longest = longest
        self._kept = Kept(longest)
        self._begun = False
        self._at: bytes | None = None

    def feed(self, piece: bytes) -> list[Line]:
        """The lines that are complete with this piece of output."""
        if not self._begun and piece.endswith(b"\n") and piece.find(b"\n") == len(piece) - 1:
            at, text = self._stamped(piece[:-1])
            if len(text) <= self._longest:
                return [Line(text, at, self._stream)]
        *ended, rest = piece.split(b"\n")
        found = []
        for text in ended:
            self._add(text)
            found.append(self._line())
        if rest:
            self._add(rest)
        return found

    def last(self) -> list[Line]:
        """What stands there without an end, once the output is over."""
        return [self._line()] if self._begun else []

    def _add(self, text: bytes) -> None:
        at, text = self._stamped(text)
        if not self._begun:
            self._begun, self._at = True, at
        self._kept.add(text)

    def _line(self) -> Line:
        text, dropped = self._kept.taken()
        self._begun = False
        return Line(text, self._at, self._stream, dropped=dropped)

    @property
    def begun(self) -> bool:
        """Whether there is a line without its end yet."""
        return self._begun

    def _stamped(self, text: bytes) -> tuple[bytes | None, bytes]:
        return split_stamp(text) if self._timestamps else (None, text)


class RawLines:
    """Lines from the output of a terminal, which has no frames, in slices cut anywhere."""

    def __init__(self, *, timestamps: bool, longest: int = LINE_LIMIT) -> None:
        self._timestamps = timestamps
        self._kept = Kept(longest)

    def feed(self, data: bytes) -> list[Line]:
        """The lines that are complete with this slice."""
        *ended, rest = data.split(b"\n")
        found = []
        for text in ended:
            self._kept.add(text)
            found.append(self._line())
        self._kept.add(rest)
        return found

    def last(self) -> list[Line]:
        """What stands there without an end, once the output is over."""
        return [self._line()] if self._kept.text else []

    def _line(self) -> Line:
        text, dropped = self._kept.taken()
        if not self._timestamps:
            return Line(text, None, "out", dropped=dropped)
        at, text = split_stamp(text)
        boundary = PIECE
        while len(text) > boundary:
            text = text[:boundary] + split_stamp(text[boundary:])[1]
            boundary += PIECE
        return Line(text, at, "out", dropped=dropped)


def split_stamp(text: bytes) -> tuple[bytes | None, bytes]:
    """A line's RFC 3339 timestamp, of seconds or nanoseconds, and the rest behind the blank.

    An empty line may have its timestamp alone.
    """
    found = _STAMP.match(text)
    return (found[0], text[found.end() + 1 :]) if found else (None, text)
