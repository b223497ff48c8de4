"""A container's release, read out of its file system: it need not run nor have a shell.

Source: GET /containers/{id}/archive of the Docker Engine API; a tar of one path, in which a
symbolic link is an entry by itself that we follow as the container would.
"""

import asyncio
import io
import posixpath
from typing import TYPE_CHECKING

from coreos_tui.core.errors import HopError
from coreos_tui.core.release import LIMIT, Release, parse_release
from coreos_tui.transport.engine.calls import Calls

if TYPE_CHECKING:
    from tarfile import TarInfo

_HOPS = 5
_HEADERS = 16 << 10


async def read_release(calls: Calls, id_: str) -> Release:
    """The release of a container; empty where it has no such file. Raises HopError."""
    # Old engines start a process of their own for every file: the two are asked for together.
    os_release, lsb_release = await asyncio.gather(
        _first(calls, id_, "/etc/os-release", "/usr/lib/os-release"),
        _first(calls, id_, "/etc/lsb-release"),
    )
    return parse_release(os_release, lsb_release)


async def _first(calls: Calls, id_: str, *paths: str) -> bytes:
    for path in paths:
        found = await read_file(calls, id_, path)
        if found is not None:
            return found
    return b""


async def read_file(calls: Calls, id_: str, path: str) -> bytes | None:
    """The first `core.release.LIMIT` bytes of a file; None where there is none."""
    for _ in range(_HOPS + 1):
        try:
            answer = await calls.answer(
                "GET",
                f"/containers/{id_}/archive",
                {"path": path},
                limit=LIMIT + _HEADERS,
                cut=True,
            )
        except HopError as error:
            if _missing(error.said):
                return None
            raise
        found = _entry(answer.body)
        if found is None or found[0].isreg():
            return found[1] if found else None
        if not found[0].issym():
            return None
        path = posixpath.normpath(posixpath.join(posixpath.dirname(path), found[0].linkname))
    return None


def _entry(tar: bytes) -> "tuple[TarInfo, bytes] | None":
    """The first entry and its bytes, which are taken from the tar as far as they came."""
    import tarfile  # late: the first list does without

    try:
        with tarfile.open(fileobj=io.BytesIO(tar), mode="r:") as archive:
            entry = archive.next()
    except (tarfile.TarError, ValueError, OSError):
        return None
    if entry is None:
        return None
    size = min(entry.size, LIMIT) if entry.isreg() else 0
    return entry, tar[entry.offset_data : entry.offset_data + size]


def _missing(said: str) -> bool:
    lower = said.lower()
    if "no such container" in lower:
        return False
    return "could not find the file" in lower or "no such file" in lower or "not found" in lower
