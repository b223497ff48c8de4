"""How much the parts are given: what the README says, or a little where nothing is timed."""

import asyncio
from collections.abc import Iterator

import pytest


@pytest.fixture
def small(request: pytest.FixtureRequest) -> bool:
    """Whether each benchmark only runs once, to see that it still can."""
    return bool(request.config.getoption("benchmark_disable"))


@pytest.fixture
def loop() -> Iterator[asyncio.Runner]:
    """An event loop that benchmarks step by hand, with an app open on it."""
    with asyncio.Runner() as runner:
        yield runner
