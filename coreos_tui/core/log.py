"""Logs as everything that writes one gives them: lines, and where they are read from."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal, NamedTuple, Protocol

Origin = Literal["out", "err", "", "note"]


def moment(stamp: bytes) -> datetime | None:
    """An RFC 3339 time, of seconds or fractions; None where it is none. UTC without a zone."""
    try:
        at = datetime.fromisoformat(stamp.decode("ascii"))
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


class Line(NamedTuple):
    """One line as it came, without its end. `note` marks a sentence of ours among them.

    The text is hostile: it goes through `core.sanitize` before it is drawn; `dropped` bytes were
    cut off behind it. `source` (clean) names who said it, where several speak in one view.
    `priority` is syslog's, 0 (emergency) to 7 (debug), where the source has one beside the text.
    `stamp` is its time, or the RFC 3339 bytes that say it: few lines are ever asked for theirs.
    """

    text: bytes
    stamp: datetime | bytes | None = None
    stream: Origin = ""
    source: str = ""
    priority: int | None = None
    dropped: int = 0

    @property
    def at(self) -> datetime | None:
        """When it was written."""
        stamp = self.stamp
        return moment(stamp) if isinstance(stamp, bytes) else stamp


class Standing(NamedTuple):
    """Whether what writes a log runs now, since when (seconds since 1970), and how it ended."""

    running: bool
    began: float | None = None
    words: str = ""


class LineStream(Protocol):
    """Batches of lines, oldest first; ends where the log does, or its writer when followed."""

    def __aiter__(self) -> "LineStream": ...

    async def __anext__(self) -> Sequence[Line]: ...

    def close(self) -> None:
        """Ends it: a waiting iteration ends. May be called twice."""


class LogSource(Protocol):
    """One log that can be read and followed: a container's, a unit's, a host's journal.

    Its methods raise HopError. One with Hop.CONTAINER (what writes the log is gone for ever) or
    Hop.PERMISSION ends the following; after any other the log is asked for again.
    """

    @property
    def name(self) -> str:
        """Who writes it; clean text."""

    async def read(
        self,
        *,
        tail: int | None = None,
        since: float | None = None,
        until: float | None = None,
        follow: bool = False,
        longest: int = 0,
    ) -> LineStream:
        """The lines from `since` to `until` (seconds since 1970, both with), of them the last
        `tail`, and with `follow` those to come.

        Lines longer than `longest` bytes are cut (0: where the source finds it fit).
        """

    async def standing(self) -> Standing:
        """How what writes the log stands now."""
