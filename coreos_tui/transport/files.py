"""New files only: nobody else may read them, and nothing that is there is written over."""

import os
from contextlib import suppress
from itertools import count
from pathlib import Path

from coreos_tui.core.errors import Hop, HopError

_MOST_TRIES = 1000


def create(path: Path) -> int:
    """The descriptor of a new file (0600). Raises HopError, naming a free name if it is taken."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    try:
        return os.open(path, flags, 0o600)
    except FileExistsError:
        advice = f"It is left as it is. {free_name(path)} is free"
        raise HopError(Hop.FILE, f"{path} is there already", advice) from None
    except (OSError, ValueError) as error:
        raise HopError(Hop.FILE, f"{path} cannot be made: {said(error)}") from None


def create_free(path: Path) -> tuple[int, Path]:
    """As `create`, but under the next free name where the name is taken."""
    for _ in range(10):
        free = free_name(path)
        try:
            return create(free), free
        except HopError:
            if not os.path.lexists(free):
                raise
    return create(path), path


def free_name(path: Path) -> Path:
    """The path itself, or with `-2`, `-3` … before its suffix."""
    for number in count(1):
        tried = path if number == 1 else path.with_stem(f"{path.stem}-{number}")
        if not os.path.lexists(tried) or number > _MOST_TRIES:
            return tried
    return path


def write_all(descriptor: int, content: bytes) -> None:
    """All of it, past short writes. Raises OSError."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def write_new(path: Path, content: bytes) -> None:
    """A whole new file, or none. Raises HopError."""
    descriptor = create(path)
    try:
        write_all(descriptor, content)
    except OSError as error:
        with suppress(OSError):
            path.unlink()
        raise HopError(Hop.FILE, f"{path} cannot be written: {said(error)}") from None
    finally:
        os.close(descriptor)


def said(error: Exception) -> str:
    """What the system said, without numbers."""
    return (isinstance(error, OSError) and error.strerror) or str(error)
