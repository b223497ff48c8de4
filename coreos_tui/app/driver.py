"""Textual's driver, overheard by who records, and able to end when its terminal is gone."""

import signal
import termios
from contextlib import suppress
from typing import Any

from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver

from coreos_tui.app.recording import Studio


def our_driver(driver: type[Driver], studio: Studio | None) -> type[Driver]:
    """A driver that also gives the studio what it gives the terminal.

    When a terminal hangs up, Textual's writing thread dies; its queue then fills, and the
    program would wait for room in it for ever. Nothing more is written then.
    """

    class OurDriver(driver):  # type: ignore[valid-type,misc]  # which driver it is, Textual knows
        _writer_thread: Any = None
        winding_up = False

        @property
        def _hung_up(self) -> bool:
            return self._writer_thread is not None and not self._writer_thread.is_alive()

        def write(self, data: str) -> None:
            if not self._hung_up:
                super().write(data)
            if studio is not None and studio.recording:
                studio.write(data)

        def disable_input(self) -> None:
            if not self.winding_up:
                super().disable_input()
                return
            signal.signal(signal.SIGWINCH, signal.SIG_DFL)
            self.exit_event.set()
            with suppress(termios.error):
                termios.tcflush(self.fileno, termios.TCIFLUSH)

        def close(self) -> None:
            if not self._hung_up:
                super().close()

    return OurDriver


def wind_up(driver: Any) -> None:
    """Asks the terminal for no more, and reads what still comes until the process ends.

    Textual would wait for its reading thread, which looks every 0.1 s whether to end.
    """
    if isinstance(driver, LinuxDriver):
        driver._disable_mouse_support()
        driver.winding_up = True  # type: ignore[attr-defined]  # ours has it
        driver.disable_input()
