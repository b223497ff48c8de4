"""python-vagrant, for what it does well: finding the executable and taking its lines apart.

Its `status()` renames states, its `conf()` keeps one key of several, its processes cannot be
stopped, and its parser raises on lines that plugins print: so it gets sound lines only, and
the processes are ours.
"""

import logging
import os
import re
import shutil
from typing import Any

# `epoch,target,type,data`; anything may stand between such lines.
_SOUND = re.compile(r"\d+,[^,]*,[a-z][\w-]*,.*")


def find(path: str | None) -> str | None:
    """The executable, in the directories of `path` (colons between) or of this process."""
    if path is not None and path != os.environ.get("PATH"):
        return shutil.which("vagrant", path=path)
    found: str | None = _library().get_vagrant_executable()
    return found


def split(text: str) -> list[list[str]]:
    """Time, machine, type and data of each sound line but `ui`, `action` and `metadata`."""
    sound = "\n".join(line for line in text.splitlines() if _SOUND.fullmatch(line))
    library = _library()
    parts: list[list[str]] = library.Vagrant("/")._parse_machine_readable_output(sound)
    return parts


def _library() -> Any:
    # It warns on the terminal when it is imported where there is no vagrant.
    logging.getLogger("vagrant").addHandler(logging.NullHandler())
    import vagrant  # 20 ms that only those with a Vagrantfile need

    return vagrant
