"""`NAME=value` lines, as systemd, update_engine and the probe itself print them."""

from datetime import UTC, datetime


def pairs(text: str) -> dict[str, str]:
    """The lines by name; of two of one name the last counts. Values are as they came."""
    found = {}
    for line in text.splitlines():
        name, sign, value = line.strip().partition("=")
        if sign:
            found[name] = value
    return found


def whole(text: str) -> int | None:
    """A number, where it is one that fits in 64 bits."""
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 20 else None


def seconds(text: str) -> datetime | None:
    """A moment from seconds since 1970; zero means never."""
    return _moment(whole(text) or 0)


def microseconds(count: object) -> datetime | None:
    """A moment from microseconds since 1970; systemd says never by 0, null or the largest."""
    return _moment(count / 1e6) if isinstance(count, int) else None


def _moment(count: float) -> datetime | None:
    return datetime.fromtimestamp(count, UTC) if 0 < count < 1e11 else None


def written(text: str) -> datetime | None:
    """A moment as systemctl writes it when TZ is UTC: `Sun 2026-11-22 18:06:56 UTC`."""
    try:
        return datetime.strptime(text.strip(), "%a %Y-%m-%d %H:%M:%S UTC").replace(tzinfo=UTC)
    except ValueError:
        return None
