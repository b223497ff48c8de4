"""What was last chosen to run in which container, kept from run to run in one small file.

A file that is broken, foreign or hostile is as none; where none can be written, memory has to do.
"""

import asyncio
import json
import os
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, TypeAlias

from coreos_tui.core.engine import Ref
from coreos_tui.core.errors import HopError
from coreos_tui.core.sanitize import clean
from coreos_tui.transport.blocking import in_thread
from coreos_tui.transport.files import write_new

FILMED = "COREOS_TUI_FILMED"
"""Set in the environment of a program that is filmed: it leaves nothing behind."""
_MOST = 200
_LONGEST = 1000
_LARGEST = 1_000_000
_PATIENCE = 0.25

Place: TypeAlias = tuple[str, str, str]


class Choice(NamedTuple):
    """What is to run in a container: a command line (empty: the best shell), and as whom."""

    line: str = ""
    user: str = ""


def choices_file(environ: Mapping[str, str]) -> Path | None:
    """Where they are kept; None where there is no place, or nothing is to be kept."""
    root, home = Path(environ.get("XDG_STATE_HOME", "")), Path(environ.get("HOME", ""))
    if not root.is_absolute():  # as the XDG specification has it
        root = home / ".local" / "state"
    if not root.is_absolute() or environ.get(FILMED):
        return None
    return root / "coreos-tui" / "shells.json"


class Choices:
    """The last choice for each container, by its name: its id changes when it is made anew."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._made: dict[Place, Choice] = {}
        self._writing: set[asyncio.Task[None]] = set()
        self._turn = threading.Lock()

    async def last(self, ref: Ref) -> Choice:
        """What was last chosen for this container, in this run or an earlier one."""
        place = _place(ref)
        if place not in self._made and self._file is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(_PATIENCE):
                    kept = await in_thread(_read, self._file)
                    return kept.get(place, Choice())
        return self._made.get(place, Choice())

    def keep(self, ref: Ref, choice: Choice) -> None:
        """Keeps a choice; never waits for the disk."""
        place = _place(ref)
        self._made[place] = choice
        if self._file is not None and _is_sound((*place, *choice)):
            task = asyncio.ensure_future(in_thread(self._write, self._file, place, choice))
            self._writing.add(task)
            task.add_done_callback(self._writing.discard)

    def _write(self, file: Path, place: Place, choice: Choice) -> None:
        """The newest goes last, the oldest leave; what another program has kept stays."""
        with self._turn, suppress(OSError, HopError):
            kept = _read(file)
            kept.pop(place, None)
            newest = [*kept.items(), (place, choice)][-_MOST:]
            rows = [[*where, *what] for where, what in newest]
            text = json.dumps({"shells": rows}, ensure_ascii=False, indent=1)
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            new = file.with_name(f".{file.name}.{os.getpid()}")
            new.unlink(missing_ok=True)
            write_new(new, text.encode())
            new.replace(file)


def _place(ref: Ref) -> Place:
    return ref.host, ref.engine, ref.name


def _read(file: Path) -> dict[Place, Choice]:
    try:
        if not file.is_file() or file.stat().st_size > _LARGEST:
            return {}
        rows = json.loads(file.read_text(encoding="utf-8"))["shells"]
        sound = [row for row in rows if isinstance(row, list) and len(row) == 5 and _is_sound(row)]
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return {}
    return {(row[0], row[1], row[2]): Choice(row[3], row[4]) for row in sound}


def _is_sound(row: tuple[object, ...] | list[object]) -> bool:
    texts = [each for each in row if isinstance(each, str) and clean(each) == each]
    return len(texts) == len(row) and sum(map(len, texts)) <= _LONGEST
