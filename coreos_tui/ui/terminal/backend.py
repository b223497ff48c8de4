"""Which emulator there is: libghostty-vt, where it has a build."""

import threading

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.ui.terminal.emulator import Emulator
from coreos_tui.ui.terminal.ghostty import GhosttyEmulator
from coreos_tui.ui.terminal.ghostty_library import library

_one_at_a_time = threading.Lock()  # two shells opened at once each load it on a thread


def preload() -> None:
    """Loads the emulation library, which takes some 150 ms: call it in a thread, early.

    Raises HopError where there is none for this platform.
    """
    try:
        with _one_at_a_time:
            library()
    except (ImportError, OSError, AssertionError) as error:
        raise HopError(
            Hop.TERMINAL,
            f"no terminal emulation here ({error})",
            "It needs the package pyghostty, which has builds for Linux with glibc and for macOS,"
            " on x86-64 and ARM64",
        ) from error


def loaded() -> bool:
    """Whether `open_emulator` will answer at once."""
    return library.cache_info().currsize > 0


def open_emulator(cols: int, rows: int) -> Emulator:
    """A new emulator. Raises HopError as `preload` does."""
    preload()
    return GhosttyEmulator(cols, rows)
