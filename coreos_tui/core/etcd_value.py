"""A value of etcd as it is shown: JSON as what it holds, text as text, anything else as hex."""

import json
from typing import Any

from coreos_tui.core.secrets import is_secret

_ROW = 16
_MOST = 1 << 20


def kind_of(value: bytes) -> str:
    """`JSON`, `text` or `binary`."""
    text = _text(value)
    if text is None:
        return "binary"
    return "JSON" if _json(text) is not None else "text"


def shown(name: str, value: bytes) -> Any:
    """What a document shows: a JSON value, or text.

    Text whose key has the name of a secret comes under that name, which masks it.
    """
    text = _text(value)
    if text is None:
        return hexdump(value)
    raw = _json(text)
    if raw is not None:
        return raw
    last = name.rstrip("/").rpartition("/")[2]
    return {last: text} if is_secret(last) else text


def hexdump(value: bytes) -> str:
    """Offset, sixteen bytes, and those that are printable; at most a mebibyte of it."""
    lines = []
    for at in range(0, min(len(value), _MOST), _ROW):
        row = value[at : at + _ROW]
        pairs = " ".join(f"{byte:02x}" for byte in row)
        plain = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in row)
        lines.append(f"{at:08x}  {pairs:<{_ROW * 3}} {plain}")
    if len(value) > _MOST:
        lines.append(f"… and {len(value) - _MOST:,} bytes more")
    return "\n".join(lines)


def one_line(value: bytes) -> str | None:
    """The text, where it is one line of it; else None."""
    text = _text(value)
    return text if text is not None and "\n" not in text and "\t" not in text else None


def _text(value: bytes) -> str | None:
    try:
        text = value.decode()
    except UnicodeDecodeError:
        return None
    return text if all(each >= " " or each in "\n\t\r" for each in text) else None


def _json(text: str) -> Any:
    if text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
