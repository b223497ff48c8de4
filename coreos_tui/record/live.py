"""Films what somebody does in the app: keys go through, and so does the picture."""

import asyncio
import os
import shutil
import signal
import sys
import termios
import tty
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.record.cast import CastWriter
from coreos_tui.record.stage import app_command
from coreos_tui.transport.link import Program
from coreos_tui.transport.local import LocalLink


async def follow(
    arguments: Sequence[str], writer: CastWriter, size: tuple[int, int], fixed: bool
) -> int:
    """Runs the app in this terminal until it ends; its exit code.

    `fixed` keeps the size whatever the terminal does. Where the film cannot be written any more
    the app goes on; the HopError is raised when it has ended.
    """
    link = LocalLink("film")
    loop = asyncio.get_running_loop()
    typed: asyncio.Queue[bytes] = asyncio.Queue()
    try:
        program = await link.open_program(app_command(arguments), *size)
        if not fixed:
            loop.add_signal_handler(signal.SIGWINCH, _resized, program, writer)
        with _raw(sys.stdin.fileno()) as keyboard:
            loop.add_reader(keyboard, lambda: typed.put_nowait(os.read(keyboard, 65536)))
            typing = asyncio.ensure_future(_type(program, typed))
            try:
                broken = await _show(program, writer)
            finally:
                typing.cancel()
                loop.remove_reader(keyboard)
        if broken is not None:
            raise broken
        return await program.wait() or 0
    finally:
        loop.remove_signal_handler(signal.SIGWINCH)
        await link.close()


async def _show(program: Program, writer: CastWriter) -> HopError | None:
    broken: HopError | None = None
    while data := await program.read():
        os.write(sys.stdout.fileno(), data)
        if broken is None:
            try:
                writer.output(data)
            except HopError as error:
                broken = error
    return broken


async def _type(program: Program, typed: "asyncio.Queue[bytes]") -> None:
    with suppress(HopError):
        while data := await typed.get():
            await program.write(data)
    program.close()


def _resized(program: Program, writer: CastWriter) -> None:
    size = shutil.get_terminal_size()
    with suppress(HopError):  # told by the next output
        writer.resize(*size)
    resizing = asyncio.ensure_future(program.resize(*size))
    resizing.add_done_callback(lambda done: done.exception())


@contextmanager
def _raw(terminal: int) -> Iterator[int]:
    """Keys as they are typed, until the end."""
    try:
        before = termios.tcgetattr(terminal)
        tty.setraw(terminal)
    except termios.error:
        raise HopError(
            Hop.TERMINAL, "standard input is not a terminal", "Give a --script instead"
        ) from None
    try:
        yield terminal
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)
