"""The user's configuration: one TOML file, every key checked, nothing guessed.

Default place: `$XDG_CONFIG_HOME/coreos-tui/config.toml`, else `~/.config/coreos-tui/config.toml`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.etcd_access import parse_address

THEMES = ("coreos", "coreos-light", "coreos-contrast")


@dataclass(frozen=True, slots=True)
class Config:
    """What the user has set. `keys` maps command ids to keys; `hosts` are names for `ssh`.

    `etcd` is as `core.etcd_access` reads it: endpoints, ca, cert, key, user, write.
    `sudo` lets what a host refuses be tried once more through `sudo -n`.
    """

    theme: str = "coreos"
    read_only: bool = False
    sudo: bool = False
    hosts: tuple[str, ...] = ()
    log_lines: int = 50_000
    keys: Mapping[str, str] = field(default_factory=dict)
    etcd: Mapping[str, object] = field(default_factory=dict)


def config_path(environ: Mapping[str, str]) -> Path:
    """Where the file is looked for."""
    home = Path(environ.get("HOME") or Path.home())
    root = Path(environ.get("XDG_CONFIG_HOME") or home / ".config")
    return root / "coreos-tui" / "config.toml"


def parse_config(text: str, place: str = "config.toml") -> Config:
    """The configuration in a file's text. Raises HopError naming the key that is wrong."""
    import tomllib  # late: most have no such file

    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise HopError(Hop.CONFIG, f"{place} is not TOML: {error}") from None
    checks = {
        "theme": _theme,
        "read_only": _boolean,
        "sudo": _boolean,
        "hosts": _names,
        "log_lines": _lines,
        "keys": _keys,
        "etcd": _etcd,
    }
    values: dict[str, Any] = {}
    for key, value in raw.items():
        if key not in checks:
            raise HopError(Hop.CONFIG, f"{place}: `{key}` is not a setting", _meant(key, checks))
        problem = checks[key](value)
        if problem:
            raise HopError(Hop.CONFIG, f"{place}: `{key}` {problem}")
        values[key] = tuple(value) if key == "hosts" else value
    return Config(**values)


def read_config(path: Path) -> Config:
    """The configuration of a file; the default one where there is no file."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Config()
    except (OSError, UnicodeDecodeError) as error:
        raise HopError(Hop.CONFIG, f"{path} cannot be read: {error}") from None
    return parse_config(text, str(path))


def _meant(key: str, known: Mapping[str, object]) -> str:
    import difflib  # late: only for a mistake

    near = difflib.get_close_matches(key, known, 1)
    return f"Did you mean `{near[0]}`?" if near else f"There are: {', '.join(known)}"


def _theme(value: object) -> str:
    return "" if value in THEMES else f"must be one of {', '.join(THEMES)}"


def _boolean(value: object) -> str:
    return "" if isinstance(value, bool) else "must be true or false"


def _names(value: object) -> str:
    fine = isinstance(value, list) and all(
        isinstance(each, str) and each and not each.startswith("-") for each in value
    )
    return "" if fine else 'must be a list of host names, like ["core-01", "core@10.0.0.7"]'


def _lines(value: object) -> str:
    fine = isinstance(value, int) and not isinstance(value, bool) and 100 <= value <= 10_000_000
    return "" if fine else "must be a number of lines from 100 to 10000000"


def _keys(value: object) -> str:
    fine = isinstance(value, dict) and all(
        isinstance(each, str) and each for each in value.values()
    )
    return "" if fine else 'must be a table of command = key, like "containers.stop" = "ctrl+s"'


def _etcd(value: object) -> str:
    if not isinstance(value, dict):
        return 'must be a table, like endpoints = ["https://10.0.0.7:2379"]'
    for key, each in value.items():
        if key in ("ca", "cert", "key", "user"):
            if not isinstance(each, str) or not each:
                return f"{key} must be a text"
        elif key == "write":
            if not isinstance(each, bool):
                return "write must be true or false"
        elif key != "endpoints":
            return f"has no `{key}`; there are: endpoints, ca, cert, key, user, write"
        elif not isinstance(each, list) or not all(_is_address(one) for one in each):
            return 'endpoints must be a list of addresses, like ["https://10.0.0.7:2379"]'
    return ""


def _is_address(value: object) -> bool:
    return isinstance(value, str) and parse_address(value) is not None
