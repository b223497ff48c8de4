"""What a program's screen says: which containers, in which state, which one is under the cursor."""

import re
from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple

from benchmarks.profiles.profile import Profile
from benchmarks.pty.program import Program
from coreos_tui.ui.terminal.emulator import Look

_STAMP = re.compile(r"T(\d{10}\.\d{6})")


class ListRow(NamedTuple):
    """A row of the list: where its name begins, and its text."""

    y: int
    x: int
    text: str


class View:
    """Reads the screen of one running program by its profile."""

    def __init__(self, program: Program, profile: Profile) -> None:
        self._program, self._profile = program, profile
        self._row, self._state = re.compile(profile.row), re.compile(profile.state)

    def rows(self) -> dict[str, ListRow]:
        """The containers in view by their names."""
        screen, region = self._program.screen, self._profile.region
        left, right = int(region.left * screen.cols), int(region.right * screen.cols)
        top, bottom = int(region.top * screen.rows), int(region.bottom * screen.rows)
        found: dict[str, ListRow] = {}
        for y, line in enumerate(screen.text.split("\n")[top:bottom], top):
            text = line[left:right]
            if match := self._row.search(text):
                found.setdefault(match[1], ListRow(y, left + match.start(1), text))
        return found

    def shows(self, name: str | None = None) -> bool:
        """Whether a container, or any at all, is in view."""
        rows = self.rows()
        return bool(rows) if name is None else name in rows

    def state(self, name: str) -> str | None:
        """The program's word for a container's state; None if it is not in view."""
        row = self.rows().get(name)
        match = row and self._state.search(row.text)
        return match[0] if match else ("?" if row else None)

    def selected(self) -> str | None:
        """The one row drawn unlike all others."""
        rows = self.rows()
        if len(rows) < 3:
            return None
        ground: Callable[[Look], object] = lambda look: (look.bg, look.reverse)  # noqa: E731
        whole: Callable[[Look], object] = lambda look: look  # noqa: E731
        for aspect in (ground, whole):
            alike = defaultdict(list)
            for name, row in rows.items():
                alike[aspect(self._program.screen.look(row.x, row.y))].append(name)
            alone = [names[0] for names in alike.values() if len(names) == 1]
            if len(alone) == 1:
                return alone[0]
        return None

    def newest(self) -> float | None:
        """When the newest log line on the screen was written."""
        stamps = _STAMP.findall(self._program.screen.text)
        return max((float(stamp) for stamp in stamps), default=None)

    def step(self, key: str, timeout: float = 2.0) -> float | None:
        """Presses an arrow key; how long it took the cursor to move, or None."""
        before = self.selected()
        pressed = self._program.key(key)
        moved = self._program.wait(lambda: self.selected() not in (None, before), timeout)
        return None if moved is None else moved - pressed

    def approach(self, name: str, limit: int = 60) -> str | None:
        """Moves the cursor next to a container; returns the key that is left to press."""
        for _ in range(limit):
            rows, current = self.rows(), self.selected()
            if current is None or name not in rows or current == name:
                key = "down"
            else:
                order = sorted(rows, key=lambda each: rows[each].y)
                distance = order.index(name) - order.index(current)
                key = "down" if distance > 0 else "up"
                if abs(distance) == 1:
                    return key
            self.step(key)
        return None

    def select(self, name: str) -> bool:
        """Moves the cursor onto a container."""
        if self.selected() == name:
            return True
        key = self.approach(name)
        if key is not None:
            self.step(key)
        return self.selected() == name
