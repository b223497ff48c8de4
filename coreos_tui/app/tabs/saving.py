"""Saving a log to a new file."""

import asyncio
import os
import re
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from pathlib import Path

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.log import Line
from coreos_tui.core.now import now
from coreos_tui.core.text import size
from coreos_tui.transport.blocking import in_thread
from coreos_tui.transport.files import create_free, said, write_all
from coreos_tui.ui.logs import LogView

_AT_ONCE = 1 << 20
_BAR = 12
_EVERY = 0.2


async def save(
    name: str, batches: AsyncIterator[Sequence[Line]], tell: Callable[[str], None]
) -> str:
    """Writes all lines to a new file (0600) in the working directory; a sentence names it.

    Tells how far it is. Raises HopError. When it fails or is cancelled no file stays.
    """
    plain = re.sub(r"[^\w.+-]+", "-", name).strip(".-") or "log"
    wanted = Path.cwd() / f"{plain[:80]}-{now().astimezone():%Y%m%d-%H%M%S}.log"
    descriptor, path = await in_thread(create_free, wanted)
    try:
        lines, written = await _write(descriptor, batches, tell)
    except BaseException as error:
        with suppress(OSError):
            path.unlink()
        if isinstance(error, OSError):
            raise HopError(Hop.FILE, f"{path} cannot be written: {said(error)}") from None
        raise
    finally:
        os.close(descriptor)
    return f"saved {lines:,} lines, {size(written)}: {path}"


async def save_held(name: str, view: LogView) -> None:
    """Saves what a view holds, where that is all there is; the view says what came of it."""

    async def held() -> AsyncIterator[Sequence[Line]]:
        yield view.ring.since(view.ring.first, len(view.ring))

    try:
        sentence = await save(name, held(), lambda _: None)
    except HopError as error:
        sentence = error.sentence
    view.note(sentence)


async def _write(
    descriptor: int, batches: AsyncIterator[Sequence[Line]], tell: Callable[[str], None]
) -> tuple[int, int]:
    lines, written, told = 0, 0, 0.0
    first: float | None = None
    end = time.time()
    kept = bytearray()
    async for batch in batches:
        for line in batch:
            kept += _row(line)
        lines += len(batch)
        if len(kept) >= _AT_ONCE:
            written += len(kept)
            await in_thread(write_all, descriptor, bytes(kept))
            kept.clear()
        last = next((line.at.timestamp() for line in reversed(batch) if line.at), None)
        first = last if first is None else first
        if time.monotonic() - told > _EVERY:
            told = time.monotonic()
            tell(f"saving {_bar(first, last, end)} {lines:,} lines")
            await asyncio.sleep(0)
    await in_thread(write_all, descriptor, bytes(kept))
    return lines, written + len(kept)


def _row(line: Line) -> bytes:
    stamp = f"{line.at.isoformat()} " if line.at else ""
    return f"{stamp}{line.source}{' ' if line.source else ''}".encode() + line.text + b"\n"


def _bar(first: float | None, last: float | None, end: float) -> str:
    """How far it is in the time that the log spans; engines do not say how long a log is."""
    if first is None or last is None or end <= first:
        return ""
    share = max(0.0, min(1.0, (last - first) / (end - first)))
    done = round(share * _BAR)
    return f"{'█' * done}{'░' * (_BAR - done)} {share:.0%}"
