"""This program, as it is installed beside the Python that runs the benchmarks."""

import sys
from pathlib import Path

from benchmarks.profiles.profile import Answered, Profile, Shell


def _install() -> tuple[str, ...]:
    return (str(Path(sys.executable).with_name("coreos-tui")),)


COREOS_TUI = Profile(
    name="coreos-tui",
    install=_install,
    # Two cells between the mark and the name: the tabs of the viewer have one.
    row=r"[^\w\s]  (ct-\w+)",
    state=r"\b(up|created|exit|paused|loops|dead)\b",
    quit=("q",),
    logs=("l",),
    quit_logs=("escape", "q"),
    answered=Answered("f", "follow ○", "f"),
    shell=Shell(("e",), aside=Answered("ctrl+]", "x close tab", "4")),
)
