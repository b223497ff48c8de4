"""journalctl's JSON as lines.

Source: systemd's JSON format of journal entries, one object a line. MESSAGE is a text, a list of
byte values (control characters are enough for that), a list of texts, or null.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from coreos_tui.core.log import Line
from coreos_tui.core.sanitize import clean

FIELDS = ("MESSAGE", "PRIORITY", "SYSLOG_IDENTIFIER", "_COMM", "_SYSTEMD_UNIT")
LONGEST = 64 << 10
UNREAD = b"(a message that journalctl does not show)"
_LATEST = 32_503_680_000_000_000


def parse_entry(raw: bytes, longest: int = LONGEST) -> tuple[Line, ...] | None:
    """The lines of one entry, or None where this is not an entry."""
    try:
        entry = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    if not isinstance(entry, Mapping):
        return None
    at, source, priority = _at(entry), _source(entry), _priority(entry)
    return tuple(
        Line(text[:longest], at, "", source, priority, max(0, len(text) - longest))
        for text in _texts(entry.get("MESSAGE", ""))
    )


def _at(entry: Mapping[str, Any]) -> datetime | None:
    micro = str(entry.get("__REALTIME_TIMESTAMP") or "")
    if not (micro.isascii() and micro.isdigit()) or int(micro) > _LATEST:
        return None
    return datetime.fromtimestamp(int(micro) // 1_000_000, UTC).replace(
        microsecond=int(micro) % 1_000_000
    )


def _source(entry: Mapping[str, Any]) -> str:
    for name in ("SYSLOG_IDENTIFIER", "_COMM", "_SYSTEMD_UNIT"):
        if value := entry.get(name):
            return clean(b" ".join(_texts(value)))
    return ""


def _priority(entry: Mapping[str, Any]) -> int | None:
    value = entry.get("PRIORITY")
    return int(value) if isinstance(value, str) and value in tuple("01234567") else None


def _texts(value: object) -> Iterator[bytes]:
    """A field as lines of bytes; each of several values begins a line."""
    if value is None:
        yield UNREAD
    elif isinstance(value, str):
        yield from value.encode("utf-8", "replace").rstrip(b"\n").split(b"\n")
    elif isinstance(value, list) and all(_is_byte(each) for each in value):
        yield from bytes(value).rstrip(b"\n").split(b"\n")
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _is_byte(value: object) -> bool:
    return isinstance(value, int) and 0 <= value < 256
