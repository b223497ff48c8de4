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
        found |= {machine.name: machine for machine in self._indexed()}
        return tuple(found[name] for name in sorted(found))

    def since(self, name: str, provider: str) -> datetime | None:
        """When the machine was created: the age of the provider's id file."""
        try:
            changed = (self._machines / name / provider / "id").stat().st_mtime
        except (OSError, ValueError):
            return None
        return datetime.fromtimestamp(changed, UTC)

    def index_mark(self) -> int:
        """Changes whenever any vagrant has noted a machine's state; 0 where there is no index."""
        try:
            return (self.home / _INDEX).stat().st_mtime_ns
        except OSError:
            return 0

    def mark(self, name: str) -> tuple[tuple[str, int], ...]:
        """Something that changes when the machine is made anew."""
        marks = []
        for file in sorted((self._machines / name).glob("*/id")):
            try:
                marks.append((str(file), file.stat().st_mtime_ns))
            except OSError:
                continue
        return tuple(marks)

    def _indexed(self) -> list[Machine]:
        """`data/machine-index/index` of VAGRANT_HOME; it is written in place, so may be cut."""
        try:
            with (self.home / _INDEX).open("rb") as stream:
                index = json.loads(stream.read(_LIMIT))
            entries = list(index["machines"].values())
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            return []
        return [self._entry(e) for e in entries if isinstance(e, dict) and self._is_here(e)]

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
