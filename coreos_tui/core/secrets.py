"""Masks what should not be read over a shoulder: by the name of a field, or by its shape."""

import re
from typing import Any

MASK = "••••••"
_NAME = re.compile(
    r"(pass(word|wd|phrase)?|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|credential|auth)s?(_|$|\b)",
    re.IGNORECASE,
)
_SHAPES = (
    re.compile(r"(?<=://)[^/\s:@]*:[^/\s@]+(?=@)"),
    re.compile(r"eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*"),
    re.compile(
        r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|$)", re.DOTALL
    ),
)


def is_secret(name: str) -> bool:
    """Whether a field of this name holds a secret."""
    return bool(_NAME.search(name))


def mask_text(text: str) -> str:
    """Text without credentials in URLs, JSON web tokens and private keys."""
    for shape in _SHAPES:
        text = shape.sub(MASK, text)
    return text


def mask(value: Any, name: str = "") -> Any:
    """A JSON value with its secrets masked; `NAME=value` strings are judged by their name."""
    if isinstance(value, dict):
        return {key: mask(each, str(key)) for key, each in value.items()}
    if isinstance(value, list):
        return [mask(each, name) for each in value]
    if isinstance(value, str):
        if name and is_secret(name) and value:
            return MASK
        head, sign, tail = value.partition("=")
        if sign and tail and is_secret(head) and " " not in head:
            return f"{head}={MASK}"
        return mask_text(value)
    return value
