"""F9 and ctrl+p: what the terminal gets is filmed, what is on the screen photographed.

The app knows only what is asked of a studio; who makes the files is handed to it.
"""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from coreos_tui.core.errors import HopError

if TYPE_CHECKING:
    from textual.app import App


class Studio(Protocol):
    """Who makes the files. Paths are those of the new files; errors are HopErrors."""

    @property
    def recording(self) -> bool:
        """Whether a recording runs."""

    async def start(self, size: tuple[int, int], broken: Callable[[HopError], None]) -> Path:
        """Begins one; `broken` is called on the loop should it have to stop by itself."""

    def write(self, text: str) -> None:
        """What the terminal gets. From any thread; never waits, never raises."""

    def resize(self, columns: int, rows: int) -> None:
        """The terminal has another size."""

    async def stop(self) -> Path:
        """Ends it, once all is written."""

    async def photograph(self, svg: str, text: str) -> tuple[Sequence[Path], str]:
        """Keeps a picture of the screen: the files, and why there is no PNG among them."""


class Recording:
    """Carries out the two keys on the screen in view."""

    def __init__(
        self,
        app: "App[Any]",
        studio: Studio | None,
        mark: Callable[[bool], None],
        tell: Callable[[str, bool], None],
    ) -> None:
        self._app, self._studio, self._mark, self._tell = app, studio, mark, tell
        self._turning = asyncio.Lock()

    async def carry_out(self, verb: str) -> None:
        """`record` or `screenshot`."""
        await (self.turn() if verb == "record" else self.photograph())

    async def turn(self) -> None:
        """Starts a recording, or ends the one that runs."""
        if self._studio is None:
            self._tell("Nothing here can record.", True)
            return
        async with self._turning:
            try:
                if self._studio.recording:
                    path = await self._studio.stop()
                    self._mark(False)
                    self._tell(f"Recorded {path}. `coreos-tui play` plays it.", False)
                else:
                    path = await self._studio.start(self._app.size, self._broken)
                    self._mark(True)
                    self._app.refresh()  # a film begins with the whole picture
            except HopError as error:
                self._broken(error)

    def resize(self, columns: int, rows: int) -> None:
        """The terminal has another size."""
        if self._studio is not None and self._studio.recording:
            self._studio.resize(columns, rows)

    async def photograph(self) -> None:
        """Keeps the screen as SVG, as text, and as PNG where there is a renderer."""
        if self._studio is None:
            self._tell("Nothing here can take pictures.", True)
            return
        svg = self._app.export_screenshot(simplify=True)
        try:
            paths, missing = await self._studio.photograph(svg, self._text())
        except HopError as error:
            self._tell(error.sentence, True)
            return
        names = ", ".join(path.name for path in paths)
        self._tell(f"Kept {names} in {paths[0].parent}. {missing}".strip(), False)

    def _broken(self, error: HopError) -> None:
        self._mark(False)
        self._tell(error.sentence, True)

    def _text(self) -> str:
        strips = self._app.screen._compositor.render_strips()
        return "".join(f"{strip.text.rstrip()}\n" for strip in strips)
