"""Reads asciicast v2 and v3 files, which may come from anybody."""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.sanitize import clean
from coreos_tui.transport.files import said

LARGEST_FILE = 256 << 20
LONGEST_LINE = 16 << 20
MOST_EVENTS = 2_000_000
LONGEST = 7 * 86_400.0
WIDEST, HIGHEST = 1000, 500
LEAVE_SCREEN = "\x1b[?1049l"


class Event(NamedTuple):
    """`kind`: "o" text for the terminal, "r" size as `COLSxROWS`, "m" a chapter's name (clean)."""

    seconds: float
    kind: str
    text: str

    @property
    def size(self) -> tuple[int, int]:
        """Of an "r" event: columns and rows."""
        columns, _, rows = self.text.partition("x")
        return int(columns), int(rows)


@dataclass(frozen=True)
class Cast:
    """A recording. `size` is columns and rows at its start; times never go back."""

    size: tuple[int, int]
    title: str
    events: tuple[Event, ...]

    @property
    def seconds(self) -> float:
        """Its length."""
        return self.events[-1].seconds if self.events else 0.0

    @property
    def chapters(self) -> tuple[Event, ...]:
        """The markers."""
        return tuple(each for each in self.events if each.kind == "m")

    @property
    def pictures(self) -> tuple[Event, ...]:
        """The events up to where the program gave the screen back for the last time."""
        for at in range(len(self.events) - 1, 0, -1):
            event = self.events[at]
            if event.kind == "o" and LEAVE_SCREEN in event.text:
                return self.events[:at]
        return self.events


def read_cast(path: Path) -> Cast:
    """The recording in a file. Raises HopError naming the line that is wrong.

    A last line cut short, as a crash may leave it, is left out.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise HopError(Hop.FILE, f"{path} cannot be read: {said(error)}") from None
    if len(content) > LARGEST_FILE:
        raise HopError(Hop.FILE, f"{path} is larger than {LARGEST_FILE >> 20} MiB")
    try:
        return parse_cast(content)
    except ValueError as error:
        raise HopError(Hop.FILE, f"{path} is not an asciicast: {error}") from None


def parse_cast(content: bytes) -> Cast:
    """The recording in a file's bytes. Raises ValueError with the number of the bad line."""
    lines = _lines(content)
    number, head = next(lines, (1, None))
    if not isinstance(head, dict):
        raise ValueError(f"line {number} is not a header")
    version = head.get("version")
    if version not in (2, 3):
        raise ValueError(f"it is of version {clean(str(version))[:20]}, not 2 or 3")
    term = head.get("term") if version == 3 else None
    sizes = (head.get("width"), head.get("height"))
    if version == 3:
        sizes = (term.get("cols"), term.get("rows")) if isinstance(term, dict) else (None, None)
    size = _size(*sizes, number)
    title = head.get("title")
    events = tuple(_events(lines, relative=version == 3))
    return Cast(size, clean(title)[:200] if isinstance(title, str) else "", events)


def _lines(content: bytes) -> Iterator[tuple[int, Any]]:
    """Numbered lines as JSON; empty ones and comments left out."""
    start, number = 0, 0
    while start < len(content):
        end = content.find(b"\n", start)
        ended = end >= 0
        end = end if ended else len(content)
        line, start, number = content[start:end], end + 1, number + 1
        if len(line) > LONGEST_LINE:
            raise ValueError(f"line {number} is longer than {LONGEST_LINE >> 20} MiB")
        if not line.strip() or line.startswith(b"#"):
            continue
        try:
            yield number, json.loads(line)
        except (ValueError, RecursionError):
            if not ended and number > 1:
                return
            raise ValueError(f"line {number} is not JSON") from None


def _events(lines: Iterator[tuple[int, Any]], *, relative: bool) -> Iterator[Event]:
    now, count = 0.0, 0
    for number, value in lines:
        count += 1
        if count > MOST_EVENTS:
            raise ValueError(f"it has more than {MOST_EVENTS} events")
        match value:
            case [int() | float() as time, str(kind), text, *_] if not isinstance(time, bool):
                pass
            case _:
                raise ValueError(f"line {number} is not an event")
        if not math.isfinite(time) or not 0 <= time <= LONGEST:
            raise ValueError(f"line {number} is at an impossible time")
        now = min(now + time, LONGEST) if relative else max(now, float(time))
        if kind not in ("o", "r", "m"):
            continue
        if not isinstance(text, str):
            raise ValueError(f"line {number} is not an event")
        yield Event(now, kind, _checked(kind, text, number))


def _checked(kind: str, text: str, number: int) -> str:
    if kind == "m":
        return clean(text)[:200]
    if kind == "r":
        columns, _, rows = text.partition("x")
        digits = all(part.isdecimal() and len(part) < 6 for part in (columns, rows))
        size = _size(int(columns), int(rows), number) if digits else _size(0, 0, number)
        return f"{size[0]}x{size[1]}"
    return text


def _size(columns: object, rows: object, number: int) -> tuple[int, int]:
    match columns, rows:
        case int(), int() if 1 <= columns <= WIDEST and 1 <= rows <= HIGHEST:
            return columns, rows
    raise ValueError(f"line {number} has no size from 1x1 to {WIDEST}x{HIGHEST}")
