"""The pane of the release ladder."""

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.geometry import Size
from textual.widgets import Static

from coreos_tui.core.command import Command
from coreos_tui.panes.release.drawing import draw_ladder, draw_line
from coreos_tui.panes.release.ladder import compare, ladder_of
from coreos_tui.ui.pane import Pane

COMMANDS = (
    Command(
        "release.compare",
        "enter,i",
        "compare",
        "Lay all lines of all layers side by side.",
        footer=True,
    ),
)


class Ladder(VerticalScroll, can_focus=True):
    """The scrolling room of the ladder."""

    DEFAULT_CSS = """
    Ladder {
        padding: 0 1;
        scrollbar-size-vertical: 1;
        scrollbar-background: $surface;
        scrollbar-background-hover: $surface;
        scrollbar-color: $foreground 25%;
    }
    """


class ReleasePane(Pane):
    """The release of every layer, from the workstation to the selected container."""

    TITLE = "Release"
    SIDE = "left"
    COMMANDS: ClassVar[tuple[Command, ...]] = COMMANDS
    KINDS = frozenset({"hosts", "host", "engine", "engines", "releases", "containers"})

    DEFAULT_CSS = """
    ReleasePane.-line { height: 1; }
    ReleasePane.-line > PaneTitle { display: none; }
    ReleasePane.-line Ladder { height: 1; overflow: hidden; background: $panel; }
    """

    def body(self) -> ComposeResult:
        self._text = Static("", markup=False)
        self._drawn: object = None
        self._lines_drawn = -1
        with Ladder():
            yield self._text

    @property
    def _one_line(self) -> bool:
        return self.has_class("-line")

    def show(self) -> None:
        rungs = ladder_of(self.store, self.selection)
        width = max(10, self.size.width - 3)
        state = (rungs, width, self._one_line)
        if state == self._drawn:
            return
        self._drawn = state
        self.title_line.tell(self.TITLE, self.selection.host)
        text = draw_line(rungs) if self._one_line else draw_ladder(rungs, width)
        # Lines are cut, not wrapped: where there are as many as before, nothing is laid out anew.
        lines = text.plain.count("\n")
        self._text.update(text, layout=self._one_line or lines != self._lines_drawn)
        self._lines_drawn = lines

    def _size_updated(
        self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True
    ) -> bool:
        """Drawn for a new width before it is painted; by a Resize it would be a frame later."""
        changed = super()._size_updated(size, virtual_size, container_size, layout)
        if changed:
            self.show()
        return changed

    def subject(self, command: Command) -> Any:  # noqa: ARG002 - there is but one
        return compare(ladder_of(self.store, self.selection))
