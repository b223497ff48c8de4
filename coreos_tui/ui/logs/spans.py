"""How far back a log is shown."""

from enum import Enum


class Span(Enum):
    """`seconds` back from now; 0 for all there is, and for the start of what writes the log."""

    ALL = (0, "")
    MINUTE = (60, "for 1 min")
    FIVE = (5 * 60, "for 5 min")
    QUARTER = (15 * 60, "for 15 min")
    HOUR = (3600, "for 1 h")
    DAY = (24 * 3600, "for 24 h")
    START = (-1, "since its start")

    def __init__(self, seconds: int, since: str) -> None:
        self.seconds = max(0, seconds)
        self.since = since
