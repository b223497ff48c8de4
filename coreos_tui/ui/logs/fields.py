"""Lines of JSON as people read them: level, message, then the fields."""

import json
from typing import Any, Literal

from coreos_tui.core.sanitize import clean
from coreos_tui.ui.logs.levels import Tone, tone_of_word

Piece = tuple[str, Tone | Literal["name", "plain"]]
_LEVELS = ("level", "severity", "lvl", "log.level")
_MESSAGES = ("message", "msg", "event", "log", "error")
_TIMES = ("time", "ts", "timestamp", "@timestamp", "t", "datetime")
_NAMES: dict[Tone, str] = {"bad": "ERROR", "warn": "WARN", "fine": "INFO", "faint": "DEBUG"}
_LONGEST = 16 * 1024


def is_json(text: bytes) -> bool:
    """Whether it may be an object of JSON, as far as the first look tells."""
    return text.startswith(b"{") and len(text) <= _LONGEST


def pieces_of(text: bytes) -> list[Piece] | None:
    """The line in pieces of clean text, each with its look; None where it is no JSON object.

    Its own time is left out: the log has one.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or not found:
        return None
    level = next((key for key in _LEVELS if key in found), None)
    message = next((key for key in _MESSAGES if isinstance(found.get(key), str)), None)
    pieces: list[Piece] = []
    if level is not None:
        word = _word(found[level])
        tone = tone_of_word(word)
        name = _NAMES[tone] if tone and word.isdigit() else word.upper()
        pieces.append((f"{name:5} ", tone or "plain"))
    if message is not None:
        pieces.append((f"{_word(found[message])} ", "plain"))
    for key, value in found.items():
        if key not in (level, message, *_TIMES):
            pieces += [(f" {clean(key)}=", "name"), (_word(value), "plain")]
    return pieces


def _word(value: Any) -> str:
    if isinstance(value, str):
        return clean(value)
    return clean(json.dumps(value, ensure_ascii=False))
