"""What an engine's refusals mean, as sentences."""

from http import HTTPStatus

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.transport.http.far_end import FarEnd, message


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


def far_engine(name: str) -> FarEnd:
    """An engine as the far end of HTTP."""
    return FarEnd(name, Hop.ENGINE, "Is this an engine's socket?", refusal)
