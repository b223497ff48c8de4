"""Takes pictures of the lab: `make screenshots-lab`.

They go to screenshots/lab/, show real machines at some moment, and are not compared with earlier
ones.
"""

import asyncio
import os
import re
import subprocess
import sys
from pathlib import Path

from coreos_tui.app.app import CoreosApp
from coreos_tui.core import topics
from coreos_tui.core.config import Config
from coreos_tui.fleet.fleet import Site
from screenshots.taking import Picture, Taken, drive, keep, shows, until, write

ROOT = Path(__file__).resolve().parent.parent
ON_CORE_01 = "key 1 g j\nwait pod-old\nkey 3"
OLD = f"{ON_CORE_01}\nkey /\ntype old\nkey enter\nwait › old"
GREP = "key e\nwait #\ntype grep VERSION /etc/os-release\nkey enter"
SIZES = ((80, 24), (120, 36), (200, 50))
PICTURES = (
    *(Picture("overview", size, f"{OLD}\n{GREP}", "VERSION_CODENAME") for size in SIZES),
    *(Picture("containers", size, ON_CORE_01, "pod-old") for size in SIZES),
    Picture("light", (120, 36), f"{OLD}\nkey l", "follow", "coreos-light"),
    Picture("contrast", (120, 36), ON_CORE_01, "pod-old", "coreos-contrast"),
    Picture("compare", (120, 36), f"{OLD}\nkey 2 enter", "lines differ"),
    Picture("logs", (120, 36), f"{ON_CORE_01}\nkey /\ntype chatter\nkey enter\nkey l", "follow"),
    Picture("inspect", (120, 36), f"{OLD}\nkey i", "RestartCount"),
    Picture("help", (120, 36), "key ?", "Machines"),
)


def all_read(app: CoreosApp) -> bool:
    """Whether both machines' containers and their releases are known."""
    lists = (
        app.store.value(topics.releases("core-01", "docker")),
        app.store.value(topics.releases("core-01", "podman")),
        app.store.value(topics.containers("core-02", "docker")),
    )
    return all(lists)


async def take(picture: Picture) -> Taken:
    """Drives the app to the picture and hands it back."""
    app = CoreosApp(Site(ROOT, (), dict(os.environ)), Config(theme=picture.theme))
    async with app.run_test(size=picture.size) as pilot:
        await until(lambda: all_read(app), "every list", app)
        await drive(pilot, picture.script)
        await shows(app, picture.shows)
        return await keep(pilot, picture)


def lab_environment() -> None:
    """What `lab/env` says, into this process."""
    told = subprocess.run([ROOT / "lab" / "env"], capture_output=True, text=True, check=True)
    for name, value in re.findall(r"export (\w+)='?([^'\n]*)'?", told.stdout):
        os.environ[name] = value


async def main() -> None:
    wanted = sys.argv[1:]
    folder = ROOT / "screenshots" / "lab"
    folder.mkdir(exist_ok=True)
    lab_environment()
    for picture in PICTURES:
        if not wanted or picture.file in wanted:
            write(await take(picture), folder / picture.file)
            print(picture.file)


if __name__ == "__main__":
    asyncio.run(main())
