"""What one has to know of a program to drive it and to read its screen."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple


class Region(NamedTuple):
    """Where the list of containers stands, in fractions of the screen."""

    left: float = 0.0
    right: float = 1.0
    top: float = 0.0
    bottom: float = 1.0


_WHOLE = Region()


class Answered(NamedTuple):
    """A key whose answer cannot be taken for a log line, and the key that takes it back."""

    key: str
    says: str
    back: str


@dataclass(frozen=True, slots=True)
class Shell:
    """How to get a shell in the container under the cursor, and what then stands on the screen.

    `aside` takes the keys from the shell and gives them back, where a program has such a key.
    """

    keys: tuple[str, ...]
    prompt: str = r"[~/] # *$"
    aside: Answered | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """One program. Keys have Textual's names ("down", "ctrl+c") or are characters.

    `install` returns the command, fetching the program first if need be. `row` finds the name of a
    container in a line of the list, as group 1; `state` finds its state there. `logs` are the keys
    that open the log of the container under the cursor; empty where it opens by itself. `answered`
    is None where only the list's cursor answers. `troubled` is what it says of an engine that is
    away.
    """

    name: str
    install: Callable[[], tuple[str, ...]]
    row: str
    state: str
    quit: tuple[str, ...]
    region: Region = _WHOLE
    logs: tuple[str, ...] = ()
    quit_logs: tuple[str, ...] = ()
    answered: Answered | None = None
    shell: Shell | None = None
    troubled: str = (
        r"(?i)cannot connect|refused|no such file|not answer|no answer|unreachable|not running"
        r"|does not exist|not started"
        r"|disconnected|lost|stale|timed? ?out|retry|reconnect|offline|unavailable|failed"
        r"|is the docker"
    )
    settle: float = 1.0
