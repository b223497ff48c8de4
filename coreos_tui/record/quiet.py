"""Leaves out of a film what is no picture: questions to the terminal, and modes of its input.

A terminal in which a film is played would answer the questions into the player, report its
mouse, write ctrl+c in a way the player does not know, and take over the clipboard.
"""

import re

_INPUT = re.compile(
    r"\x1b\[(?:[<>=][\d;]*u|\?[\d;]*(?:u|\$p)|>?[\d;]*c|\??[56]n"
    r"|\?(?:9|100[0-7]|101[56]|2004|2031|2048)[hl])"
    r"|\x1b\]52;[^\x07\x1b]*(?:\x07|\x1b\\)"
)
_BEGUN = re.compile(r"\x1b(?:\[[<>=?]?[\d;]*\$?|\](?:5(?:2(?:;[^\x07\x1b]*\x1b?)?)?)?)?")
_LONGEST = 1 << 20


class Quiet:
    """A filter of text that comes in pieces; the start of a sequence waits for its end."""

    def __init__(self) -> None:
        self._begun = ""

    def take(self, text: str) -> str:
        """The next piece without them."""
        text = self._begun + text
        self._begun = ""
        if "\x1b" not in text:
            return text
        text = _INPUT.sub("", text)
        last = text.rfind("\x1b")
        if text.endswith("\x1b") and last > 0:  # perhaps the end of what a string waits for
            before = text.rfind("\x1b", 0, last)
            last = before if before >= 0 and text.startswith("\x1b]52;", before) else last
        if last >= 0 and len(text) - last < _LONGEST and _BEGUN.fullmatch(text, last):
            text, self._begun = text[:last], text[last:]
        return text

    def rest(self) -> str:
        """What still waits."""
        rest, self._begun = self._begun, ""
        return rest
