"""An engine that lists late, and one on which a great deal happens at once."""

import asyncio
import json
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from coreos_tui.core import topics
from coreos_tui.core.store import Store
from coreos_tui.fleet.engine import EngineKeeper
from tests.transport.far_engine import Far, FarEngine, endless, ok
from tests.waiting import until

ID = "ab" * 32


class Told(FarEngine):
    """Lists what a test says it lists, and sends the events that a test sends."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.listed: dict[str, str] = {ID: "running"}
        self.on("/_ping", ok(b"OK", Api_Version="1.41"))
        self.on("/version", ok({"Version": "20.10.24"}))
        self.on("/containers/json", self._list)
        self.on("/events", self._events)
        self.subscribed: Far | None = None
        self.answering = asyncio.Event()
        self.answering.set()

    async def _events(self, far: Far) -> bool:
        await far.say(endless())
        self.subscribed = far
        await far.reader.read()
        return True

    async def _list(self, far: Far) -> None:
        await self.answering.wait()
        asked = json.loads(parse_qs(far.heard.query).get("filters", ["{}"])[0]).get("id")
        words = {"running": "Up 2 hours", "exited": "Exited (3) 1 second ago"}
        rows = [
            {"Id": id_, "Names": [f"/c{id_[:6]}"], "State": state, "Status": words[state]}
            for id_, state in self.listed.items()
            if asked is None or id_ in asked
        ]
        await far.say(ok(rows))

    def send(self, action: str, id_: str = ID, **attributes: str) -> None:
        assert self.subscribed is not None
        actor = {"ID": id_, "Attributes": attributes}
        event = {"Type": "container", "Action": action, "Actor": actor}
        self.subscribed.writer.write(json.dumps(event).encode() + b"\n")

    @property
    def lists(self) -> int:
        return sum(each.path == "/containers/json" for each in self.heard)


@pytest.fixture
async def told(tmp_path: Path):
    async with Told(tmp_path) as far:
        store, engine = Store(), far.engine()
        keeper = asyncio.create_task(EngineKeeper(engine, "here", store).run())
        read = lambda: store.value(topics.containers("here", "docker")) or ()  # noqa: E731
        await until(lambda: read() and far.subscribed, "the first list")
        yield far, read
        keeper.cancel()
        await asyncio.wait([keeper])
        await engine.close()


async def test_what_died_is_shown_so_before_the_listing_knows(told) -> None:
    far, read = told
    far.send("die", exitCode="3")
    await until(lambda: read()[0].state == "exited", "by the event")
    assert (read()[0].exit_code, read()[0].bad) == (3, True)
    far.send("stop")
    asked = far.lists
    await until(lambda: far.lists > asked + 1, "it is asked for again")
    assert read()[0].state == "exited", "though it is still listed as running"
    far.listed[ID] = "exited"
    await until(lambda: read()[0].status == "Exited (3) 1 second ago", "as listed")


async def test_an_end_is_shown_while_the_engine_is_slow_to_list(told) -> None:
    """As 20.10 is while it kills: the listing that `kill` asks for comes after `die`."""
    far, read = told
    far.answering.clear()
    asked = far.lists
    far.send("kill", signal="9")
    await until(lambda: far.lists > asked, "the listing is asked for, and does not come")
    far.send("die", exitCode="137")
    await until(lambda: read()[0].state == "exited", "by the event")
    far.listed[ID] = "exited"
    far.answering.set()
    await until(lambda: read()[0].status == "Exited (3) 1 second ago", "as listed")


async def test_what_is_listed_as_running_for_long_runs(told) -> None:
    far, read = told
    far.send("die", exitCode="0")
    await until(lambda: read()[0].state == "exited")
    await until(lambda: read()[0].state == "running", "the listing holds in the end")


async def test_a_storm_costs_bounded_work_and_ends_in_the_truth(told) -> None:
    far, read = told
    many = [f"{n:064x}" for n in range(1, 301)]
    asked = far.lists
    for n in range(3):
        for id_ in many:
            far.listed[id_] = "running" if n != 1 else "exited"
            far.send("start" if n != 1 else "die", id_, exitCode="1")
        await asyncio.sleep(0)
    for id_ in many[:100]:
        del far.listed[id_]
        far.send("destroy", id_)
    await until(lambda: len(read()) == 201 and all(c.state == "running" for c in read()))
    assert far.lists - asked < 40, "1,000 events, a few questions"
