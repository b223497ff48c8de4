"""One action of Vagrant, seen while it runs."""

import asyncio
import signal
from asyncio.subprocess import Process
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.transport.process import signal_group
from coreos_tui.transport.vagrant.output import fault, is_locked, short

_KEPT = 5000
_LONGEST = 16384
_TAIL = 40
_PATIENCE = 10.0


class VagrantRun:
    """The output of `vagrant VERB NAME`, line by line. It runs whether or not anybody reads.

    Where another vagrant is at the machine there may be several processes, one after the other.

    `code` is its exit code once it has ended, `error` what went wrong, in a sentence. Iterating
    raises HopError where vagrant did not start. Of lines that nobody reads, the oldest go.
    """

    def __init__(self, verb: str, name: str) -> None:
        self.verb = verb
        self.name = name
        self.code: int | None = None
        self.error: HopError | None = None
        self._lines: deque[bytes] = deque(maxlen=_KEPT)
        self._tail: deque[bytes] = deque(maxlen=_TAIL)
        self._news = asyncio.Event()
        self._process: Process | None = None
        self._cancelled = False
        self._task: asyncio.Task[None] | None = None

    def begin(self, work: Callable[[], Awaitable[None]]) -> None:
        """Runs the work that feeds it in a task of its own."""
        self._task = asyncio.ensure_future(self._guarded(work))

    def cancel(self) -> None:
        """Interrupts it as ctrl+c does; terminates it after ten seconds, or when asked again."""
        again, self._cancelled = self._cancelled, True
        process = self._process
        if process is None:
            if self._task is not None:
                self._task.cancel()
        elif process.returncode is None:
            _signal(process, signal.SIGTERM if again else signal.SIGINT)
            if not again:
                loop = asyncio.get_running_loop()
                loop.call_later(_PATIENCE, _signal, process, signal.SIGTERM)

    async def wait(self) -> int | None:
        """The exit code, once it has ended; None where it never started."""
        if self._task is not None:
            await asyncio.wait([self._task])
        return self.code

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            while self._lines:
                yield self._lines.popleft()
            if self._task is None or self._task.done():
                break
            self._news.clear()
            await self._news.wait()
        if self.code is None and self.error is not None:
            raise self.error

    async def feed(self, process: Process) -> None:
        """Takes the output of a process to its end."""
        self._process = process
        if self._cancelled:
            _signal(process, signal.SIGINT)
        rest = b""
        while process.stdout is not None and (chunk := await process.stdout.read(65536)):
            *lines, rest = (rest + chunk).replace(b"\r\n", b"\n").split(b"\n")
            for line in lines:
                self._take(line)
            rest = rest[-_LONGEST:]
        if rest:
            self._take(rest)
        self.code = await process.wait()
        if self.code:
            self.error = self._fault()

    @property
    def locked_out(self) -> bool:
        """Whether it ended because another vagrant was at the machine, and has done nothing."""
        begun = any(line.startswith((b"==>", b"    ")) for line in self._tail)
        words = b" ".join(self._tail).decode("utf-8", "replace")
        return bool(self.code) and not (begun or self._cancelled) and is_locked("", words)

    def begin_anew(self, sentence: str) -> None:
        """What has ended does not count: there will be another process. Says so."""
        self.code = self.error = self._process = None
        self._take(sentence.encode())
        self._tail.clear()

    def _take(self, line: bytes) -> None:
        # A progress bar writes over its own line: only what it came to counts.
        shown = line.rstrip(b"\r").rpartition(b"\r")[2][:_LONGEST]
        self._lines.append(shown)
        self._tail.append(shown)
        self._news.set()

    async def _guarded(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except HopError as error:
            self.error = error
        except asyncio.CancelledError:
            self.error = HopError(Hop.VAGRANT, f"{self.verb} {self.name} was cancelled")
            raise
        finally:
            self._news.set()
            # The task counts as done only after this; whoever waits must look again then.
            asyncio.get_running_loop().call_soon(self._news.set)

    def _fault(self) -> HopError:
        if self._cancelled:
            return HopError(Hop.VAGRANT, f"{self.verb} {self.name} was cancelled")
        plain = [line.decode("utf-8", "replace") for line in self._tail]
        told = [line for line in plain if line.strip() and not line.startswith(("==>", "    "))]
        words = short(" ".join(told or plain))
        return fault("", f"{self.verb} {self.name} failed: {words}")


def _signal(process: Process, number: int) -> None:
    if process.returncode is None:
        signal_group(process, number)
