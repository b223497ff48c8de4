"""Whether a host's key is the one that known_hosts files have for it (sshd(8), ssh(1))."""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from enum import Enum
from fnmatch import fnmatchcase
from pathlib import Path

_LIMIT = 8 * 1024 * 1024
DEFAULTS = (
    Path("~/.ssh/known_hosts"),
    Path("~/.ssh/known_hosts2"),
    Path("/etc/ssh/ssh_known_hosts"),
    Path("/etc/ssh/ssh_known_hosts2"),
)


class Verdict(Enum):
    KNOWN = "known"
    UNKNOWN = "unknown"
    CHANGED = "changed"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class KnownKey:
    """One line that names the host: key type, key blob, and where the line is."""

    kind: str
    blob: bytes
    place: str
    revoked: bool = False


def fingerprint(blob: bytes) -> str:
    """As OpenSSH prints it: `SHA256:` and base64 without padding."""
    digest = base64.b64encode(hashlib.sha256(blob).digest()).decode()
    return f"SHA256:{digest.rstrip('=')}"


def keys_for(name: str, files: tuple[Path, ...] | None) -> tuple[KnownKey, ...]:
    """Every key that the files have for a name; files that cannot be read are left out."""
    found: list[KnownKey] = []
    for file in DEFAULTS if files is None else files:
        path = file.expanduser()
        try:
            with path.open("rb") as stream:
                text = stream.read(_LIMIT).decode("utf-8", "replace")
        except OSError:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            key = _key(line, name, f"{path}:{number}")
            if key is not None:
                found.append(key)
    return tuple(found)


def judge(kind: str, blob: bytes, known: tuple[KnownKey, ...]) -> tuple[Verdict, KnownKey | None]:
    """The verdict on a host's key, and the line that it rests on."""
    revoked = [key for key in known if key.revoked and key.blob == blob]
    if revoked:
        return Verdict.REVOKED, revoked[0]
    live = [key for key in known if not key.revoked]
    for key in live:
        if hmac.compare_digest(key.blob, blob):
            return Verdict.KNOWN, key
    for key in live:
        if key.kind == kind:
            return Verdict.CHANGED, key
    return Verdict.UNKNOWN, live[0] if live else None


def _key(line: str, name: str, place: str) -> KnownKey | None:
    fields = line.split()
    marker = fields.pop(0) if fields and fields[0].startswith("@") else ""
    if len(fields) < 3 or fields[0].startswith("#") or marker not in ("", "@revoked"):
        return None
    if not _named(name, fields[0]):
        return None
    try:
        blob = base64.b64decode(fields[2], validate=True)
    except (binascii.Error, ValueError):
        return None
    return KnownKey(fields[1], blob, place, revoked=bool(marker))


def _named(name: str, patterns: str) -> bool:
    if patterns.startswith("|1|"):
        return _hashed(name, patterns)
    matched = False
    for pattern in patterns.split(","):
        # Brackets are part of a name here, never a set of characters.
        plain = pattern.removeprefix("!").replace("[", "[[]").lower()
        if fnmatchcase(name.lower(), plain):
            if pattern.startswith("!"):
                return False
            matched = True
    return matched


def _hashed(name: str, field: str) -> bool:
    try:
        salt, digest = (base64.b64decode(part) for part in field[3:].split("|"))
    except (binascii.Error, ValueError):
        return False
    found = hmac.new(salt, name.lower().encode(), hashlib.sha1).digest()
    return hmac.compare_digest(found, digest)
