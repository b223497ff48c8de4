"""Between tmux and a program: passes everything on and writes it down, both ways.

    python shim.py LOG PROGRAM [ARGUMENT ...]

Each line of LOG is JSON, `{"out": ...}` from the program or `{"in": ...}` to it; a byte is the
character of its number.
"""

import json
import os
import pty
import sys
import termios
import tty
from pathlib import Path
from typing import BinaryIO


def note(log: BinaryIO, way: str, data: bytes) -> None:
    log.write(json.dumps({way: data.decode("latin-1")}).encode() + b"\n")
    log.flush()


def main() -> None:
    with Path(sys.argv[1]).open("wb") as log:
        size = termios.tcgetwinsize(0)

        def read(fd: int) -> bytes:
            data = os.read(fd, 65536)
            note(log, "out", data)
            return data

        def typed(fd: int) -> bytes:
            data = os.read(fd, 65536)
            note(log, "in", data)
            return data

        before = tty.tcgetattr(0)
        pid, ours = pty.fork()
        if not pid:
            termios.tcsetwinsize(0, size)
            os.execvp(sys.argv[2], sys.argv[2:])
        termios.tcsetwinsize(ours, size)
        tty.setraw(0)
        try:
            pty._copy(ours, read, typed)  # type: ignore[attr-defined]  # what pty.spawn is made of
        finally:
            tty.tcsetattr(0, tty.TCSAFLUSH, before)


main()
