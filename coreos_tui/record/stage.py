"""A program on a terminal of its own, filmed: by a script, or by who sits before it."""

import asyncio
import shlex
import sys
from collections.abc import Sequence
from contextlib import suppress

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.record.cast import LEAVE, CastWriter
from coreos_tui.record.script import Caption, Key, Pause, Resize, Script, Step, Type, Wait
from coreos_tui.transport.choices import FILMED
from coreos_tui.transport.link import Program
from coreos_tui.transport.local import LocalLink
from coreos_tui.ui.terminal import open_emulator
from coreos_tui.ui.terminal.emulator import Emulator
from coreos_tui.ui.terminal.keys import key_press

BETWEEN_LETTERS = 0.05
_PATIENCE = 5.0
_SETTLED = 0.2
"""What a hasty pause lasts: a picture drawn in two goes is shown whole."""


def app_command(arguments: Sequence[str]) -> str:
    """This program with these arguments, as a line for sh."""
    argv = (sys.executable, "-m", "coreos_tui", *arguments)
    return f"{FILMED}=1 COLORTERM=truecolor LANG=${{LANG:-C.UTF-8}} exec {shlex.join(argv)}"


class Stage:
    """The program, the screen it draws, and the film of it. `hasty` skips the pauses, but not
    in the film."""

    def __init__(
        self, program: Program, emulator: Emulator, writer: CastWriter, hasty: bool = False
    ) -> None:
        self._program, self._emulator, self._writer = program, emulator, writer
        self._hasty = hasty
        self._changed = asyncio.Event()
        self.over = False

    async def film(self) -> None:
        """Films until the program ends. Raises HopError when the film cannot be written."""
        try:
            while data := await self._program.read():
                self._writer.output(data)
                await self._answer(self._emulator.feed(data))
                self._changed.set()
        finally:
            self.over = True
            self._changed.set()

    async def play(self, script: Script) -> None:
        """Takes the steps of a script. Raises HopError naming the line that could not be."""
        for number, step in script.steps:
            try:
                await self._take(step)
            except HopError as error:
                where = f"{script.name}, line {number}: {error.said}"
                raise HopError(error.hop, where, error.advice) from None

    def text(self) -> str:
        """What is on the screen."""
        return self._emulator.text()

    async def wait(self, text: str, deadline: float, gone: bool = False) -> None:
        """Returns once the text is there, or gone, at the end of a picture."""
        try:
            async with asyncio.timeout(deadline):
                while self._emulator.holding or (text in self.text()) == gone:
                    if self.over:
                        raise HopError(Hop.TERMINAL, "the program has ended")
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            what = "is still there" if gone else "did not come"
            seen = " / ".join(line.strip() for line in self.text().splitlines() if line.strip())
            raise HopError(
                Hop.TERMINAL,
                f"`{text}` {what} after {deadline:g} s",
                f"The screen shows: {seen[:2000]}",
            ) from None

    async def _take(self, step: Step) -> None:
        match step:
            case Wait(text, deadline, gone):
                await self.wait(text, deadline, gone)
            case Key(names):
                for name in names:
                    await self._press(name, name if len(name) == 1 else None)
            case Type(text):
                for letter in text:
                    await self._press(letter, letter)
                    await self._rest(BETWEEN_LETTERS)
            case Caption(text):
                self._writer.marker(text)
            case Pause(seconds):
                await self._rest(seconds)
            case Resize(columns, rows):
                self._writer.resize(columns, rows)
                told = self._emulator.resize(columns, rows)
                await self._program.resize(columns, rows)
                await self._answer(told)

    async def _press(self, name: str, character: str | None) -> None:
        press = key_press(name, character)
        if press is not None:
            await self._program.write(self._emulator.encode_key(press))

    async def _rest(self, seconds: float) -> None:
        until = self._writer.seconds + seconds
        await asyncio.sleep(min(seconds, _SETTLED) if self._hasty else seconds)
        self._writer.hold(until)

    async def _answer(self, replies: bytes) -> None:
        if replies:
            with suppress(HopError):  # it may have ended while it asked
                await self._program.write(replies)


async def perform(
    script: Script,
    arguments: Sequence[str],
    writer: CastWriter,
    size: tuple[int, int],
    *,
    hasty: bool = False,
) -> None:
    """Runs the app by a script and films it; the app is ended after the last step.

    Raises HopError for a wait in vain, or a film that cannot be written.
    """
    link = LocalLink("stage")
    emulator = open_emulator(*size)
    jobs: list[asyncio.Future[None]] = []
    try:
        program = await link.open_program(app_command(arguments), *size)
        stage = Stage(program, emulator, writer, hasty)
        filming = asyncio.ensure_future(stage.film())
        playing = asyncio.ensure_future(stage.play(script))
        jobs += (filming, playing)
        await asyncio.wait(jobs, return_when=asyncio.FIRST_COMPLETED)
        if filming.done():
            filming.result()
        await playing
        if not stage.over:
            writer.output(LEAVE)
        await _end(program)
    finally:
        for job in jobs:
            job.cancel()
        await asyncio.gather(*jobs, return_exceptions=True)
        await link.close()
        emulator.close()


async def _end(program: Program) -> None:
    program.close()
    with suppress(TimeoutError):
        async with asyncio.timeout(_PATIENCE):
            await program.wait()
