"""A demo engine on a socket, and somebody else's client to judge it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import docker
import pytest

from coreos_tui.demo.engine import DemoEngine
from coreos_tui.demo.shop import shop

Ask = Callable[..., Any]


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[DemoEngine]:
    served = DemoEngine(shop(lively=False), tmp_path / "docker.sock")
    await served.start()
    yield served
    await served.stop()


@pytest.fixture
async def client(engine: DemoEngine) -> AsyncIterator[docker.APIClient]:
    api = await asyncio.to_thread(docker.APIClient, base_url=engine.url, version="auto", timeout=10)
    yield api
    await asyncio.to_thread(api.close)


@pytest.fixture
def ask() -> Ask:
    """Calls something that blocks, beside the loop that serves it."""

    async def in_time(call: Callable[..., Any], *args: Any, **named: Any) -> Any:
        async with asyncio.timeout(10):
            return await asyncio.to_thread(call, *args, **named)

    return in_time
