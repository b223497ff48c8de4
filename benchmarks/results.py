"""Figures kept between runs, so that one part can be measured again alone."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure
from benchmarks.measures import ALL as MEASURES
from benchmarks.places import HERE

FILE = HERE / "results.json"


@dataclass(frozen=True, slots=True)
class Part:
    """One measurement of all programs, one after another."""

    name: str
    at: str
    commit: str
    load: tuple[float, float]
    scale: str
    figures: tuple[Figure, ...]


@dataclass(slots=True)
class Results:
    """What one machine has measured with the same versions of everything but our own."""

    machine: dict[str, str] = field(default_factory=dict)
    command: str = ""
    parts: dict[str, Part] = field(default_factory=dict)

    def renew(self, machine: dict[str, str], command: str, parts: Sequence[Part]) -> None:
        """Lays new parts over the old; another machine's are forgotten."""
        if machine != self.machine:
            self.parts.clear()
        self.machine, self.command = machine, command
        renewed = self.parts | {part.name: part for part in parts}
        self.parts = {name: renewed[name] for name in MEASURES if name in renewed}


def read_results(file: Path = FILE) -> Results:
    """What was kept; nothing if there is no file."""
    if not file.exists():
        return Results()
    kept = json.loads(file.read_text(encoding="utf-8"))
    parts = {name: _part(raw) for name, raw in kept["parts"].items()}
    return Results(kept["machine"], kept["command"], parts)


def write_results(results: Results, file: Path = FILE) -> None:
    """Keeps them."""
    text = json.dumps(asdict(results), indent=1, ensure_ascii=False)
    file.write_text(f"{text}\n", encoding="utf-8")


def _part(raw: dict[str, Any]) -> Part:
    figures = tuple(Figure(**each) for each in raw.pop("figures"))
    return Part(figures=figures, load=tuple(raw.pop("load")), **raw)
