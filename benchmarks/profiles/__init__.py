"""How each program is driven: one file a program. A new one is a file here and a name in ALL."""

from benchmarks.profiles.coreos_tui import COREOS_TUI
from benchmarks.profiles.lazydocker import LAZYDOCKER
from benchmarks.profiles.profile import Profile

ALL: dict[str, Profile] = {each.name: each for each in (COREOS_TUI, LAZYDOCKER)}
