"""Reads a pseudo-terminal in a process of its own and stamps what it reads.

So the time of each chunk is the time it arrived, whatever the measuring process is busy with, and
the program is never held up by it. Run: python -S -E pump.py FROM TO (both file descriptors).
Each record is the nanoseconds of the monotonic clock, a length, and so many bytes; a length of 0
is the end, READY is said first.
"""

import fcntl
import os
import select
import struct
import sys
import time

HEAD = struct.Struct("<qI")
READY = 0xFFFFFFFF


def main() -> None:
    source, target = int(sys.argv[1]), int(sys.argv[2])
    flags = fcntl.fcntl(target, fcntl.F_GETFL)
    fcntl.fcntl(target, fcntl.F_SETFL, flags | os.O_NONBLOCK)
    os.write(target, HEAD.pack(time.monotonic_ns(), READY))
    waiting, reading = bytearray(), True
    while reading or waiting:
        ready, _, _ = select.select([source] if reading else [], [target] if waiting else [], [])
        if ready:
            try:
                chunk = os.read(source, 65536)
            except OSError:
                chunk = b""
            reading = bool(chunk)
            waiting += HEAD.pack(time.monotonic_ns(), len(chunk)) + chunk
        if waiting:
            try:
                del waiting[: os.write(target, waiting)]
            except BlockingIOError:
                continue
            except BrokenPipeError:
                return


if __name__ == "__main__":
    main()
