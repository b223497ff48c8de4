"""Answers as journalctl does, from a few voices that speak at known times. Stands alone.

The first argument names the file of the voices, the rest are journalctl's own.
"""

import heapq
import json
import math
import sys
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

_NEAR = 1e-5  # moments are written to the microsecond
Entry = tuple[float, int, str]


class Wanted:
    """What the arguments ask for; times are seconds since 1970."""

    def __init__(self, arguments: list[str], begun: float, now: float) -> None:
        given = dict(each.removeprefix("--").partition("=")[::2] for each in arguments)
        self.unit = given.get("unit", "")
        self.priority = int(given.get("priority", 7))
        self.since = max(begun, _moment(given.get("since"), begun))
        self.until = min(now, _moment(given.get("until"), now))
        self.lines = int(given["lines"]) if "lines" in given else None
        self.follow = "follow" in given
        self.turned = "reverse" in given
        self.boot = int(given.get("boot") or 0)


class Voice:
    """What one unit says: `texts` once from `first` on, or one after the other for ever."""

    def __init__(self, told: dict[str, Any], number: int, boot: float) -> None:
        self.number = number
        self.unit, self.source = told["unit"], told["source"]
        self.priority, self.texts = told["priority"], told["texts"]
        self._first, self._every = boot + told["first"], told["every"]

    def between(self, since: float, until: float, most: int | None) -> list[Entry]:
        """Its entries from a moment to another, the last `most` of them."""
        step = self._every or 0.002
        start = max(0, math.ceil((since - self._first) / step - _NEAR))
        end = math.floor((until - self._first) / step + _NEAR) + 1
        end = end if self._every else min(end, len(self.texts))
        if most is not None:
            start = max(start, end - most)
        return [(self._first + n * step, self.number, self._text(n)) for n in range(start, end)]

    def _text(self, number: int) -> str:
        text: str = self.texts[number % len(self.texts)]
        return text.replace("{n}", str(number + 1))


def entries(voices: list[Voice], since: float, until: float, most: int | None) -> list[Entry]:
    """All voices together, in the order of their times."""
    found = list(heapq.merge(*(voice.between(since, until, most) for voice in voices)))
    return found if most is None else found[max(0, len(found) - most) :]


def written(entry: Entry, voice: Voice) -> str:
    """One entry as JSON has it: a message with control characters is a list of bytes."""
    text: object = entry[2] if entry[2].isprintable() else list(entry[2].encode())
    fields = {
        "__REALTIME_TIMESTAMP": str(round(entry[0] * 1e6)),
        "PRIORITY": str(voice.priority),
        "SYSLOG_IDENTIFIER": voice.source,
        "_SYSTEMD_UNIT": voice.unit,
        "MESSAGE": text,
    }
    return json.dumps(fields) + "\n"


def _moment(word: str | None, otherwise: float) -> float:
    return float(word.removeprefix("@")) if word else otherwise


def _following(voices: list[Voice], wanted: Wanted, told: dict[str, Any]) -> Iterator[list[Entry]]:
    since = wanted.until
    while wanted.follow:
        time.sleep(0.1)
        until = _now(told)
        # What was said at the very moment of the last look is not said again.
        yield [each for each in entries(voices, since, until, None) if each[0] > since]
        since = until


def _now(told: dict[str, Any]) -> float:
    moment: float = told["begin"] + (time.time() - told["wall"]) * told["speed"]
    return moment


def main(file: str, arguments: list[str]) -> int:
    told = json.loads(Path(file).read_text())
    if "--version" in arguments:
        sys.stdout.write(f"systemd {told['version']}\n")
        return 0
    wanted = Wanted(arguments, told["boot"], _now(told))
    if wanted.boot:
        sys.stderr.write(f"Data from the specified boot ({wanted.boot}) is not available\n")
        return 1
    all_ = [Voice(each, number, told["boot"]) for number, each in enumerate(told["voices"])]
    heard = [
        each for each in all_ if each.priority <= wanted.priority and wanted.unit in ("", each.unit)
    ]
    found = entries(heard, wanted.since, wanted.until, wanted.lines)
    parts = chain([found[::-1] if wanted.turned else found], _following(heard, wanted, told))
    for part in parts:
        sys.stdout.writelines(written(each, all_[each[1]]) for each in part)
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
