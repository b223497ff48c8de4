"""Whom we talk HTTP to, and what can be wrong with what it says."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from coreos_tui.core.errors import Hop, HopError

_LONGEST = 400


@dataclass(frozen=True, slots=True)
class FarEnd:
    """A server of one kind: its name, its hop, and how its refusals are understood.

    `doubt` is asked where it does not speak HTTP: whether this is the right place at all.
    `refusal` makes a status of 300 and more into the error it is: name, status, body, path.
    """

    name: str
    hop: Hop
    doubt: str
    refusal: Callable[[str, int, bytes, str], HopError]

    def refused(self, status: int, body: bytes, path: str) -> HopError:
        return self.refusal(self.name, status, body, path)

    def silent(self, deadline: float) -> HopError:
        said = f"{self.name} did not answer within {deadline:g} s"
        return HopError(self.hop, said, "It may hang or be overloaded")

    def cut_off(self) -> HopError:
        said = f"{self.name} hung up in the middle of an answer"
        return HopError(self.hop, said, "It may be restarting")

    def not_http(self) -> HopError:
        return HopError(self.hop, f"{self.name} answered something that is not HTTP", self.doubt)

    def not_json(self) -> HopError:
        said = f"{self.name} answered with JSON that cannot be read"
        return HopError(self.hop, said, self.doubt)

    def too_long(self, limit: int) -> HopError:
        return HopError(self.hop, f"{self.name} answered with more than {limit >> 20} MiB")


def message(status: int, body: bytes, name: str = "message") -> str:
    """What the body's JSON says under `name`; where it says nothing, what the status means."""
    try:
        said: Any = json.loads(body)[name]
    except (ValueError, KeyError, TypeError, RecursionError):
        text = body.decode("utf-8", "replace").strip()
        said = "" if text.startswith("<") else text.partition("\n")[0]
    if isinstance(said, str) and said.strip():
        return said.strip()[:_LONGEST]
    from http import HTTPStatus  # late: only for a refusal without words

    try:
        return f"it answered {status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"it answered {status}"
