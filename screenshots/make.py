"""Takes the pictures of the lab by driving the app: `make screenshots-lab`.

Each picture is a size, a theme and the keys that lead to it. SVG and PNG go to screenshots/lab/;
they show real machines at some moment, so they are not compared with earlier ones.
"""

import asyncio
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import resvg_py

from coreos_tui.app.app import CoreosApp
from coreos_tui.core import topics
from coreos_tui.core.config import Config
from coreos_tui.fleet.fleet import Site

ROOT = Path(__file__).resolve().parent.parent
FONT = "Fira Code"
ON_CORE_01 = ("1", "g", "j", "3")
OLD = (*ON_CORE_01, "slash", *"old", "enter")
GREP = (*"grep VERSION /etc/os-release".replace(" ", "\0"), "enter")


@dataclass(frozen=True)
class Picture:
    """One picture: how large, which theme, which keys, and what has to stand there at the end."""

    name: str
    size: tuple[int, int]
    keys: tuple[str, ...]
    shows: str
    theme: str = "coreos"

    @property
    def file(self) -> str:
        return f"{self.name}-{self.size[0]}x{self.size[1]}"


SIZES = ((80, 24), (120, 36), (200, 50))
PICTURES = (
    *(Picture("overview", size, (*OLD, "e", *GREP), "bullseye") for size in SIZES),
    *(Picture("containers", size, ON_CORE_01, "pod-old") for size in SIZES),
    Picture("light", (120, 36), (*OLD, "l"), "old", "coreos-light"),
    Picture("contrast", (120, 36), ON_CORE_01, "pod-old", "coreos-contrast"),
    Picture("compare", (120, 36), (*OLD, "2", "enter"), "lines differ"),
    Picture("logs", (120, 36), (*ON_CORE_01, "slash", *"chatter", "enter", "l"), "follow"),
    Picture("inspect", (120, 36), (*OLD, "i"), "RestartCount"),
    Picture("help", (120, 36), ("question_mark",), "Machines"),
)


def text_of(app: CoreosApp) -> str:
    """The screen as text."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


async def wait_for(app: CoreosApp, text: str) -> None:
    """Until the text stands on the screen; at most 30 seconds."""
    async with asyncio.timeout(30):
        while text not in text_of(app):
            await asyncio.sleep(0.05)


async def read_all(app: CoreosApp) -> None:
    """Until both machines' containers and their releases are known."""
    async with asyncio.timeout(60):
        while True:
            lists = [
                app.store.value(topics.releases("core-01", "docker")),
                app.store.value(topics.releases("core-01", "podman")),
                app.store.value(topics.containers("core-02", "docker")),
            ]
            if all(lists):
                return
            await asyncio.sleep(0.1)


async def take(picture: Picture, folder: Path) -> None:
    """Drives the app to the picture and writes it."""
    app = CoreosApp(Site(ROOT, (), dict(os.environ)), Config(theme=picture.theme))
    async with app.run_test(size=picture.size) as pilot:
        await read_all(app)
        for key in picture.keys:
            await pilot.press("space" if key == "\0" else key)
            if key in ("e", "l", "i", "enter"):
                await pilot.pause(0.5)
        await wait_for(app, picture.shows)
        await pilot.pause(3.0)
        svg = app.export_screenshot(title="coreos-tui")
    write(svg, folder / picture.file)


def write(svg: str, path: Path) -> None:
    """The SVG without fonts from elsewhere, and the PNG of it."""
    svg = re.sub(r"@font-face\s*\{[^}]*\}", "", svg)
    svg = re.sub(r"font-family:[^;]*;", f"font-family: {FONT}, monospace;", svg)
    path.with_suffix(".svg").write_text(svg, encoding="utf-8")
    png = resvg_py.svg_to_bytes(svg_string=svg, font_family=FONT, monospace_family=FONT)
    path.with_suffix(".png").write_bytes(bytes(png))


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
            await take(picture, folder)
            print(picture.file)


if __name__ == "__main__":
    asyncio.run(main())
