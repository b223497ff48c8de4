"""Sizes, ages and shares as people write them."""

from datetime import datetime

from coreos_tui.core.now import now as moment

_UNITS = ("B", "KiB", "MiB", "GiB", "TiB")
_SPANS = ((31_536_000, "y"), (86_400, "d"), (3_600, "h"), (60, "m"), (1, "s"))


def size(count: float) -> str:
    """Bytes with a binary unit and at most three digits: `12 MiB`, `1.4 GiB`."""
    for unit in _UNITS:
        if count < 999.5 or unit == _UNITS[-1]:
            break
        count /= 1024
    return f"{count:.1f} {unit}" if unit != "B" and count < 9.95 else f"{count:.0f} {unit}"


def span(seconds: float) -> str:
    """A length of time in its largest unit, rounded down: `3 h`, `12 s`."""
    for length, unit in _SPANS:
        if seconds >= length:
            return f"{int(seconds // length)} {unit}"
    return "0 s"


def age(then: datetime | None, now: datetime | None = None) -> str:
    """How long ago, or an empty string where that is not known."""
    if then is None:
        return ""
    return span(max(0.0, ((now or moment()) - then).total_seconds()))


def share(part: float) -> str:
    """Percent of one core, one decimal below a hundred."""
    return f"{part:.1f}%" if part < 99.95 else f"{part:.0f}%"


def count(number: int, noun: str) -> str:
    """`1 machine`, `2 machines`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
