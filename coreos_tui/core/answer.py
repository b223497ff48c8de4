"""What a question to a host came to: a value, or why there is none."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Never, TypeVar

from coreos_tui.core.errors import Hop, HopError

T_co = TypeVar("T_co", covariant=True)


class Lack(StrEnum):
    """Why there is no value; each is said in its own words, and none of them means "fine"."""

    NOT_ASKED = "not asked yet"
    NOT_HERE = "not here"
    NOT_PERMITTED = "not permitted"
    TIMED_OUT = "timed out"


@dataclass(frozen=True, slots=True)
class Answer(Generic[T_co]):
    """A value, or a lack; `why` is a clean sentence or part of one, and may be empty."""

    value: T_co | None = None
    lack: Lack | None = None
    why: str = ""

    @property
    def known(self) -> bool:
        return self.lack is None

    @property
    def words(self) -> str:
        """The lack in words: `not permitted: only root and core may ask`; empty for a value."""
        if self.lack is None:
            return ""
        return f"{self.lack.value}: {self.why}" if self.why else self.lack.value

    def get(self) -> T_co:
        """The value. Raises HopError in the words of the lack."""
        if self.lack is not None:
            permission = self.lack is Lack.NOT_PERMITTED
            raise HopError(Hop.PERMISSION if permission else Hop.HOST, self.words)
        return self.value  # type: ignore[return-value]  # None only where T allows it


def not_here(why: str = "") -> Answer[Never]:
    """The host has no such thing."""
    return Answer(None, Lack.NOT_HERE, why)


def not_permitted(why: str = "") -> Answer[Never]:
    """The host has it, but this user may not ask."""
    return Answer(None, Lack.NOT_PERMITTED, why)


def timed_out(why: str = "") -> Answer[Never]:
    """Asked, and no answer in time."""
    return Answer(None, Lack.TIMED_OUT, why)


NOT_ASKED: Answer[Never] = Answer(None, Lack.NOT_ASKED)
