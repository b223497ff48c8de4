"""What a terminal shows of a program's output, cell by cell, by libghostty-vt."""

from coreos_tui.ui.terminal.backend import open_emulator
from coreos_tui.ui.terminal.emulator import KeyPress, Look, Run

UNPAINTED = "\uf8ff"
"""Stands in cells that nothing has been drawn on since `blank`."""


class Screen:
    """Bytes in; rows of cells, replies and encoded keys out."""

    def __init__(self, cols: int, rows: int) -> None:
        self._emulator = open_emulator(cols, rows)
        self._emulator.colours((229, 229, 229), (0, 0, 0))
        self._rows: dict[int, tuple[str, list[Look]]] = {}
        self._text: str | None = None
        self._stale = True
        self.cols, self.rows = cols, rows

    def feed(self, output: bytes) -> bytes:
        """Takes output; returns what the terminal answers."""
        self._text, self._stale = None, True
        return self._emulator.feed(output)

    @property
    def holding(self) -> bool:
        """Whether the program asked not to be painted just now."""
        return self._emulator.holding

    @property
    def text(self) -> str:
        """All lines, right ends trimmed; much cheaper than the cells."""
        if self._text is None:
            self._text = self._emulator.text()
        return self._text

    @property
    def blank(self) -> bool:
        return not self.text.strip()

    def line(self, y: int) -> str:
        """A row, one character a cell."""
        return self._row(y)[0]

    def look(self, x: int, y: int) -> Look:
        """How a cell is drawn."""
        return self._row(y)[1][x]

    def resize(self, cols: int, rows: int) -> bytes:
        """Another size; returns what the program asked to be told about it."""
        self.cols, self.rows = cols, rows
        self._rows.clear()
        self._text, self._stale = None, True
        return self._emulator.resize(cols, rows)

    def wipe(self) -> None:
        """Fills all cells with UNPAINTED, so that one sees what is drawn anew."""
        fill = UNPAINTED * self.cols
        rows = "".join(f"\x1b[{y};1H{fill}" for y in range(1, self.rows + 1))
        self.feed(f"\x1b7\x1b[?6l\x1b[m\x1b(B{rows}\x1b8".encode())

    @property
    def unpainted(self) -> float:
        """The share of cells that nothing was drawn on since `wipe`."""
        return self.text.count(UNPAINTED) / (self.cols * self.rows)

    def key(self, name: str) -> bytes:
        """What a key sends in the modes of now."""
        return self._emulator.encode_key(_press(name))

    def close(self) -> None:
        self._emulator.close()

    def _row(self, y: int) -> tuple[str, list[Look]]:
        if self._stale:
            for changed in self._emulator.damage():
                self._rows.pop(changed, None)
            self._stale = False
        if y not in self._rows:
            self._rows[y] = _cells(self._emulator.row(y), self.cols)
        return self._rows[y]


def _cells(runs: tuple[Run, ...], cols: int) -> tuple[str, list[Look]]:
    text, looks = "", []
    for run in runs:
        text += run.text[:1].ljust(run.width) if run.cluster else run.text
        looks += [run.look] * run.width
    missing = cols - len(looks)
    return text + " " * missing, looks + [Look()] * missing


def _press(name: str) -> KeyPress:
    """A key by Textual's name for it, or by the character it types."""
    if name.startswith("ctrl+"):
        return KeyPress(name.removeprefix("ctrl+"), ctrl=True)
    if len(name) > 1:
        return KeyPress(name)
    return KeyPress(name.lower(), name, shift=name.isupper())
