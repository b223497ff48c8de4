"""How a picture is taken: the app is driven by a script, and its screen kept as SVG, PNG and text.

Nothing in the files says when or on which machine they were made: no fonts from elsewhere, and
ids by the name of the picture. Only how letters are drawn in the PNG is up to installed fonts.
"""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textual import events
from textual.app import App
from textual.keys import _character_to_key
from textual.pilot import Pilot

from coreos_tui.record.script import Key, Type, Wait, parse_script

PATIENCE = 30.0
_LOOK_EVERY = 0.1


@dataclass(frozen=True)
class Picture:
    """How large, in which theme, by which script, and what has to stand there at the end.

    `steps` are added to the scenario, and `more` is how many of its seconds go by for them.
    """

    name: str
    size: tuple[int, int]
    script: str
    shows: str
    theme: str = "coreos"
    steps: str = ""
    more: float = 0.0

    @property
    def file(self) -> str:
        return f"{self.name}-{self.size[0]}x{self.size[1]}"


@dataclass(frozen=True)
class Taken:
    """A picture as it is kept."""

    svg: str
    text: str


def text_of(app: App[Any]) -> str:
    """The screen as text."""
    strips = app.screen._compositor.render_strips()
    return "".join(f"{strip.text.rstrip()}\n" for strip in strips)


async def until(true: Callable[[], bool], what: str, app: App[Any] | None = None) -> None:
    """Returns when it is true; what else stood on the screen is said when that takes too long."""
    try:
        async with asyncio.timeout(PATIENCE):
            while not true():
                await asyncio.sleep(_LOOK_EVERY)
    except TimeoutError:
        seen = f"\n{text_of(app)}" if app else ""
        raise TimeoutError(f"`{what}` did not come{seen}") from None


async def shows(app: App[Any], text: str, gone: bool = False) -> None:
    """Waits for a text to stand on the screen, or to be gone."""
    await until(lambda: (text in text_of(app)) is not gone, text, app)


async def drive(pilot: Pilot[Any], script: str) -> None:
    """Takes the steps of a script (docs/recording.md) that are keys, texts and waits for them."""
    for _, step in parse_script(script).steps:
        match step:
            case Key(names):
                await pilot.press(*names)
            case Type(text):
                for each in text:  # as fast as they are taken, not a wait after each
                    pilot.app.post_message(events.Key(_character_to_key(each), each))
            case Wait(text, _, gone):
                await shows(pilot.app, text, gone)
            case _:
                raise ValueError(f"{step} is no step of a picture")


async def keep(pilot: Pilot[Any], picture: Picture) -> Taken:
    """What stands on the screen, once it stands still."""
    before = ""
    while before != (before := text_of(pilot.app)):
        await pilot.pause()
    svg = pilot.app.export_screenshot(title="coreos-tui", simplify=True)
    return Taken(settled(svg, picture.file), before)


def settled(svg: str, name: str) -> str:
    """The SVG without fonts from elsewhere, with ids of its own."""
    svg = re.sub(r"@font-face\s*\{[^}]*\}\s*", "", svg)
    svg = re.sub(r"terminal-\d+", f"terminal-{name}", svg)
    return "".join(f"{line.rstrip()}\n" for line in svg.splitlines())


def write(taken: Taken, stem: Path) -> None:
    """The three files. The PNG needs the font DejaVu Sans Mono for a true grid."""
    from coreos_tui.record.picture import png_of  # late: to compare pictures nobody needs it

    stem.with_suffix(".svg").write_text(taken.svg, encoding="utf-8")
    stem.with_suffix(".txt").write_text(taken.text, encoding="utf-8")
    stem.with_suffix(".png").write_bytes(png_of(taken.svg))
