"""The shop of the demo behind the whole app."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from coreos_tui.demo.engine import DemoEngine
from tests.far_ends import served, site_of
from tests.pilot.driver import Driven, opened


@pytest.fixture
async def engine() -> AsyncIterator[DemoEngine]:
    """The demo engine at the wire, with its standing scene."""
    async with served() as engine:
        yield engine


@pytest.fixture
async def driven(engine: DemoEngine, tmp_path: Path) -> AsyncIterator[Driven]:
    """The app over that engine, once its first list is on the screen."""
    async with opened(site_of(engine, tmp_path)) as driven:
        await driven.see("web", "loops (2)", "8 containers")
        yield driven
