"""The studio of the app: a thread writes, so that a slow disk holds up nothing on the screen."""

import asyncio
import os
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from queue import SimpleQueue

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.record.cast import LEAVE, CastWriter
from coreos_tui.transport.blocking import in_thread
from coreos_tui.transport.files import create_free, write_new

ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[H\x1b[2J"
"""What the terminal had been told before the recording began: another screen, no cursor."""
MOST_BEHIND = 64 << 20
"""Characters waiting for the disk before the recording gives up."""

Step = Callable[[CastWriter], None]


class _Reel:
    """One recording being written, by a thread of its own."""

    def __init__(self, writer: CastWriter, broken: Callable[[HopError], None]) -> None:
        self.writer = writer
        self._broken = broken
        self._loop = asyncio.get_running_loop()
        self._steps: SimpleQueue[tuple[Step, int] | None] = SimpleQueue()
        self._waiting = 0
        self._lock = threading.Lock()
        self.alive = True
        self.error: HopError | None = None
        self.ended = asyncio.Event()
        threading.Thread(target=self._run, name="recording", daemon=True).start()

    def add(self, step: Step, weight: int = 0) -> None:
        """Has a step done on the thread, or ends all where the disk is too far behind."""
        with self._lock:
            self._waiting += weight
            late = self._waiting > MOST_BEHIND
        if late:
            self._fail(HopError(Hop.FILE, f"the disk of {self.writer.path} is too slow to record"))
        elif self.alive:
            self._steps.put((step, weight))

    def finish(self) -> None:
        """Ends the thread once it has written all."""
        self.alive = False
        self._steps.put(None)

    def _run(self) -> None:
        try:
            while (item := self._steps.get()) is not None:
                step, weight = item
                step(self.writer)
                with self._lock:
                    self._waiting -= weight
            self.writer.close()
        except HopError as error:
            self._fail(error)
        self._say(self.ended.set)

    def _fail(self, error: HopError) -> None:
        with self._lock:
            first, self.error = self.error is None, error
            running, self.alive = self.alive, False
        self._steps.put(None)
        if first and running:
            self._say(lambda: self._broken(error))

    def _say(self, call: Callable[[], object]) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody listens any more
            self._loop.call_soon_threadsafe(call)


class FileStudio:
    """Implements the app's Studio: files in `folder`, named by the time of day."""

    def __init__(
        self,
        folder: Path,
        environ: Mapping[str, str],
        clock: Callable[[], float] = time.monotonic,
        today: Callable[[], datetime] = datetime.now,
    ) -> None:
        self._folder, self._environ = folder, environ
        self._clock, self._today = clock, today
        self._reel: _Reel | None = None

    @property
    def recording(self) -> bool:
        """Whether one runs; false at once when the disk fails."""
        return self._reel is not None and self._reel.alive

    async def start(self, size: tuple[int, int], broken: Callable[[HopError], None]) -> Path:
        """Begins a recording of a terminal of this size."""
        path = self._folder / f"{self._name()}.cast"
        writer = await in_thread(self._open, path, size)
        self._reel = _Reel(writer, broken)
        self.write(ENTER)
        return writer.path

    def _open(self, path: Path, size: tuple[int, int]) -> CastWriter:
        descriptor, path = create_free(path)
        return CastWriter(
            path,
            size,
            title="coreos-tui",
            environ=self._environ,
            clock=self._clock,
            today=lambda: self._today().timestamp(),
            descriptor=descriptor,
        )

    def write(self, text: str) -> None:
        """Adds output; nothing where none runs."""
        reel, now = self._reel, self._clock()
        if reel is not None and reel.alive:
            reel.add(lambda writer: writer.output(text, now), len(text))

    def resize(self, columns: int, rows: int) -> None:
        """Adds a change of size."""
        reel, now = self._reel, self._clock()
        if reel is not None and reel.alive:
            reel.add(lambda writer: writer.resize(columns, rows, now))

    async def stop(self) -> Path:
        """Ends the recording; its file. Raises HopError where none runs."""
        reel, self._reel = self._reel, None
        if reel is None:
            raise HopError(Hop.FILE, "no recording runs")
        if reel.alive:
            now = self._clock()
            reel.add(lambda writer: writer.output(LEAVE, now))
            reel.finish()
        await reel.ended.wait()
        if reel.error is not None:
            raise reel.error
        return reel.writer.path

    async def photograph(self, svg: str, text: str) -> tuple[Sequence[Path], str]:
        """Writes `.svg`, `.txt` and, where the extra is installed, `.png`."""
        return await in_thread(self._keep, svg, text)

    def _keep(self, svg: str, text: str) -> tuple[Sequence[Path], str]:
        from coreos_tui.record.picture import png_of  # slow, and seldom needed

        stem = free_stem(self._folder / self._name(), (".svg", ".txt", ".png"))
        kept = {stem.with_suffix(".svg"): svg.encode(), stem.with_suffix(".txt"): text.encode()}
        missing = ""
        try:
            kept[stem.with_suffix(".png")] = png_of(svg)
        except HopError as error:
            missing = error.sentence
        for path, content in kept.items():
            write_new(path, content)
        return tuple(kept), missing

    def _name(self) -> str:
        return f"coreos-tui-{self._today():%Y%m%d-%H%M%S}"


def free_stem(path: Path, suffixes: Sequence[str]) -> Path:
    """A name that is free with every one of these suffixes."""
    tried, number = path, 1
    while number < 1000 and any(os.path.lexists(f"{tried}{suffix}") for suffix in suffixes):
        number += 1
        tried = path.with_name(f"{path.name}-{number}")
    return tried
