"""The journal of a host or of one of its units, as a log that is read and followed.

Source: journalctl of systemd 204 and later; `--output-fields` is there since 236.
"""

import asyncio
import shlex
import time
from collections.abc import Callable, Sequence
from typing import Self

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.log import Line, Standing
from coreos_tui.transport.link import Link, Output
from coreos_tui.transport.systemd.entries import FIELDS, LONGEST, parse_entry
from coreos_tui.transport.systemd.show import standing_of

# Messages of several fields would cost five times the bytes; old versions know no such option.
_SCRIPT = """export LC_ALL=C PATH="$PATH:/usr/sbin:/sbin:/usr/bin:/bin"
set -- {arguments}
version=$(journalctl --version 2>/dev/null | sed -n '1s/^systemd \\([0-9]*\\).*/\\1/p')
[ "${{version:-0}}" -ge 236 ] && set -- "$@" --output-fields={fields}
exec journalctl "$@"
"""
_PAUSE = 0.004
_BUSY = 16 << 10
_LONGEST_ENTRY = 4 << 20
_WORDS = 2000
_OWN_ONLY = "this user sees only its own messages"
_JOIN = "Add it to the group systemd-journal there to see all"


class Journal:
    """Implements LogSource for a host's journal.

    `unit` is the exact id of a unit ("": the whole host). `boot` counts back from the running
    one (0, -1, …; None: all of them). `priority` leaves out what matters less (7: nothing).
    """

    def __init__(
        self,
        link_of: Callable[[], Link],
        name: str,
        unit: str = "",
        boot: int | None = None,
        priority: int = 7,
    ) -> None:
        self._link_of, self._name, self._unit = link_of, name, unit
        self._boot, self._priority = boot, priority

    @property
    def name(self) -> str:
        return self._name

    async def read(
        self,
        *,
        tail: int | None = None,
        since: float | None = None,
        until: float | None = None,
        follow: bool = False,
        longest: int = 0,
    ) -> "JournalStream":
        """As LogSource; the last lines before `until` come as one batch. Raises HopError."""
        # Up to 252 at least, --lines counts before --until is looked at; backwards it is right.
        turned = tail is not None and until is not None
        words = self._arguments(tail, since, until, follow)
        script = _SCRIPT.format(
            arguments=" ".join(map(shlex.quote, words + ["--reverse"] * turned)),
            fields=",".join(FIELDS),
        )
        link = self._link_of()
        return JournalStream(await link.open_output(script), link.name, longest or LONGEST, turned)

    def _arguments(
        self, tail: int | None, since: float | None, until: float | None, follow: bool
    ) -> list[str]:
        words = ["--no-pager", "--output=json", "--all"]
        if self._unit:
            words.append(f"--unit={self._unit}")
        if self._boot is not None:
            words.append(f"--boot={self._boot}")
        if self._priority < 7:
            words.append(f"--priority={self._priority}")
        if since is not None:
            words.append(f"--since=@{since:.6f}")
        if until is not None:
            words.append(f"--until=@{until:.6f}")
        if tail is not None:
            words.append(f"--lines={tail}")
        if follow:
            words += ["--follow"] if tail is not None else ["--follow", "--no-tail"]
        return words

    async def standing(self) -> Standing:
        """The unit's state, or since when the host runs. Raises HopError."""
        return await standing_of(self._link_of(), self._unit)


class JournalStream:
    """Batches of lines as journalctl gives them; reads only while somebody iterates.

    After a small batch it waits 4 ms before it reads on, so that many small writes cost few
    wake-ups, and the keyboard gets in between two large ones.
    """

    def __init__(self, output: Output, host: str, longest: int, turned: bool = False) -> None:
        self._output, self._host = output, host
        self._longest, self._turned = longest, turned
        self._rest = b""
        self._skipping = False
        self._said = b""
        self._warned = False
        self._any = False
        self._ended = False
        self._paced_until = 0.0

    def close(self) -> None:
        """Ends it, and journalctl with it. May be called twice."""
        self._ended = True
        self._output.close()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Sequence[Line]:
        gathered: list[tuple[Line, ...]] = []
        while not self._ended:
            await asyncio.sleep(max(0.0, self._paced_until - time.monotonic()))
            chunk = await self._output.read()
            self._paced_until = time.monotonic() + _PAUSE if len(chunk) < _BUSY else 0.0
            found = self._taken(chunk)
            if not chunk:
                self.close()
            if self._turned:
                gathered += found
            elif batch := [*self._warning(), *_flat(found)]:
                return batch
            if not chunk and not self._any:
                self._complain()
        if gathered:
            return _flat(gathered[::-1])
        raise StopAsyncIteration

    def _taken(self, chunk: bytes) -> list[tuple[Line, ...]]:
        """The entries that are whole now."""
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        if not chunk:
            lines, self._rest = [self._rest], b""
        if self._skipping and lines:
            lines, self._skipping = lines[1:], False
        if len(self._rest) > _LONGEST_ENTRY or self._skipping:
            self._rest, self._skipping = b"", True
        found = []
        for line in lines:
            entry = parse_entry(line, self._longest) if line[:1] == b"{" else None
            if entry is not None:
                found.append(entry)
            elif line and not line.startswith(b"-- "):
                self._said = (self._said + line + b" ")[:_WORDS]
        self._any = self._any or bool(found)
        return found

    def _warning(self) -> tuple[Line, ...]:
        """Once: that not everything is to be seen."""
        if self._warned or b"not seeing messages" not in self._said:
            return ()
        self._warned = True
        sentence = HopError(Hop.PERMISSION, f"{_OWN_ONLY} on {self._host}", _JOIN).sentence
        return (Line(sentence.encode(), None, "note"),)

    def _complain(self) -> None:
        """Raises HopError with what journalctl said in place of entries."""
        if b"insufficient permissions" in self._said or b"Permission denied" in self._said:
            said = f"this user may not read the journal on {self._host}"
            raise HopError(Hop.PERMISSION, said, _JOIN)
        if b"not found" in self._said and b"journalctl" in self._said:
            raise HopError(Hop.CONTAINER, f"{self._host} has no journal: systemd is not there")
        if self._said.strip() and not self._warned and b"Hint:" not in self._said:
            raise HopError(Hop.HOST, self._said.decode("utf-8", "replace"))


def _flat(entries: Sequence[tuple[Line, ...]]) -> list[Line]:
    return [line for entry in entries for line in entry]
