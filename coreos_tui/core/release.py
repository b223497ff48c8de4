"""Which operating system release a layer runs, from its own files.

os-release(5) decides; lsb-release is kept beside it, for the layers of 2013 that have
nothing better. Both are parsed, never sourced, and cut at `LIMIT` bytes.
"""

import re
import shlex
from dataclasses import dataclass

from coreos_tui.core.sanitize import clean

LIMIT = 64 * 1024
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Release:
    """One release: the lines of its files, in their order, and what they say."""

    os_release: tuple[tuple[str, str], ...] = ()
    lsb_release: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str:
        """The ID of os-release; `linux` where it is unset, as os-release(5) says."""
        return self.field("ID") or self.field("DISTRIB_ID").lower() or "linux"

    @property
    def name(self) -> str:
        """The name people use: `Flatcar`, `Fedora CoreOS`, `Debian`."""
        known = _known_as(self.id, self.field("VARIANT_ID"))
        return known or self.field("NAME") or self.field("DISTRIB_ID") or self.id

    @property
    def version(self) -> str:
        """The version worth showing: Fedora CoreOS and its kin number it in OSTREE_VERSION."""
        if self.field("VARIANT_ID") == "coreos" and self.field("OSTREE_VERSION"):
            return self.field("OSTREE_VERSION")
        if self.id == "coreos" and self.field("VERSION"):
            return self.field("VERSION")
        full = self.field("DEBIAN_VERSION_FULL") if self.id == "debian" else ""
        version = full or self.field("VERSION_ID") or self.field("DISTRIB_RELEASE")
        return version or self.field("BUILD_ID")

    @property
    def title(self) -> str:
        """Name and version: `Debian 12`."""
        return f"{self.name} {self.version}".strip()

    @property
    def pretty(self) -> str:
        """The name it gives itself in full."""
        return self.field("PRETTY_NAME") or self.field("DISTRIB_DESCRIPTION") or self.title

    @property
    def known(self) -> bool:
        """Whether any file said anything."""
        return bool(self.os_release or self.lsb_release)

    def field(self, name: str) -> str:
        """The value of one line; of two lines of one name the last counts, as in a shell."""
        for lines in (self.os_release, self.lsb_release):
            for key, value in reversed(lines):
                if key == name:
                    return value
        return ""


def _known_as(id: str, variant: str) -> str:  # noqa: A002 - the field's own name
    if variant == "coreos":
        return {"fedora": "Fedora CoreOS", "rhcos": "RHCOS", "scos": "SCOS", "rhel": "RHCOS"}.get(
            id, "CoreOS"
        )
    return {
        "flatcar": "Flatcar",
        "debian": "Debian",
        "ubuntu": "Ubuntu",
        "alpine": "Alpine",
        "coreos": "CoreOS",
        "fedora": "Fedora",
        "raspbian": "Raspbian",
        "talos": "Talos",
        "bottlerocket": "Bottlerocket",
        "arch": "Arch",
    }.get(id, "")


def parse_lines(text: str | bytes) -> tuple[tuple[str, str], ...]:
    """`NAME=value` lines with the shell's quoting undone; lines that are not so are left out."""
    plain = text[:LIMIT].decode("utf-8", "replace") if isinstance(text, bytes) else text[:LIMIT]
    found = []
    for line in plain.splitlines():
        name, sign, value = line.strip().partition("=")
        if sign and _NAME.fullmatch(name):
            found.append((name, clean(_unquoted(value))))
    return tuple(found)


def _unquoted(value: str) -> str:
    try:
        return " ".join(shlex.split(value))
    except ValueError:
        return value.strip("'\"")


def parse_release(os_release: str | bytes, lsb_release: str | bytes = b"") -> Release:
    """A release from the text of its two files, either of which may be empty."""
    return Release(parse_lines(os_release), parse_lines(lsb_release))
