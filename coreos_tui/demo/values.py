"""Single values of a scenario file: taken from their table, checked, and never guessed."""

import difflib
import re
import shlex
from collections.abc import Callable
from typing import Any, TypeVar

from coreos_tui.core.container import Port
from coreos_tui.core.errors import Hop, HopError
from coreos_tui.demo.releases import FAMILIES
from coreos_tui.demo.scenario import ReleasePart

V = TypeVar("V")

_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*([smhdwy])\s*")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800, "y": 31_557_600}
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([KMG]?)i?B?")
_BYTES = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,62}")
_PATH = re.compile(r"(?:/[\w@+][\w.@+-]*)+")
_PORT = re.compile(r"(?:(?:([0-9a-fA-F.:]+):)?(\d{1,5}):)?(\d{1,5})(?:/(tcp|udp))?")


class Table:
    """One table of the file; `place` says where it is, for sentences."""

    def __init__(self, place: str, raw: object) -> None:
        self.place = place
        if not isinstance(raw, dict):
            raise HopError(Hop.CONFIG, f"{place} must be a table")
        self._raw: dict[str, Any] = dict(raw)
        self._known: list[str] = []

    def take(self, key: str, read: Callable[[Any], V], default: V) -> V:
        """The value of a key as `read` takes it. Raises HopError naming file and key."""
        self._known.append(key)
        if key not in self._raw:
            return default
        try:
            return read(self._raw.pop(key))
        except ValueError as error:
            raise self.wrong(key, str(error)) from None

    def must(self, key: str, read: Callable[[Any], V]) -> V:
        """The same for a key that has to be there."""
        if key not in self._raw:
            near = difflib.get_close_matches(key, self._raw, 1)
            raise self.wrong(key, "is missing", f"Did you mean it by `{near[0]}`?" if near else "")
        found: list[V] = []
        self.take(key, lambda value: found.append(read(value)), None)
        return found[0]

    def tables(self, key: str) -> list[tuple[str, object]]:
        """Each table of an array, with its place."""
        self._known.append(key)
        found = self._raw.pop(key, [])
        if not isinstance(found, list):
            raise self.wrong(key, f"must be an array of tables, written [[{key}]]")
        return [(f"{self.place}: {key} {_called(each, n)}", each) for n, each in enumerate(found)]

    def table(self, key: str) -> "Table":
        """One table, empty where there is none."""
        self._known.append(key)
        return Table(f"{self.place}: {key}", self._raw.pop(key, {}))

    def wrong(self, key: str, words: str, advice: str = "") -> HopError:
        """The error about one key."""
        return HopError(Hop.CONFIG, f"{self.place}: `{key}` {words}", advice)

    def end(self) -> None:
        """Raises HopError for a key that nobody knows."""
        for key in self._raw:
            near = difflib.get_close_matches(key, self._known, 1)
            advice = (
                f"Did you mean `{near[0]}`?" if near else f"There are: {', '.join(self._known)}"
            )
            raise self.wrong(key, "is not a key of this table", advice)


def _called(raw: object, number: int) -> str:
    name = raw.get("name") if isinstance(raw, dict) else None
    return f'"{name}"' if isinstance(name, str) and name else str(number + 1)


def text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("must be a text")
    return value


def flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def number(value: object) -> float:
    """Not negative."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e12:
        raise ValueError("must be a number, not below 0")
    return float(value)


def whole(value: object) -> int:
    if number(value) != int(number(value)):
        raise ValueError("must be a whole number")
    return int(number(value))


def name(value: object) -> str:
    """What may stand in paths, scripts and the Engine API."""
    if not _NAME.fullmatch(text(value)):
        raise ValueError("must be letters, digits, dots and dashes")
    return text(value)


def one_of(*words: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if value not in words:
            raise ValueError(f"must be one of {', '.join(words)}")
        return str(value)

    return read


def span(value: object) -> float:
    """Seconds: a number, or a text such as `90s`, `3h 20m`, `2d`."""
    if not isinstance(value, str):
        return number(value)
    found = _SPAN.findall(value)
    if not found or _SPAN.sub("", value).strip():
        raise ValueError("must be seconds, or a text such as 90s, 3h 20m, 2d, 1w, 12y")
    return sum(float(count) * _SECONDS[unit] for count, unit in found)


def size(value: object) -> int:
    """Bytes: a number, or a text such as `64M`."""
    if not isinstance(value, str):
        return whole(value)
    found = _SIZE.fullmatch(value.strip())
    if not found:
        raise ValueError("must be bytes, or a text such as 512K, 64M, 2G")
    return int(float(found[1]) * _BYTES[found[2]])


def texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError('must be a list of texts, like ["one", "two"]')
    return tuple(value)


def words(value: object) -> tuple[str, ...]:
    """A command line, as one text or word by word."""
    try:
        found = tuple(shlex.split(value)) if isinstance(value, str) else texts(value)
    except ValueError:
        raise ValueError("must be a command line") from None
    if not found:
        raise ValueError("must not be empty")
    return found


def pairs(value: object) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
        raise ValueError('must be a table of texts, like { name = "value" }')
    return dict(value)


def files(value: object) -> dict[str, str]:
    """Texts by absolute path."""
    found = pairs(value)
    for path in found:
        if not _PATH.fullmatch(path):
            raise ValueError(f'has "{path}", which is no plain absolute path')
    return found


def ports(value: object) -> tuple[Port, ...]:
    """`80`, `8080:80`, `127.0.0.1:8080:80`, each with `/udp` where it is."""
    found = []
    for each in texts(value):
        parts = _PORT.fullmatch(each)
        if not parts or any(int(n) > 65535 for n in (parts[2] or 0, parts[3])):
            raise ValueError(f'has "{each}", which is no port such as 80 or 127.0.0.1:8080:80')
        protocol = parts[4] or "tcp"
        if parts[2] is None:
            found.append(Port(int(parts[3]), protocol=protocol))
        else:
            address = parts[1] or "0.0.0.0"  # noqa: S104 - what a published port says, not ours
            found.append(Port(int(parts[3]), int(parts[2]), address, protocol))
    return tuple(found)


def release(table: Table, default: str) -> ReleasePart:
    """`release` names a family; `os_release` and `lsb_release` are files of one's own."""
    family = table.take("release", one_of(*FAMILIES), default)
    own = table.take("os_release", text, None)
    lsb = table.take("lsb_release", text, None)
    if own is not None or lsb is not None:
        return ReleasePart(own, lsb)
    return ReleasePart(*FAMILIES[family])
