"""The real program on a real pseudo-terminal, in a home of its own."""

import asyncio
import contextlib
import os
import re
import signal
import subprocess
import sys
import termios
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from coreos_tui.demo.engine import DemoEngine
from coreos_tui.transport.local import set_size
from tests.far_ends import environ_of
from tests.waiting import until

ROOT = Path(__file__).resolve().parents[2]
# What is drawn without what moves the cursor and colours.
_CONTROL = re.compile(
    rb"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[P_^X][^\x1b]*\x1b\\|.)"
)


class Running:
    """A started program, and all that it has written to its terminal."""

    def __init__(self, process: subprocess.Popen[bytes], ours: int, theirs: int) -> None:
        self.process, self._ours, self._theirs = process, ours, theirs
        self.raw = bytearray()
        self.before = termios.tcgetattr(theirs)
        asyncio.get_running_loop().add_reader(ours, self._read)

    def _read(self) -> None:
        with contextlib.suppress(OSError):
            self.raw += os.read(self._ours, 65536)

    @property
    def settings(self) -> list[object]:
        """As `stty -a` shows them."""
        return termios.tcgetattr(self._theirs)

    @property
    def drawn(self) -> str:
        """All the text so far, in the order it was drawn."""
        return _CONTROL.sub(b"", bytes(self.raw)).decode("utf-8", "replace")

    def keys(self, text: str) -> None:
        os.write(self._ours, text.encode())

    async def go_to(self, pane: str, sees: str) -> None:
        """Presses the number of a pane, and waits for its keys in the last line."""
        since = len(self.drawn)
        self.keys(pane)
        await self.see(sees, since=since)

    async def see(self, *wanted: str, since: int = 0) -> None:
        """Waits until these were drawn, in any order."""
        try:
            await until(lambda: all(each in self.drawn[since:] for each in wanted), deadline=20.0)
        except AssertionError:
            raise AssertionError(f"{wanted} was not drawn, but {self.drawn[-3000:]}") from None

    async def ended(self) -> int:
        """The exit code, when it comes."""
        await until(lambda: self.process.poll() is not None, "its end", 30.0)
        await asyncio.sleep(0)
        self._read_rest()
        return self.process.returncode

    def _read_rest(self) -> None:
        os.set_blocking(self._ours, False)
        with contextlib.suppress(OSError):
            while data := os.read(self._ours, 65536):
                self.raw += data

    def leave(self) -> None:
        asyncio.get_running_loop().remove_reader(self._ours)
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        os.close(self._ours)
        os.close(self._theirs)


def environment(engine: DemoEngine | None, home: Path, **more: str) -> dict[str, str]:
    """Nothing of this machine's own but where Python is."""
    terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONPATH": str(ROOT)}
    return {**environ_of(engine, home), **terminal, **more}


@asynccontextmanager
async def program(
    engine: DemoEngine | None,
    home: Path,
    *arguments: str,
    size: tuple[int, int] = (120, 36),
    code: Sequence[str] = ("-m", "coreos_tui"),
) -> AsyncIterator[Running]:
    """`coreos-tui ARGUMENTS` on a terminal of this size."""
    ours, theirs = os.openpty()
    set_size(ours, *size)
    process = subprocess.Popen(
        [sys.executable, *code, *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=home,
        env=environment(engine, home),
        start_new_session=True,
    )
    running = Running(process, ours, theirs)
    try:
        yield running
    finally:
        running.leave()
