"""Textual's driver, overheard by who records, and able to end when its terminal is gone."""

from typing import Any

from textual.driver import Driver

from coreos_tui.app.recording import Studio


def our_driver(driver: type[Driver], studio: Studio | None) -> type[Driver]:
    """A driver that also gives the studio what it gives the terminal.

    When a terminal hangs up, Textual's writing thread dies; its queue then fills, and the
    program would wait for room in it for ever. Nothing more is written then.
    """

    class OurDriver(driver):  # type: ignore[valid-type,misc]  # which driver it is, Textual knows
        _writer_thread: Any = None

        @property
        def _hung_up(self) -> bool:
            return self._writer_thread is not None and not self._writer_thread.is_alive()

        def write(self, data: str) -> None:
            if not self._hung_up:
                super().write(data)
            if studio is not None and studio.recording:
                studio.write(data)

        def close(self) -> None:
            if not self._hung_up:
                super().close()

    return OurDriver
