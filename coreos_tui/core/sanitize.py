"""The one gate through which bytes and text from outside become text that may be drawn.

Whatever a terminal could act on, or a reader be misled by, becomes a visible stand-in:
C0 and DEL as their control pictures, C1, bidirectional and zero-width controls, lone
surrogates and tag characters as U+FFFD.
"""

import re

_HOSTILE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_STAND_IN = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "\u2421"}


def _picture(match: re.Match[str]) -> str:
    return _STAND_IN.get(ord(match.group()), "\ufffd")


def _keep_breaks(match: re.Match[str]) -> str:
    found = match.group()
    return found if found in "\n\t" else _picture(match)


def _decoded(text: str | bytes) -> str:
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else text


def clean(text: str | bytes) -> str:
    """One line of text without anything a terminal acts on; line breaks become pictures too."""
    plain = _decoded(text)
    return plain if plain.isprintable() and plain.isascii() else _HOSTILE.sub(_picture, plain)


def clean_lines(text: str | bytes) -> str:
    """Text of several lines: as `clean`, but newline and tab stay; CRLF becomes a newline."""
    return _HOSTILE.sub(_keep_breaks, _decoded(text).replace("\r\n", "\n"))
