"""What an engine's refusals mean, as sentences."""

import json
from http import HTTPStatus

from coreos_tui.core.errors import Hop, HopError

_LONGEST = 400


def refusal(name: str, status: int, body: bytes, path: str = "") -> HopError:
    """The answer of status 300 and more to a call of `path` as the error it is.

    Source: the `{"message": …}` of the Docker Engine API, `{"cause": …, "message": …}` of Podman.
    """
    said = message(status, body)
    lower = said.lower()
    if "client version" in lower or "api version" in lower:
        return HopError(Hop.ENGINE, f"{name}: {said}", "Its API is too old or too new for this")
    if status == HTTPStatus.FORBIDDEN:
        return HopError(Hop.PERMISSION, f"{name} forbids it: {said}")
    if "container state improper" in lower:  # what Podman answers with 500
        return HopError(Hop.CONTAINER, said)
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT) and "/containers/" in path:
        return HopError(Hop.CONTAINER, said)
    return HopError(Hop.ENGINE, f"{name}: {said}")


def message(status: int, body: bytes) -> str:
    """What the body says in words; where it says nothing, what the status means."""
    try:
        said = json.loads(body)["message"]
    except (ValueError, KeyError, TypeError, RecursionError):
        text = body.decode("utf-8", "replace").strip()
        said = "" if text.startswith("<") else text.partition("\n")[0]
    if isinstance(said, str) and said.strip():
        return said.strip()[:_LONGEST]
    try:
        return f"it answered {status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"it answered {status}"


def silent(name: str, deadline: float) -> HopError:
    return HopError(
        Hop.ENGINE, f"{name} did not answer within {deadline:g} s", "It may hang or be overloaded"
    )


def cut_off(name: str) -> HopError:
    return HopError(
        Hop.ENGINE, f"{name} hung up in the middle of an answer", "It may be restarting"
    )


def not_http(name: str) -> HopError:
    return HopError(
        Hop.ENGINE, f"{name} answered something that is not HTTP", "Is this an engine's socket?"
    )


def not_json(name: str) -> HopError:
    return HopError(
        Hop.ENGINE, f"{name} answered with JSON that cannot be read", "Is this an engine's socket?"
    )


def too_long(name: str, limit: int) -> HopError:
    return HopError(Hop.ENGINE, f"{name} answered with more than {limit >> 20} MiB")
