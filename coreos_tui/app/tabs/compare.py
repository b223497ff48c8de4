"""A tab with the release lines of every layer side by side."""

from textual.app import ComposeResult

from coreos_tui.panes.release.ladder import Comparison
from coreos_tui.ui.table import Cell, Column, Row, Table
from coreos_tui.ui.viewer import Tab


class CompareTab(Tab):
    """One column a layer, one row a line; what differs stands out and comes first."""

    def __init__(self, key: str, comparison: Comparison) -> None:
        super().__init__(key, "releases side by side")
        self._comparison = comparison

    def compose(self) -> ComposeResult:
        names = self._comparison.names
        layers = [Column(f"layer{n}", name, None, 12, priority=5) for n, name in enumerate(names)]
        yield Table([Column("line", "line", 20, 10, priority=9), *layers])

    def on_mount(self) -> None:
        found = self._comparison
        lines = sorted(found.lines, key=lambda line: line[0] not in found.differing)
        self.query_one(Table).show([self._row(name, values) for name, values in lines])
        self.tell(mark="≡", state=f"{len(found.differing)} of {len(lines)} lines differ")

    def _row(self, name: str, values: tuple[str, ...]) -> Row:
        differs = name in self._comparison.differing
        cells = [Cell(name, "accent" if differs else "dim")]
        for at, value in enumerate(values):
            new = at == 0 or value != values[at - 1]
            cells.append(Cell(value or "—", "" if value and differs and new else "dim"))
        return Row(name, tuple(cells))
