"""What etcd's refusals mean, as sentences."""

import json
from http import HTTPStatus
from typing import Any

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.transport.http.far_end import FarEnd, message

LOGIN = "Set `user` under [etcd] in the configuration, or ETCDCTL_USER and ETCDCTL_PASSWORD"
_NO_USER = (
    "user name is empty",
    "user authentication",
    "insufficient credentials",
    "invalid auth token",
    "auth revision",
)
_NO_QUORUM = ("no leader", "request timed out", "raft internal error", "leader changed")


class CompactedError(HopError):
    """The revision asked for is not kept any more."""


class LoginError(HopError):
    """It wants to know who asks: there was no login, or its token has run out."""


class NoApiError(HopError):
    """It does not speak this API."""


class ChangedError(HopError):
    """A key is not what it was when its change was agreed to."""


def refusal(name: str, status: int, body: bytes, path: str = "") -> HopError:
    """The answer of status 300 and more to a call of `path` as the error it is.

    Source: `{"error", "message", "code"}` of the gateway, `{"errorCode", "message", "cause"}` of
    v2, where 100 is a missing key, 101 a failed comparison, 105 a key that is there already, 401 an
    index that was cleared.
    """
    raw = _json(body)
    said = message(status, body, "error" if "error" in raw and "message" not in raw else "message")
    said = said.removeprefix("etcdserver: ").removeprefix("mvcc: ")
    lower = said.lower()
    if "compacted" in lower or raw.get("errorCode") == 401:
        return CompactedError(Hop.ETCD, f"{name} keeps no value as old as that: {said}")
    if raw.get("errorCode") in (101, 105):
        return changed(name)
    if any(each in lower for each in _NO_USER):
        return login_wanted(name)
    if "authentication failed" in lower:
        return HopError(Hop.PERMISSION, f"{name}: {said}", LOGIN)
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN) or "permission denied" in lower:
        return HopError(Hop.PERMISSION, f"{name} does not permit it: {said}")
    if any(each in lower for each in _NO_QUORUM):
        return HopError(Hop.ETCD, f"{name}: {said}", "More than half of its members must run")
    if status == HTTPStatus.NOT_FOUND and not raw:
        return NoApiError(Hop.ETCD, f"{name} has no {path}")
    return HopError(Hop.ETCD, f"{name}: {said}")


def login_wanted(name: str) -> LoginError:
    return LoginError(Hop.PERMISSION, f"{name} wants to know who asks", LOGIN)


def changed(name: str) -> ChangedError:
    return ChangedError(
        Hop.ETCD, f"{name}: the key has changed meanwhile", "Nothing was done; look at it again"
    )


def _json(body: bytes) -> dict[str, Any]:
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return raw if isinstance(raw, dict) else {}


def far_etcd(name: str) -> FarEnd:
    """A member as the far end of HTTP."""
    return FarEnd(name, Hop.ETCD, "Is this the client port of an etcd?", refusal)
