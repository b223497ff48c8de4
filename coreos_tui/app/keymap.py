"""The user's own keys: checked, since Textual accepts nonsense silently."""

import re
from collections.abc import Mapping

from coreos_tui.app.commands import PLACES, all_commands
from coreos_tui.core.command import Command
from coreos_tui.core.errors import Hop, HopError

_KEY = re.compile(r"((ctrl|shift|alt|super|meta)\+)*([^\s,+]|[a-z][a-z0-9_]+)")

WITH_LISTS = ("Machines", "Containers")


def checked_keymap(wished: Mapping[str, str]) -> dict[str, str]:
    """Command id to keys. Raises HopError for unknown commands, nonsense keys and clashes."""
    known = all_commands()
    for id_, keys in wished.items():
        if id_ not in known:
            raise HopError(Hop.CONFIG, f"keys: there is no command `{id_}`", "See docs/keys.md")
        for key in keys.split(","):
            if not _KEY.fullmatch(key.strip()):
                raise HopError(Hop.CONFIG, f"keys: `{key}` for `{id_}` is not a key")
    for clash in clashes(wished):
        raise HopError(Hop.CONFIG, f"keys: {clash}")
    return dict(wished)


def clashes(wished: Mapping[str, str] | None = None) -> list[str]:
    """Two commands of one place, or one and a key of its list or of everywhere, on one key."""
    everywhere = dict(PLACES)["Everywhere"]
    found = []
    for place, commands in PLACES:
        taken: dict[str, Command] = {}
        mates = commands if place == "Everywhere" else (*commands, *_unshadowed(place, everywhere))
        if place in WITH_LISTS:
            mates = (*mates, *dict(PLACES)["Lists"])
        for command in mates:
            for key in (wished or {}).get(command.id, command.keys).split(","):
                first = taken.setdefault(key.strip(), command)
                if first.id != command.id:
                    found.append(f"`{key}` is both `{first.id}` and `{command.id}`")
    return found


def _unshadowed(place: str, everywhere: tuple[Command, ...]) -> tuple[Command, ...]:
    """Logs take the digits and escape for themselves; that is known and shown in the help."""
    if place not in ("Logs", "Inspect", "Scrollback"):
        return everywhere
    return tuple(c for c in everywhere if not c.id.startswith("app.pane_") and c.id != "app.back")
