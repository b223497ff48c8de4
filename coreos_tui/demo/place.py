"""Where a demo shell stands, and the few commands that are there."""

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Answer = tuple[str, int]


@dataclass(slots=True)
class Place:
    """Files by absolute path (a link is its target as text), processes, and who one is there."""

    hostname: str
    files: Mapping[str, bytes | str] = field(default_factory=dict)
    user: str = "root"
    processes: tuple[str, ...] = ("/bin/sh",)
    kernel: str = "6.12.0-demo"

    def content(self, path: str) -> bytes | None:
        """The bytes of a file, through one link."""
        absolute = posixpath.normpath(posixpath.join("/", path))
        found = self.files.get(absolute)
        if isinstance(found, str):
            found = self.files.get(posixpath.normpath(f"{posixpath.dirname(absolute)}/{found}"))
        return found if isinstance(found, bytes) else None

    def names(self, path: str) -> list[str]:
        """What a directory holds, sorted; empty where there is no such directory."""
        below = posixpath.normpath(posixpath.join("/", path)).rstrip("/") + "/"
        return sorted({n[len(below) :].split("/")[0] for n in self.files if n.startswith(below)})


def _read(place: Place, command: str, paths: list[str], piped: str | None) -> Answer:
    if not paths:
        return piped or "", 0
    out, code = "", 0
    for path in paths:
        content = place.content(path)
        if content is None:
            out, code = out + f"{command}: {path}: No such file or directory\n", 1
        else:
            out += content.decode("utf-8", "replace")
    return out, code


def _cat(place: Place, words: list[str], piped: str | None) -> Answer:
    return _read(place, "cat", words, piped)


def _grep(place: Place, words: list[str], piped: str | None) -> Answer:
    plain = [word for word in words if not word.startswith("-")]
    if not plain:
        return "usage: grep PATTERN [FILE]...\n", 2
    text, code = _read(place, "grep", plain[1:], piped)
    if code:
        return text, 2
    wanted = plain[0].strip("^")
    found = [line for line in text.splitlines() if wanted in line]
    return "".join(f"{line}\n" for line in found), 0 if found else 1


def _ls(place: Place, words: list[str], _piped: str | None) -> Answer:
    out, code = "", 0
    for path in [word for word in words if not word.startswith("-")] or ["/"]:
        if place.names(path):
            out += "  ".join(place.names(path)) + "\n"
        elif place.content(path) is not None:
            out += f"{path}\n"
        else:
            out, code = out + f"ls: {path}: No such file or directory\n", 2
    return out, code


def _ps(place: Place, _words: list[str], _piped: str | None) -> Answer:
    rows = [f"{number:5d} {place.user:8s} 0:00 {each}" for number, each in _numbered(place)]
    return "\n".join(["  PID USER     TIME COMMAND", *rows, ""]), 0


def _numbered(place: Place) -> list[tuple[int, str]]:
    return list(enumerate((*place.processes, "ps"), start=1))


def _uname(place: Place, words: list[str], _piped: str | None) -> Answer:
    if "-a" in words:
        return f"Linux {place.hostname} {place.kernel} #1 SMP demo x86_64 GNU/Linux\n", 0
    known = {"-r": place.kernel, "-n": place.hostname, "-m": "x86_64"}
    return known.get(words[0] if words else "", "Linux") + "\n", 0


def _seq(_place: Place, words: list[str], _piped: str | None) -> Answer:
    numbers = [int(word) for word in words if word.isdigit()][:2]
    first, last = (1, *numbers)[-2:] if numbers else (1, 0)
    return "".join(f"{n}\n" for n in range(first, min(last, first + 100_000) + 1)), 0


COMMANDS: dict[str, Callable[[Place, list[str], str | None], Answer]] = {
    "cat": _cat,
    "grep": _grep,
    "ls": _ls,
    "ps": _ps,
    "uname": _uname,
    "seq": _seq,
    "echo": lambda _place, words, _piped: (" ".join(words) + "\n", 0),
    "hostname": lambda place, _words, _piped: (f"{place.hostname}\n", 0),
    "whoami": lambda place, _words, _piped: (f"{place.user}\n", 0),
    "id": lambda place, _words, _piped: (f"uid=0({place.user}) gid=0({place.user})\n", 0),
    "pwd": lambda _place, _words, _piped: ("/\n", 0),
    "true": lambda _place, _words, _piped: ("", 0),
    "false": lambda _place, _words, _piped: ("", 1),
    "clear": lambda _place, _words, _piped: ("\x1b[H\x1b[2J", 0),
    "kill": lambda _place, _words, _piped: ("", 0),
}
