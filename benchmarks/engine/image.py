"""The one image: busybox and our own writer of log lines, both static, and nothing else."""

import io
import shutil
import subprocess
import tarfile
from functools import cache
from pathlib import Path

from benchmarks.places import CACHE, HERE

NAME = "bench/box:1"
SPEW = "/bin/spew"


class MissingError(Exception):
    """Something that measuring needs is not on this machine; the message says what to do."""


@cache
def spew() -> Path:
    """The writer of log lines, compiled once. Raises MissingError without a C compiler."""
    source = HERE / "engine" / "spew.c"
    program = CACHE / "spew"
    if program.exists() and program.stat().st_mtime >= source.stat().st_mtime:
        return program
    if shutil.which("gcc") is None:
        raise MissingError("There is no gcc. On Debian: apt-get install gcc libc6-dev")
    CACHE.mkdir(parents=True, exist_ok=True)
    subprocess.run(["gcc", "-O2", "-static", "-o", str(program), str(source)], check=True)
    return program


def archive() -> bytes:
    """The image's files as tar. Raises MissingError without a static busybox."""
    busybox = shutil.which("busybox")
    if busybox is None:
        raise MissingError("There is no busybox. On Debian: apt-get install busybox-static")
    listed = subprocess.run([busybox, "--list"], capture_output=True, text=True, check=True)
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as tar:
        for folder in ("bin", "etc", "tmp"):
            entry = tarfile.TarInfo(folder)
            entry.type, entry.mode = tarfile.DIRTYPE, 0o755
            tar.addfile(entry)
        _add(tar, "bin/busybox", Path(busybox).read_bytes(), 0o755)
        _add(tar, SPEW.lstrip("/"), spew().read_bytes(), 0o755)
        _add(tar, "etc/passwd", b"root:x:0:0:root:/:/bin/sh\n", 0o644)
        for name in listed.stdout.split():
            if name != "busybox":
                entry = tarfile.TarInfo(f"bin/{name}")
                entry.type, entry.linkname = tarfile.SYMTYPE, "busybox"
                tar.addfile(entry)
    return written.getvalue()


def _add(tar: tarfile.TarFile, name: str, content: bytes, mode: int) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), mode
    tar.addfile(entry, io.BytesIO(content))
