"""What went wrong, as a sentence that names the hop."""

from enum import StrEnum

from coreos_tui.core.sanitize import clean


class Hop(StrEnum):
    """The places between this program and a process in a container where something can break."""

    VAGRANT = "vagrant"
    MACHINE = "machine"
    SSH = "ssh"
    HOST_KEY = "host key"
    HOST = "host"
    SOCKET = "socket"
    PERMISSION = "permission"
    ENGINE = "engine"
    ETCD = "etcd"
    ASLEEP = "asleep"
    CONTAINER = "container"
    UNIT = "unit"
    TERMINAL = "terminal"
    CONFIG = "configuration"
    FILE = "file"
    READ_ONLY = "read-only"


class HopError(Exception):
    """A hop that broke: which one, what it said, and what to do about it.

    `said` and `advice` may hold text from outside; both are cleaned here, once.
    """

    def __init__(self, hop: Hop, said: object, advice: str = "") -> None:
        self.hop = hop
        self.said = clean(str(said)).strip().rstrip(".") or "it said nothing"
        self.advice = clean(advice).strip().rstrip(".")
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        """One or two full sentences, on one line."""
        first = f"{self.hop.value}: {self.said}."
        if not self.advice:
            return first
        return f"{first} {self.advice}" + ("" if self.advice.endswith("?") else ".")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, HopError) and self.sentence == other.sentence

    def __hash__(self) -> int:
        return hash(self.sentence)


def in_words(error: BaseException) -> HopError:
    """Any exception as a HopError; an OSError says what the system said."""
    if isinstance(error, HopError):
        return error
    if isinstance(error, TimeoutError):
        return HopError(Hop.HOST, "no answer in time", "It is asked again by itself")
    if isinstance(error, OSError) and error.strerror:
        return HopError(Hop.HOST, error.strerror)
    return HopError(Hop.HOST, f"{type(error).__name__}: {error}", "Please report this as a bug")
