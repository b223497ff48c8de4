"""How loaded a host is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Load:
    """Load averages over 1, 5 and 15 minutes, memory and root disk in bytes, uptime in seconds.

    None where the host did not say. The disk is as large as its used and its free part together.
    """

    averages: tuple[float, float, float] | None = None
    cores: int | None = None
    memory: int | None = None
    memory_available: int | None = None
    disk: int | None = None
    disk_free: int | None = None
    uptime: float | None = None

    @property
    def memory_used(self) -> float | None:
        """The share of the memory that is used, 0 to 1."""
        return _used(self.memory, self.memory_available)

    @property
    def disk_used(self) -> float | None:
        """The share of the root disk that is used, 0 to 1."""
        return _used(self.disk, self.disk_free)


def _used(whole: int | None, free: int | None) -> float | None:
    return 1 - free / whole if whole and free is not None else None
