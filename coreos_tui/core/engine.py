"""Engines, how containers use them, and what names one container for certain."""

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class EngineFacts:
    """One Docker-compatible API on a host: its product, versions and socket."""

    name: str
    product: str = ""
    version: str = ""
    api: str = ""
    address: str = ""

    @property
    def title(self) -> str:
        return f"{self.name} {self.version.partition('+')[0]}".strip()


@dataclass(frozen=True, slots=True)
class Usage:
    """What one container uses: `cpu` in percent of one core, `memory` and `limit` in bytes."""

    cpu: float | None
    memory: int
    limit: int = 0


class Ref(NamedTuple):
    """Names one container for certain, however the rows have moved since."""

    host: str
    engine: str
    id: str
    name: str
