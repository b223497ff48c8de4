"""Writes asciicast v2 (docs.asciinema.org/manual/asciicast/v2): a header, then a line an event.

Every event is one line given to the kernel at once, so that the file is whole up to the last
event whatever happens to this program.
"""

import json
import os
import time
from codecs import getincrementaldecoder
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.record.quiet import Quiet
from coreos_tui.transport.files import create, said, write_all

LEAVE = "\x1b[0m\x1b[?1049l\x1b[?25h\x1b[?7h"
"""Gives a terminal back; the last thing in a film that ends before its program does."""

IDLE = 2.0
"""Seconds of silence kept; longer ones are shortened to this."""


class CastWriter:
    """One recording. Methods raise HopError once the file can no longer be written.

    Times are seconds of `clock`; an event without one happens now. Not thread-safe.
    """

    def __init__(
        self,
        path: Path,
        size: tuple[int, int],
        *,
        title: str = "",
        environ: Mapping[str, str] | None = None,
        clock: Callable[[], float] = time.monotonic,
        today: Callable[[], float] = time.time,
        descriptor: int | None = None,
    ) -> None:
        self.path = path
        self._clock = clock
        self._decoder = getincrementaldecoder("utf-8")("replace")
        self._quiet = Quiet()
        self._last = clock()
        self._seconds = 0.0
        self._whole = 0
        self._fd = create(path) if descriptor is None else descriptor
        terminal = (environ or {}).get("TERM") or "xterm-256color"
        header = {"version": 2, "width": size[0], "height": size[1], "timestamp": int(today())}
        named = {"title": title} if title else {}
        self._line(header | named | {"env": {"TERM": terminal}})

    @property
    def seconds(self) -> float:
        """How long the recording is by now, as it will be played."""
        self._pass(self._clock())
        return self._seconds

    def output(self, data: bytes | str, at: float | None = None) -> None:
        """What the terminal got. Bytes may end amid a character."""
        text = data if isinstance(data, str) else self._decoder.decode(data)
        if text := self._quiet.take(text):
            self._event("o", text, at)

    def resize(self, columns: int, rows: int, at: float | None = None) -> None:
        """The terminal has another size."""
        self._event("r", f"{columns}x{rows}", at)

    def marker(self, label: str, at: float | None = None) -> None:
        """A chapter begins."""
        self._event("m", label, at)

    def hold(self, until: float) -> None:
        """The next event is played no earlier than this many seconds from the start."""
        self._seconds = max(self.seconds, until)

    def close(self) -> None:
        """Ends it. A character cut short becomes a stand-in."""
        if self._fd < 0:
            return
        try:
            if rest := self._quiet.rest() + self._decoder.decode(b"", True):
                self._event("o", rest, None)
        finally:
            self._shut()

    def _event(self, kind: str, text: str, at: float | None) -> None:
        self._pass(self._clock() if at is None else at)
        self._line([round(self._seconds, 6), kind, text])

    def _pass(self, now: float) -> None:
        self._seconds += min(max(0.0, now - self._last), IDLE)
        self._last = max(self._last, now)

    def _line(self, value: object) -> None:
        if self._fd < 0:
            raise HopError(Hop.FILE, f"{self.path} is closed")
        line = json.dumps(value, ensure_ascii=False, separators=(", ", ": ")) + "\n"
        content = line.encode("utf-8", "replace")
        try:
            write_all(self._fd, content)
        except OSError as error:
            with suppress(OSError):  # half a line would spoil what is whole
                os.ftruncate(self._fd, self._whole)
            self._shut()
            what = f"the recording {self.path} stopped: {said(error)}"
            raise HopError(Hop.FILE, what, "What was recorded until then is kept") from None
        self._whole += len(content)

    def _shut(self) -> None:
        descriptor, self._fd = self._fd, -1
        if descriptor >= 0:
            with suppress(OSError):
                os.close(descriptor)
