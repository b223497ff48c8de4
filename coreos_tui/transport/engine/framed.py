"""Lines out of framed output, many at once where each frame is one whole line, as most are."""

import re
import struct
from itertools import repeat
from operator import add
from typing import Any

from coreos_tui.core.log import Line, Origin
from coreos_tui.transport.engine.frames import LINE_LIMIT, Frames, Lines

# A head, a timestamp, a line; else all the rest, so that nothing is ever skipped.
_WHOLE = re.compile(
    rb"([\0-\3])\0\0\0(.{4})"
    rb"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[\d.]{0,10}(?:Z|[+-]\d\d:\d\d)) ([^\n]*)\n|.+",
    re.DOTALL,
)
_line_of: Any = tuple.__new__  # as Line._make does, without a call of Python's for each
_STREAMS: dict[bytes, Origin] = {b"\0": "out", b"\1": "out", b"\2": "err", b"\3": "err"}


class FramedLines:
    """Lines of both streams of a container without a terminal, in the order of their frames."""

    def __init__(self, *, timestamps: bool, longest: int = LINE_LIMIT) -> None:
        self._timestamps, self._longest = timestamps, longest
        self._frames = Frames()
        self._lines: dict[Origin, Lines] = {
            "out": Lines("out", timestamps=timestamps, longest=longest),
            "err": Lines("err", timestamps=timestamps, longest=longest),
        }

    def feed(self, data: bytes) -> list[Line]:
        """The lines that are complete now. Raises HopError for no frames."""
        buffer = self._frames.taken() + data
        found: list[Line] = []
        if self._timestamps and not any(lines.begun for lines in self._lines.values()):
            found, used = whole_lines(buffer, self._longest)
            buffer = buffer[used:]
        for stream, payload in self._frames.feed(buffer):
            found += self._lines[stream].feed(payload)
        return found

    def last(self) -> list[Line]:
        """What stands there without an end, once the output is over."""
        return [line for lines in self._lines.values() for line in lines.last()]


def whole_lines(buffer: bytes, longest: int) -> tuple[list[Line], int]:
    """The lines with timestamps that a buffer begins with, and how many bytes they took.

    None of them where a frame among them is more or less than a line of `longest` bytes. No loop
    of Python's runs here: at 20,000 lines a second that is the price of a log.
    """
    rows = _WHOLE.findall(buffer)
    if rows and not rows[-1][0]:
        rows.pop()
    if not rows:
        return [], 0
    kinds, heads, stamps, texts = zip(*rows, strict=True)
    sizes = struct.unpack(f">{len(rows)}I", b"".join(heads))
    there = map(add, map(len, stamps), map(len, texts))
    if sizes != tuple(map(add, there, repeat(2))) or max(map(len, texts)) > longest:
        return [], 0
    streams = map(_STREAMS.__getitem__, kinds)
    fields = zip(texts, stamps, streams, repeat(""), repeat(None), repeat(0))
    return list(map(_line_of, repeat(Line), fields)), sum(sizes) + 8 * len(rows)
