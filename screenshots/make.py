"""Takes the pictures of the demo: `make screenshots`. The same bytes each time.

The scenario's clock stands still and goes ahead by the same seconds in each picture; all that is
shown tells the time by it. tests/screenshots compares some of them with the files that are kept.
"""

import asyncio
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from coreos_tui.app.app import CoreosApp
from coreos_tui.cli import site_of
from coreos_tui.core import topics
from coreos_tui.core.config import Config
from coreos_tui.core.engine import Usage
from coreos_tui.core.now import set_clock
from coreos_tui.core.store import Store, Topic
from coreos_tui.demo.clock import Clock
from coreos_tui.demo.scenario_file import DEFAULT, parse_scenario
from coreos_tui.demo.stack import DemoStack
from coreos_tui.fleet import usage
from coreos_tui.report.snapshot import settled
from screenshots.taking import Picture, Taken, drive, keep, shows, until, write

FOLDER = Path(__file__).resolve().parent
# Use is measured over so many seconds: before anything else in the scenario happens.
MEASURED = 2.0
SIZES = ((80, 24), (120, 36), (200, 50))
DARK, LIGHT = "coreos", "coreos-light"

ON_THE_SHOP = "key 1 j j\nwait shop-web-1\nkey 3"
ON_THE_CORE = "key 1 j j\nwait shop-web-1"
ON_THE_WEB = f"{ON_THE_SHOP} j j j j\nwait › shop-web-1"
ON_THE_OLD = "key 1 g j\nwait Ubuntu 12.04 EOL\nkey 3 j\nwait DISTRIB_CODENAME=precise"
SHELL = "key e\nwait demo shell"
GREP = "type grep DISTRIB /etc/lsb-release\nkey enter"
ON_THE_HOST = f"key 1 j\nwait Ubuntu 12.04 EOL\n{SHELL}\n{GREP}\nwait DISTRIB_RELEASE=106"
BACK = "key ctrl+right_square_bracket\nwait x close tab"
# First on the host, then in the container, as in 2013.
ORIGIN = f"{ON_THE_HOST}\n{BACK}\n{ON_THE_OLD}\n{SHELL}\n{GREP}"
HANG = """
[[at]]
seconds = 2.5
on = "core-02"
do = "engine hang"
"""

PICTURES = (
    *(
        Picture(name, size, f"{ON_THE_WEB}\nkey l\nwait follow\nkey escape", "303 lines", theme)
        for name, theme in (("overview", DARK), ("overview-light", LIGHT))
        for size in SIZES
    ),
    Picture("containers", (120, 36), ON_THE_SHOP, "shop-web-1"),
    Picture("ladder", (120, 36), ON_THE_OLD, "DISTRIB_CODENAME=precise"),
    Picture("compare", (120, 36), f"{ON_THE_OLD}\nkey 2 enter", "lines differ"),
    Picture(
        "logs",
        (120, 36),
        f"{ON_THE_WEB}\nkey l\nwait follow\nkey /\ntype cart\nkey enter",
        "303 lines",
    ),
    Picture(
        "shell",
        (120, 36),
        f"{ON_THE_WEB}\n{SHELL}\ntype cat /etc/os-release\nkey enter",
        "bookworm",
    ),
    Picture(
        "vim",
        (120, 36),
        f"{ON_THE_WEB}\n{SHELL}\ntype vim /etc/os-release\nkey enter",
        "[readonly]",
    ),
    Picture("broken", (120, 36), ON_THE_SHOP, "answer", steps=HANG, more=0.6),
    Picture("fleet", (120, 36), "key 8\nwait by trouble", "shop-report"),
    Picture("updates", (120, 36), "key 6 j j\nwait update_engine", "lock of core-01"),
    Picture("units", (120, 36), f"{ON_THE_CORE}\nkey 5\nwait shop-report\nkey l", "No space left"),
    Picture("origin", (120, 36), ORIGIN, "DISTRIB_DESCRIPTION"),
)


@contextmanager
def still(clock: Clock) -> Iterator[None]:
    """The app on the scenario's clock, in UTC, and measuring use as fast as it is answered."""
    zone, every = os.environ.get("TZ"), usage.EVERY
    colourless = os.environ.pop("NO_COLOR", None)
    os.environ["TZ"] = "UTC"
    time.tzset()
    set_clock(clock.now)
    usage.EVERY = 0.1
    try:
        yield
    finally:
        usage.EVERY = every
        set_clock(None)
        for name, value in (("TZ", zone), ("NO_COLOR", colourless)):
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
        time.tzset()


def all_answered(app: CoreosApp) -> bool:
    """Whether everything that the pictures show has come."""
    return app.fleet.vagrant_answered and settled(app.store)


async def take(picture: Picture) -> Taken:
    """Plays the scenario, drives the app to the picture and hands it back."""
    scenario = parse_scenario(DEFAULT.read_text(encoding="utf-8") + picture.steps, DEFAULT.name)
    clock = Clock(scenario.now, speed=0)
    with still(clock):
        async with DemoStack(scenario, clock) as stack:
            app = CoreosApp(site_of(stack), Config(theme=picture.theme))
            app.animation_level = "none"
            async with app.run_test(size=picture.size) as pilot:
                await until(
                    lambda: app.fleet.vagrant_answered and settled(app.store),
                    "every host's answer",
                    app,
                )
                await drive(pilot, picture.script)
                await measured(app, 1)
                clock.advance(MEASURED)
                # The second answer was asked for after the clock had moved.
                await measured(app, 2)
                clock.advance(picture.more)
                await shows(app, picture.shows)
                return await keep(pilot, picture)


async def measured(app: CoreosApp, times: int) -> None:
    """Waits until the use of what is in view was measured so many times anew."""
    for _ in range(times):
        await until(anew(app.store), "what is used", app)


def anew(store: Store) -> Callable[[], bool]:
    """Tells whether all that is measured in view has been since."""
    before = {each: store.get(each) for each in used_in_view(store)}
    return lambda: all(store.get(each) is not old for each, old in before.items())


def used_in_view(store: Store) -> list[Topic[dict[str, Usage]]]:
    """The topics of use that somebody has looked at."""
    listed = ((each.host, each.engine) for each in store.topics("containers"))
    return [each for each in (topics.usage(*where) for where in listed) if store.wanted(each)]


async def main() -> None:
    wanted = sys.argv[1:]
    for picture in PICTURES:
        if not wanted or picture.file in wanted:
            write(await take(picture), FOLDER / picture.file)
            print(picture.file)


if __name__ == "__main__":
    asyncio.run(main())
