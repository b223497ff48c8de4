"""Settings of every test."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
settings.register_profile(
    "quick",
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("quick")


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder whose path is short, and equally long for everybody.

    The path of a Unix socket has room for 107 bytes, and a line of the screen for fewer.
    """
    folder = Path(tempfile.mkdtemp(prefix="ct-", dir="/tmp")).resolve()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def _no_engines_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have engines: none of them is looked for."""
    monkeypatch.setattr("coreos_tui.transport.contexts.OF_THE_SYSTEM", ())
