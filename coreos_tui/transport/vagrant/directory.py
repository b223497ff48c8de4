"""What Vagrant's own files say, without its second of Ruby: a hint with an age, not the truth."""

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from coreos_tui.core.machine import Machine

_LIMIT = 8 * 1024 * 1024


_INDEX = "data/machine-index/index"


class Directory:
    """The directory of a Vagrantfile. All of it reads files: call it on a thread."""

    def __init__(self, directory: Path, environ: Mapping[str, str]) -> None:
        file = environ.get("VAGRANT_VAGRANTFILE", "Vagrantfile")
        here = directory.absolute()
        # Vagrant looks for its file in the parents too, and keeps its own beside it.
        above = (at for at in (here, *here.parents) if (at / file).is_file())
        self.root = next(above, here)
        self.home = Path(environ.get("VAGRANT_HOME") or "~/.vagrant.d").expanduser()
        self._machines = (
            self.root / (environ.get("VAGRANT_DOTFILE_PATH") or ".vagrant") / "machines"
        )

    def hint(self) -> tuple[Machine, ...]:
        """Machines by Vagrant's index and by what it left here, by name."""
        found = {machine.name: machine for machine in self._left_here()}
        found |= {machine.name: machine for machine in self.indexed()}
        return tuple(found[name] for name in sorted(found))

    def since(self, name: str, provider: str) -> datetime | None:
        """When the machine was created: the age of the provider's id file."""
        try:
            changed = (self._machines / name / provider / "id").stat().st_mtime
        except (OSError, ValueError):
            return None
        return datetime.fromtimestamp(changed, UTC)

    def mark(self, name: str) -> tuple[tuple[str, int], ...]:
        """Something that changes when the machine is made anew."""
        marks = []
        for file in sorted((self._machines / name).glob("*/id")):
            try:
                marks.append((str(file), file.stat().st_mtime_ns))
            except OSError:
                continue
        return tuple(marks)

    def indexed(self) -> tuple[Machine, ...]:
        """What any vagrant has last noted, in `data/machine-index/index` of VAGRANT_HOME.

        Not when: to ask Vagrant is to write its index anew, so two programs that ask it whenever
        the file was written would do so for ever. It is written in place, so may be cut.
        """
        try:
            with (self.home / _INDEX).open("rb") as stream:
                index = json.loads(stream.read(_LIMIT))
            entries = list(index["machines"].values())
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            return ()
        here = (each for each in entries if isinstance(each, dict) and self._is_here(each))
        return tuple(self._entry(each) for each in here)

    def _is_here(self, entry: dict[str, Any]) -> bool:
        path = entry.get("vagrantfile_path")
        return isinstance(path, str) and os.path.realpath(path) == os.path.realpath(self.root)

    def _entry(self, entry: dict[str, Any]) -> Machine:
        name, provider = str(entry.get("name", "")), str(entry.get("provider", ""))
        # The index has the state's short description: "not created" for not_created.
        state = str(entry.get("state", "")).replace(" ", "_")
        return Machine(name, provider, state, self.since(name, provider))

    def _left_here(self) -> list[Machine]:
        found = []
        try:
            for folder in self._machines.iterdir():
                providers = [p.name for p in folder.iterdir() if (p / "id").is_file()]
                provider = providers[0] if providers else ""
                state = "" if provider else "not_created"
                found.append(
                    Machine(folder.name, provider, state, self.since(folder.name, provider))
                )
        except OSError:
            return found
        return found
