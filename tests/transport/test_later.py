"""Modules that load with their first use."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from coreos_tui.transport.later import Later, put_off

RARE = "colorsys"  # of the standard library, and used by nothing here


@pytest.fixture
def unloaded(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.delitem(sys.modules, RARE, raising=False)
    put_off(RARE)
    return RARE


def test_an_import_loads_nothing_and_the_first_use_does(unloaded: str) -> None:
    import colorsys

    assert isinstance(colorsys, Later)
    assert not hasattr(colorsys, "__path__")
    assert sys.modules[unloaded] is colorsys
    assert colorsys.rgb_to_hsv(0, 0, 0) == (0, 0, 0)
    assert not isinstance(sys.modules[unloaded], Later)


def test_many_threads_at_once_get_the_same_true_thing(unloaded: str) -> None:
    stand_in = sys.modules[unloaded]
    with ThreadPoolExecutor(8) as threads:
        found = set(threads.map(lambda _: stand_in.hls_to_rgb, range(64)))
    assert found == {sys.modules[unloaded].hls_to_rgb}


def test_what_is_loaded_stays_as_it_is() -> None:
    put_off("sys")
    assert not isinstance(sys.modules["sys"], Later)


def test_what_is_missing_there_is_missing_here(unloaded: str) -> None:
    with pytest.raises(AttributeError, match="nothing_such"):
        _ = sys.modules[unloaded].nothing_such


def test_the_start_loads_no_cryptography() -> None:
    """Neither by the screen nor by what it loads behind it."""
    program = (
        "import sys\n"
        "from coreos_tui.__main__ import main\n"
        "sys.argv = ['coreos-tui', 'no-such-command']\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "import coreos_tui.app.app, coreos_tui.app.asked, coreos_tui.transport.probe\n"
        "print([name for name in ('_ssl', '_hashlib') if name in sys.modules])\n"
        "import asyncio, ssl\n"
        "print(issubclass(ssl.SSLError, OSError), '_ssl' in sys.modules)\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )
    assert told.stdout.splitlines() == ["[]", "True True"]
