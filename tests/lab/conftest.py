"""The lab for tests on real machines: one test run at a time has it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

import pytest

from tests.lab.real import DIRECTORY, ROOT, Lab, standing

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
