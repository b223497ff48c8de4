"""The lab for tests on real machines: one test run at a time has it."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from coreos_tui.fleet.fleet import Site
from tests.lab.real import DIRECTORY, ROOT, Lab, standing
from tests.lab.stage import Stage, arrive, staged

NOT_UP = "The lab is not up: run `make lab` and try again."


@pytest.fixture(scope="session")
def lab() -> Iterator[Lab]:
    """The standing lab, held so that neither another test run nor lab/down takes it away."""
    path = DIRECTORY / "tests.lock"
    if not path.exists():
        pytest.fail(NOT_UP, pytrace=False)
    with path.open("a") as held:
        # flock(1) locks the file that we hold open: the lock stays with us when it ends.
        waited = subprocess.run(
            ["flock", "--wait", "600", str(held.fileno())], pass_fds=[held.fileno()], check=False
        )
        if waited.returncode != 0:
            pytest.fail("Another test run has held the lab for ten minutes.", pytrace=False)
        found = standing()
        if found is None:
            pytest.fail(NOT_UP, pytrace=False)
        # An earlier run may have left containers otherwise than the lab makes them.
        found.run(str(ROOT / "lab" / "fill"), timeout=120)
        yield found


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def open_app(lab: Lab) -> AsyncIterator[Stage]:
    """One app over both machines for the whole run: to open it costs six seconds of Vagrant."""
    async with staged(Site(directory=lab.clone, environ=lab.environ)) as stage:
        await arrive(stage, tuple(machine.name for machine in lab.machines))
        yield stage


@pytest_asyncio.fixture(loop_scope="session")
async def stage(lab: Lab, open_app: Stage) -> AsyncIterator[Stage]:
    """That app with everything connected; afterwards as it was opened."""
    await open_app.all_well(*(machine.name for machine in lab.machines))
    yield open_app
    await open_app.tidy()


@pytest_asyncio.fixture(loop_scope="session")
async def mended(lab: Lab, stage: Stage) -> AsyncIterator[set[str]]:
    """The names of machines that a test puts in here are healed after it."""
    broken: set[str] = set()
    yield broken
    for name in broken:
        await asyncio.to_thread(lab.fault, "heal", name)
    await stage.all_well(*broken)
