"""What carrying out a command may take hold of."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from textual.app import App

from coreos_tui.app.acting import Acting
from coreos_tui.app.copying import copy
from coreos_tui.app.opening import Opening
from coreos_tui.app.places import Places
from coreos_tui.fleet.fleet import Fleet
from coreos_tui.ui.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Hands:
    """The app, what stands on its screen, and who acts and opens."""

    app: App[Any]
    fleet: Fleet
    viewer: Viewer
    places: Places
    acting: Acting
    opening: Opening

    def copy(self, text: str) -> None:
        """Puts text on the clipboards there are, and says so."""

        async def work() -> None:
            self.acting.tell(await copy(self.app, text, self.fleet.site.environ))

        self.app.run_worker(work(), exit_on_error=True)


CarryOut = Callable[[Hands, str, Any], Awaitable[None]]
