"""Settings of every test."""

import os

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


@pytest.fixture(autouse=True)
def _no_engines_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have engines: none of them is looked for."""
    monkeypatch.setattr("coreos_tui.transport.contexts.OF_THE_SYSTEM", ())
