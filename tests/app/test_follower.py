"""Following a log whose lines come faster than they can be read."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import pytest

from coreos_tui.app.tabs.follower import TAIL, Follower
from coreos_tui.core.engine import Ref
from coreos_tui.core.log import Line
from coreos_tui.fleet.logs import ContainerLog
from tests.transport.far_engine import Far, FarEngine, endless, frame, ok
from tests.waiting import until

ID = "ab" * 32
STATE = {"State": {"Running": True, "StartedAt": "2026-01-01T00:00:00Z"}, "Config": {"Tty": False}}


class Fast(FarEngine):
    """First says one line of now and many that it wrote some seconds ago; then only new ones."""

    def start(self, ages: Sequence[float]) -> None:
        self.ages, self.heard_first = ages, asyncio.Event()
        self.on("/_ping", ok(b"OK", Api_Version="1.41"))
        self.on(f"/containers/{ID}/json", ok(STATE))
        self.on(f"/containers/{ID}/logs", self._logs)

    async def _logs(self, far: Far) -> bool:
        await far.say(endless(), _written(0.0, b"newest"))
        if len(self.asked) == 1:
            await self.heard_first.wait()
            await far.say(*(_written(age, b"line") for age in self.ages))
        await far.reader.read()
        return True

    @property
    def asked(self) -> list[dict[str, list[str]]]:
        logs = [each for each in self.heard if each.path.endswith("/logs")]
        return [parse_qs(each.query) for each in logs]


def _written(age: float, text: bytes) -> bytes:
    at = datetime.now(UTC) - timedelta(seconds=age)
    return frame(1, f"{at.isoformat()}Z ".replace("+00:00", "").encode() + text + b"\n")


@pytest.mark.parametrize(
    ("ages", "leaves"), [([9.0] * (2 * TAIL), True), ([9.0] * (TAIL // 2), False)]
)
async def test_what_comes_too_fast_is_left_out_and_that_is_said(ages, leaves, tmp_path) -> None:
    async with Fast(tmp_path) as far:
        far.start(ages)
        engine = far.engine()
        taken, told, left_out = list[Line](), list[str](), list[float]()
        ref = Ref("here", "docker", ID, "web")
        source = ContainerLog(ref, lambda: engine)
        tell = lambda _, said: told.append(said)  # noqa: E731
        follower = Follower(source, taken.extend, tell, left_out.append)
        job = asyncio.create_task(follower.run(None))
        await until(lambda: taken, "the newest line")
        far.heard_first.set()
        if leaves:
            await until(lambda: len(far.asked) == 2, "it is asked for anew")
            assert far.asked[1]["tail"] == [str(TAIL)], "from its end"
            said = "9 s of the lines of web are left out: more comes than can be read"
            assert [each for each in told if each] == [said]
            assert [round(each) for each in left_out] == [9]
            await until(lambda: taken[-1].text == b"newest", "the newest line")
        else:
            await until(lambda: len(taken) > len(ages), "all that it wrote")
            assert len(far.asked) == 1, "a few late lines are no reason"
            assert not any(told)
            assert not left_out
        job.cancel()
        await asyncio.wait([job])
        await engine.close()
