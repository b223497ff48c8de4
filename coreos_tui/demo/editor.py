"""A `vi` that only shows: one file on the terminal's other screen, left by `:q`."""

ENTER, LEAVE = "\x1b[?1049h", "\x1b[?1049l"
NAMES = ("vi", "vim", "view")
_MOVES = {"j": 1, "\r": 1, "k": -1}
_LEAVING = {"q", "q!", "wq", "x", "qa", "quit"}


class Editor:
    """One file on a terminal of `columns` by `rows`. It says that nothing here can be written."""

    def __init__(self, name: str, content: bytes | None, columns: int, rows: int) -> None:
        self.over = False
        self._columns, self._rows = columns or 80, rows or 24
        self._lines = (content or b"").decode("utf-8", "replace").splitlines()
        size = f"{len(self._lines)}L, {len(content or b'')}B"
        self._said = f'"{name}" [readonly] {size}' if content is not None else f'"{name}" [New]'
        self._at, self._typed = 0, ""

    def begin(self) -> str:
        """What opens it."""
        return ENTER + self._draw()

    def key(self, key: str) -> str:
        """What the screen shows after one key."""
        if self._typed:
            self._type(key)
        elif key in ":Z":
            self._typed = key
        elif key in _MOVES:
            self._at += _MOVES[key]
        elif key in "gG":
            self._at = 0 if key == "g" else len(self._lines)
        elif key in "aAiIoOxd":
            self._said = "demo: this is only shown, :q leaves it"
        self._at = max(0, min(self._at, len(self._lines) - 1))
        return LEAVE if self.over else self._draw()

    def _type(self, key: str) -> None:
        if key in "\x1b\x03":
            self._typed = ""
        elif self._typed == "Z":
            self.over, self._typed = key in "ZQ", ""
        elif key in "\r\n":
            command, self._typed = self._typed[1:], ""
            self.over = command in _LEAVING
            self._said = f"E492: Not an editor command: {command}"
        elif key in "\x7f\b":
            self._typed = self._typed[:-1]
        elif key >= " ":
            self._typed += key

    def _draw(self) -> str:
        room = max(1, self._rows - 1)
        first = max(0, self._at - room + 1)
        shown = [_coloured(line[: self._columns]) for line in self._lines[first : first + room]]
        shown += ["\x1b[94m~\x1b[0m"] * (room - len(shown))
        foot = (self._typed or self._said)[: self._columns]
        body = "".join(f"{line}\x1b[K\r\n" for line in shown)
        cursor = f"{self._rows};{len(foot) + 1}" if self._typed else f"{self._at - first + 1};1"
        return f"\x1b[H{body}{foot}\x1b[K\x1b[{cursor}H"


def _coloured(line: str) -> str:
    """As vim colours what is set in a file of shell."""
    if line.startswith("#"):
        return f"\x1b[34m{line}\x1b[0m"
    name, set_, value = line.partition("=")
    return f"\x1b[36m{name}\x1b[0m={_quoted(value)}" if set_ else line


def _quoted(value: str) -> str:
    return f"\x1b[31m{value}\x1b[0m" if value[:1] in ("'", '"') else value
