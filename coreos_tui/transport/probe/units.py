"""Units, timers and listening sockets, from systemctl's JSON (246 on) or its plain tables."""

import json
import re
import sys
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from coreos_tui.core.answer import Answer, not_here
from coreos_tui.core.sanitize import clean
from coreos_tui.core.unit import Listening, Timer, Unit
from coreos_tui.transport.probe.frame import Section
from coreos_tui.transport.probe.pairs import microseconds, written

# Older versions take --output=json without a word and print the table all the same.
SCRIPT = r"""
failed() { table failed 2 131072 list-units --failed; }
units() { table units 5 4194304 list-units; }
timers() { table timers 3 524288 list-timers; }
listening() { table listening 3 524288 list-sockets; }
"""
T = TypeVar("T")
_MOMENT = re.compile(r"\w{3} \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC")
_OBJECTS = json.JSONDecoder()


def parse_units(section: Section) -> Answer[tuple[Unit, ...]]:
    """`systemctl list-units`."""
    return _answer(section, _unit, _plain_units)


def parse_timers(section: Section) -> Answer[tuple[Timer, ...]]:
    """`systemctl list-timers`, which came with version 209."""
    return _answer(section, _timer, _plain_timers)


def parse_listening(section: Section) -> Answer[tuple[Listening, ...]]:
    """`systemctl list-sockets`, which came with version 202."""
    return _answer(section, _listens, _plain_listening)


def _answer(
    section: Section,
    one: Callable[[dict[str, Any]], T],
    plain: Callable[[list[str]], Iterator[T]],
) -> Answer[tuple[T, ...]]:
    lack = section.lack("systemctl")
    if lack:
        return lack
    text = section.body.decode("utf-8", "replace")
    if text.lstrip().startswith("["):
        return Answer(tuple(one(each) for each in _objects(text)))
    found = tuple(plain(text.splitlines()))
    if section.code and not found:
        return not_here("systemd does not list them")
    return Answer(found)


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """The objects of an array, also of one that was cut off."""
    try:
        array = json.loads(text)
    except ValueError:
        yield from _salvaged(text)
    else:
        yield from (each for each in array if isinstance(each, dict))


def _salvaged(text: str) -> Iterator[dict[str, Any]]:
    place = text.find("{")
    while place >= 0:
        try:
            each, end = _OBJECTS.raw_decode(text, place)
        except ValueError:
            return
        yield each
        place = text.find("{", end)


def _said(value: object) -> str:
    return clean(value) if isinstance(value, str) else ""


def _unit(raw: dict[str, Any]) -> Unit:
    id_ = raw.get("unit")
    return _made(
        id_ if isinstance(id_, str) else "",
        *(_said(raw.get(key)) for key in ("load", "active", "sub", "description")),
    )


def _made(id_: str, load: str, active: str, sub: str, description: str) -> Unit:
    # Thousands of units share a few words of state.
    return Unit(id_, clean(id_), sys.intern(load), sys.intern(active), sys.intern(sub), description)


def _rows(lines: list[str]) -> Iterator[str]:
    """The rows below the heading, to the empty line before the legend."""
    for line in lines[1:]:
        if not line.strip():
            return
        yield line


def _plain_units(lines: list[str]) -> Iterator[Unit]:
    lines = lines[_heading(lines) :]
    job = lines[0].find(" JOB ") + 1 if lines else 0
    for line in _rows(lines):
        mark, _, rest = line.strip().partition(" ")
        fields = (rest if len(mark) == 1 else line).split(None, 4)
        if len(fields) < 4:
            continue
        description = fields[4].strip() if len(fields) > 4 else ""
        if job and line[job : job + 1].strip():
            description = description.partition(" ")[2].strip()
        id_, *states = fields[:4]
        yield _made(id_, clean(states[0]), clean(states[1]), clean(states[2]), clean(description))


def _heading(lines: list[str]) -> int:
    return next((n for n, line in enumerate(lines) if " UNIT " in f" {line} "), len(lines))


def _timer(raw: dict[str, Any]) -> Timer:
    return Timer(
        _said(raw.get("unit")),
        _said(raw.get("activates")),
        microseconds(raw.get("next")),
        microseconds(raw.get("last")),
    )


def _plain_timers(lines: list[str]) -> Iterator[Timer]:
    """NEXT LEFT LAST PASSED UNIT ACTIVATES; a moment that is not is `n/a` or `-`."""
    for line in _rows(lines[_heading(lines) :]):
        words = line.split()
        name = next((n for n, word in enumerate(words) if word.endswith(".timer")), -1)
        if name < 0:
            continue
        moments = [written(each) for each in _MOMENT.findall(line)]
        coming = None if words[0] in ("n/a", "-") else (moments or [None])[0]
        passed = moments[-1] if len(moments) > (coming is not None) else None
        yield Timer(clean(words[name]), clean("".join(words[name + 1 : name + 2])), coming, passed)


def _listens(raw: dict[str, Any]) -> Listening:
    activates = raw.get("activates")
    names = activates if isinstance(activates, list) else _said(activates).split(",")
    return Listening(
        _said(raw.get("unit")),
        _said(raw.get("listen")),
        tuple(_said(name).strip() for name in names if _said(name).strip()),
    )


def _plain_listening(lines: list[str]) -> Iterator[Listening]:
    """LISTEN UNIT ACTIVATES; what it listens on may have spaces, as in `audit 1`."""
    for line in _rows(lines[_heading(lines) :]):
        words = line.split()
        name = next(
            (n for n, word in enumerate(words) if n and word.endswith(".socket")), len(words)
        )
        if name < len(words):
            activates = (word.strip(",") for word in words[name + 1 :])
            yield Listening(
                clean(words[name]),
                clean(" ".join(words[:name])),
                tuple(clean(word) for word in activates if word),
            )
