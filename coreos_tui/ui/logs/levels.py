"""How bad a line is, by the ways in which programs usually say so."""

import re
from typing import Literal, NamedTuple

Tone = Literal["bad", "warn", "fine", "faint"]


class Level(NamedTuple):
    """How bad, and where in the text that is said; nowhere where it is said beside the text."""

    tone: Tone
    start: int = 0
    end: int = 0


_LOOKED_AT = 240
_WORDS: dict[Tone, str] = {
    "bad": "error|err|fatal|critical|crit|panic|alert|emerg|emergency|severe|failure",
    "warn": "warning|warn",
    "fine": "information|info|notice|success",
    "faint": "debug|dbug|dbg|trace|verbose|finest|finer",
}
_TONES: dict[str, Tone] = {
    word: tone for tone, words in _WORDS.items() for word in words.split("|")
}
_ANY = "|".join(_TONES)
_SAID = (
    # level=warn, "severity": "ERROR", "level":30
    re.compile(
        rf"(?:level|lvl|severity)[\"']?\s*[=:]\s*[\"']?({_ANY}|\d\d?)\b(?!\.\d)", re.IGNORECASE
    ),
    # [error], [core:error], <warn>, |INFO|
    re.compile(rf"[\[<(|](?:[\w.-]+:)?\s*({_ANY})\s*[\]>)|]", re.IGNORECASE),
    re.compile(rf"\b({_ANY.upper()})\b"),
    re.compile(rf"\b({_ANY})\s?:", re.IGNORECASE),
    re.compile(r"\b([\w.]*(?:Error|Exception)|Traceback)\b(?=:| \()"),
)
_GLOG = re.compile(r"([IWEF])\d{4} \d\d:\d\d:\d\d")
_REDIS = re.compile(r"\d+:[XCSM] \d\d \w{3} \d{4} [\d:.]+ ([.*#-]) ")
_PRIORITY = re.compile(r"<([0-7])>")
_ANSWER = re.compile(r"\" ([45])\d\d \d")
_LETTERS: dict[str, Tone] = {
    "I": "fine",
    "W": "warn",
    "E": "bad",
    "F": "bad",
    "#": "warn",
    "*": "fine",
    "-": "faint",
    ".": "faint",
}
_NUMBERS: dict[int, Tone] = {10: "faint", 20: "faint", 30: "fine", 40: "warn", 50: "bad", 60: "bad"}


def tone_of_priority(priority: int) -> Tone | None:
    """The tone of a syslog priority, 0 to 7; ordinary ones have none."""
    if priority <= 3:
        return "bad"
    return "warn" if priority == 4 else "faint" if priority == 7 else None


def tone_of_word(word: str) -> Tone | None:
    """The tone of a level as a program names or numbers it: `WARN`, `50`."""
    if word.isascii() and word.isdigit():
        number = int(word[:3])
        return tone_of_priority(number) if number < 8 else _NUMBERS.get(number)
    return _TONES.get(word.casefold())


def level_of(text: str) -> Level | None:
    """The level that a line says it has."""
    if found := _GLOG.match(text) or _REDIS.match(text):
        return Level(_LETTERS[found[1]], *found.span(1))
    if found := _PRIORITY.match(text):
        tone = tone_of_priority(int(found[1]))
        return Level(tone, *found.span()) if tone else None
    for said in _SAID:
        if found := said.search(text, 0, _LOOKED_AT):
            tone = tone_of_word(found[1]) or ("bad" if not found[1].isdigit() else None)
            return Level(tone, *found.span(1)) if tone else None
    if found := _ANSWER.search(text, 0, 4 * _LOOKED_AT):
        return Level("bad" if found[1] == "5" else "warn", found.start(1), found.start(1) + 3)
    return None
