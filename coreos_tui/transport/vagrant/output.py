"""What `vagrant --machine-readable` prints, and what its errors mean.

Lines are `epoch,target,type,data[,data...]`; plugins and Vagrantfiles print whatever they like
between them. https://developer.hashicorp.com/vagrant/docs/cli/machine-readable
"""

from typing import NamedTuple

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.transport.vagrant.library import split

_MOST = 400
_LOCKED = ("MachineLocked", "MachineActionLockedError", "EnvironmentLockedError")
_LOCKED_WORDS = (
    "another process is already executing an action",
    "another Vagrant process is currently reading or modifying",
    "is being held by another instance of Vagrant",
)
_UNUSABLE = (
    "ProviderNotUsable",
    "ProviderNotFound",
    "NoDefaultProvider",
    "VirtualBoxNotDetected",
    "VirtualBoxInvalidVersion",
)


class Line(NamedTuple):
    """One line: its machine (or ""), its type and its data."""

    target: str
    kind: str
    fields: tuple[str, ...]


def parse_output(text: bytes) -> tuple[Line, ...]:
    """Every sound line but those of `ui`; escaped commas and line breaks are undone."""
    parts = split(text.decode("utf-8", "replace"))
    return tuple(Line(p[1], p[2], tuple(_plain(data) for data in p[3:])) for p in parts)


def _plain(data: str) -> str:
    undone = data.replace("%!(VAGRANT_COMMA)", ",")
    return undone.replace("\\r", "").replace("\\n", "\n")


def states(lines: tuple[Line, ...]) -> dict[str, tuple[str, str]]:
    """Provider and state by machine, in the order of the Vagrantfile."""
    found: dict[str, tuple[str, str]] = {}
    for target, kind, fields in lines:
        provider, state = found.get(target, ("", ""))
        if not target or not fields:
            continue
        if kind == "provider-name":
            found[target] = (fields[0], state)
        elif kind == "state":
            found[target] = (provider, fields[0])
    return {name: both for name, both in found.items() if both[1]}


def error_in(lines: tuple[Line, ...]) -> tuple[str, str]:
    """Class (without its modules) and message of the error that ended it; or two times ""."""
    for _, kind, fields in lines:
        if kind == "error-exit" and fields:
            return fields[0].rpartition(":")[2], "\n".join(fields[1:])
    return "", ""


def is_locked(kind: str, words: str = "") -> bool:
    """Whether another vagrant process was at the same machine."""
    said = " ".join(words.split())
    return kind in _LOCKED or any(each in said for each in _LOCKED_WORDS)


def fault(kind: str, words: str) -> HopError:
    """The error as a sentence with what to do about it."""
    said = short(words) or kind
    if is_locked(kind, words):
        return HopError(Hop.VAGRANT, "another vagrant is busy with that machine", "Wait for it")
    if kind.startswith("Vagrantfile") or ("Vagrantfile" in said and "error" in said.lower()):
        return HopError(Hop.VAGRANT, f"the Vagrantfile has a fault: {said}", "Mend it")
    if kind == "NoEnvironmentError":
        return HopError(Hop.VAGRANT, "there is no Vagrantfile here", "Name the directory of one")
    if kind in _UNUSABLE:
        return HopError(
            Hop.VAGRANT,
            f"the provider cannot be used: {said}",
            "Start it, or install it; the docker provider needs DOCKER_HOST",
        )
    if "Cannot connect to the Docker daemon" in said:
        return HopError(
            Hop.VAGRANT,
            "the docker provider's engine does not answer",
            "Start it or set DOCKER_HOST",
        )
    if kind == "MachineNotFound":
        return HopError(Hop.VAGRANT, said, "Look for its name in the Vagrantfile")
    return HopError(Hop.VAGRANT, said or "it failed without a word")


def short(words: str) -> str:
    """A message of many lines on one, cut at a length that can be read."""
    joined = " ".join(words.split())
    return joined if len(joined) <= _MOST else f"{joined[:_MOST]}…"
