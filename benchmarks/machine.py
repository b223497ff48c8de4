"""What was measured on, and which versions."""

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

from benchmarks.places import HERE


def load() -> float:
    """How many processes wanted to run in the last minute."""
    return round(os.getloadavg()[0], 2)


def machine() -> dict[str, str]:
    """The facts that figures depend on."""
    models = [x for x in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in x]
    model = models[0].partition(":")[2].strip() if models else platform.machine()
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return {
        "processor": f"{os.cpu_count()} x {model}",
        "memory": f"{memory:.0f} GiB",
        "kernel": platform.release(),
        "Python": platform.python_version(),
        "Textual": version("textual"),
    }


def commit() -> str:
    """The commit measured, with a + where files differ from it; nothing outside of git."""
    command = ["git", "describe", "--always", "--dirty=+", "--exclude=*"]
    asked = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False)
    return asked.stdout.strip()
