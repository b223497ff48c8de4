"""One program on one pseudo-terminal: what it draws, when it came, what it costs."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from types import TracebackType

from benchmarks.pty import meter
from benchmarks.pty.pump import HEAD
from benchmarks.pty.screen import Screen
from coreos_tui.transport.local import set_size

SIZE = (160, 45)
_NUMBERS = count()
_PIPE_SIZE = 1 << 20
_SET_PIPE_SIZE = 1031


class Program:
    """Started on construction; times are seconds of the monotonic clock."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        size: tuple[int, int] = SIZE,
        folder: str = "/tmp",
    ) -> None:
        self.screen = Screen(*size)
        self.bytes = self.chunks = 0
        self.ended = False
        self.last = 0.0
        self._pending = bytearray()
        self._ours, theirs = pty.openpty()
        set_size(theirs, *size)
        self._pipe, self._pump = _start_pump(self._ours)
        self._group = meter.open_app_group(next(_NUMBERS))
        told, tell = os.pipe()

        def enter() -> None:
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
            if self._group is not None:
                self._group.join()
            os.write(tell, struct.pack("<q", time.monotonic_ns()))

        self._process = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=enter,
            env={
                "PATH": os.environ["PATH"],
                "TERM": "xterm-256color",
                "COLORTERM": "truecolor",
                "LANG": "C.UTF-8",
                **environment,
            },
            cwd=folder,
        )
        self.started = struct.unpack("<q", os.read(told, 8))[0] / 1e9
        for descriptor in (told, tell, theirs):
            os.close(descriptor)
        self._meter = self._group or meter.Session(self._process.pid)

    def __enter__(self) -> "Program":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def cpu(self) -> float:
        """Seconds of processor time so far, children included."""
        return self._meter.cpu()

    def memory(self) -> meter.Memory:
        return meter.memory(self._meter.pids())

    def key(self, name: str) -> float:
        """Presses a key; when."""
        raw = self.screen.key(name)
        now = time.monotonic()
        self._write(raw)
        return now

    def type(self, text: str) -> float:
        """Writes bytes as a terminal would; when."""
        now = time.monotonic()
        self._write(text.encode())
        return now

    def resize(self, cols: int, rows: int, *, wipe: bool = True) -> float:
        """Gives the terminal another size; when."""
        report = self.screen.resize(cols, rows)
        if wipe:
            self.screen.wipe()
        now = time.monotonic()
        set_size(self._ours, cols, rows)
        self._write(report)
        return now

    def run(self, seconds: float, each: Callable[[float], None] | None = None) -> None:
        """Lets time pass; `each` is called with the arrival of every painted chunk."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and not self.ended:
            for arrived in self._take(min(left, 0.25)):
                if each is not None and not self.screen.holding:
                    each(arrived)
        if self.ended and each is None:
            time.sleep(max(0.0, min(end - time.monotonic(), 0.05)))

    def wait(
        self, condition: Callable[[], object], timeout: float, stable: float = 0.0
    ) -> float | None:
        """When the chunk came that made the condition true, and left it so for `stable` seconds."""
        end = time.monotonic() + timeout
        hit = (self.last or time.monotonic()) if condition() else None
        while True:
            now = time.monotonic()
            if hit is not None and now - hit >= stable and not self._whole():
                return hit
            if now >= end or (self.ended and not self._whole()):
                return hit if stable == 0 or self.ended else None
            pause = 0.05 if hit is None else max(0.001, stable / 3)
            for arrived in self._take(min(end - now, pause)):
                if self.screen.holding:
                    continue
                hit = (hit or arrived) if condition() else None
                if hit is not None and not stable:
                    return hit

    def settle(self, gap: float = 0.3, timeout: float = 5.0) -> None:
        """Until nothing has come for `gap` seconds."""
        end = time.monotonic() + timeout
        before = -1
        while before != self.bytes and time.monotonic() < end and not self.ended:
            before = self.bytes
            self.run(gap)

    def quit(self, keys: Sequence[str], timeout: float = 3.0) -> float | None:
        """Leaves by keys; how long it took, or None if it had to be killed."""
        if not self.alive:
            return None
        for name in keys[:-1]:
            self.key(name)
            self.run(0.15)
        start = self.key(keys[-1])
        while time.monotonic() - start < timeout:
            if not self.alive:
                return time.monotonic() - start
            self.run(0.005)
        return None

    def close(self) -> None:
        """Ends it and all that it started, and frees the terminal."""
        if self._group is not None:
            self._group.kill(1.0)
        elif self.alive:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._pump.kill()
        self._pump.wait()
        for descriptor in (self._ours, self._pipe):
            os.close(descriptor)
        if self._group is not None:
            self._group.remove()
        self.screen.close()

    def _write(self, raw: bytes) -> None:
        with suppress(OSError):
            os.write(self._ours, raw)

    def _whole(self) -> bool:
        """Whether a whole record waits to be taken."""
        if len(self._pending) < HEAD.size:
            return False
        length: int = HEAD.unpack_from(self._pending)[1]
        return len(self._pending) >= HEAD.size + length

    def _take(self, timeout: float) -> Iterator[float]:
        """Draws what has come; yields after each chunk when it came."""
        if not self._whole() and not self.ended:
            ready, _, _ = select.select([self._pipe], [], [], max(0.0, timeout))
            if not ready:
                return
            more = os.read(self._pipe, _PIPE_SIZE)
            self.ended = not more
            self._pending += more
        while self._whole():
            stamp, length = HEAD.unpack_from(self._pending)
            chunk = bytes(self._pending[HEAD.size : HEAD.size + length])
            del self._pending[: HEAD.size + length]
            if not chunk:
                self.ended = True
                return
            self.bytes += length
            self.chunks += 1
            self.last = stamp / 1e9
            self._write(self.screen.feed(chunk))
            yield self.last


def _start_pump(ours: int) -> tuple[int, "subprocess.Popen[bytes]"]:
    """Starts the pump, and waits until it reads."""
    pipe, into = os.pipe()
    with suppress(OSError):
        fcntl.fcntl(pipe, _SET_PIPE_SIZE, _PIPE_SIZE)
    script = Path(__file__).with_name("pump.py")
    pump = subprocess.Popen(
        [sys.executable, "-S", "-E", str(script), str(ours), str(into)], pass_fds=(ours, into)
    )
    os.close(into)
    os.read(pipe, HEAD.size)
    return pipe, pump
