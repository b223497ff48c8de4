"""What every measurement works with: the engine, the programs, and how much is asked for."""

import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.engine.containers import Containers
from benchmarks.engine.daemon import Daemon
from benchmarks.places import CACHE
from benchmarks.profiles.profile import Profile
from benchmarks.pty.program import SIZE, Program
from benchmarks.scale import Scale
from benchmarks.view import View


class NothingShownError(Exception):
    """A program showed no container in time."""


@dataclass(frozen=True, slots=True)
class App:
    """A program and the command that starts it."""

    profile: Profile
    command: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.profile.name


@dataclass(slots=True)
class Bench:
    """One run."""

    daemon: Daemon
    containers: Containers
    apps: tuple[App, ...]
    scale: Scale
    ends: float = field(default=0.0)

    def few(self, count: int) -> int:
        """So many containers, or as few as make do in a small run."""
        return min(count, self.scale.few)

    def pause(self, seconds: float) -> float:
        """Seconds in which a program comes to rest; shorter in a small run."""
        return min(seconds, self.scale.settle)

    def time_for(self, seconds: float) -> bool:
        """Whether so much is left of the run."""
        return time.monotonic() + seconds < self.ends

    def keep_screen(self, program: Program, words: str) -> None:
        """Writes a screen down on which something is missing, for whoever wants to know why."""
        folder = CACHE / "screens"
        folder.mkdir(parents=True, exist_ok=True)
        name = re.sub(r"\W+", "-", words)
        (folder / f"{name}.txt").write_text(f"{program.screen.text}\n", encoding="utf-8")

    @contextmanager
    def started(
        self, app: App, host: str | None = None, size: tuple[int, int] = SIZE
    ) -> Iterator[tuple[Program, View]]:
        """A program just started, in a home of its own, and a view of its screen."""
        with tempfile.TemporaryDirectory(prefix="ctb-") as home:
            (Path(home) / ".config").mkdir()
            environment = {"HOME": home, "DOCKER_HOST": host or self.daemon.host, "USER": "root"}
            with Program(app.command, environment, size, home) as program:
                yield program, View(program, app.profile)

    @contextmanager
    def shown(self, app: App, host: str | None = None) -> Iterator[tuple[Program, View]]:
        """A program that shows its list and has come to rest. Raises NothingShownError."""
        with self.started(app, host) as (program, view):
            if program.wait(view.shows, 30.0) is None:
                raise NothingShownError(f"{app.name} shows no container\n{program.screen.text}")
            program.run(self.pause(app.profile.settle))
            yield program, view
