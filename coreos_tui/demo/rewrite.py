"""Swaps texts in a stream of bytes, however the stream is cut up."""

import re
from collections.abc import Mapping


class Rewriter:
    """Paths of a demo host become paths below its directory."""

    def __init__(self, swaps: Mapping[str, str]) -> None:
        self._swaps = {old.encode(): new.encode() for old, new in swaps.items()}
        longest = sorted(self._swaps, key=len, reverse=True)
        self._pattern = re.compile(
            rb"(?<![\w./$})-])(" + b"|".join(map(re.escape, longest)) + rb")(?![\w-])"
        )
        self._rest = b""

    def whole(self, text: bytes) -> bytes:
        """A text that is complete."""
        if not self._swaps:
            return text
        return self._pattern.sub(lambda found: self._swaps[found[1]], text)

    def feed(self, data: bytes) -> bytes:
        """The next bytes of a script: lines go on when they are whole."""
        lines, mark, self._rest = (self._rest + data).rpartition(b"\n")
        return self.whole(lines + mark)

    def finish(self) -> bytes:
        """What is left at the end."""
        rest, self._rest = self._rest, b""
        return self.whole(rest)


class Eraser:
    """Takes one text out of a stream: the directory of a demo host out of what it prints."""

    def __init__(self, text: str) -> None:
        self._text = text.encode()
        self._rest = b""

    def feed(self, data: bytes) -> bytes:
        """The next bytes; a beginning of the text at their end waits for the rest."""
        plain = (self._rest + data).replace(self._text, b"")
        kept = min(len(plain), len(self._text) - 1)
        while kept and not self._text.startswith(plain[-kept:]):
            kept -= 1
        cut = len(plain) - kept
        self._rest = plain[cut:]
        return plain[:cut]

    def finish(self) -> bytes:
        rest, self._rest = self._rest, b""
        return rest
