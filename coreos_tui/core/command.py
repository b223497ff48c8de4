"""What keys do: one tuple of commands a pane makes bindings, footer, help, palette and docs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can do.

    `id` is `place.verb` (users rebind by it), `keys` as Textual names them, comma separated,
    `title` a word or two for the footer, `help` one sentence. `footer` says whether it is worth
    a place in the footer; `alters` whether it changes anything outside (refused read-only).
    """

    id: str
    keys: str
    title: str
    help: str
    footer: bool = False
    alters: bool = False

    @property
    def place(self) -> str:
        return self.id.split(".")[0]

    @property
    def verb(self) -> str:
        return self.id.split(".", 1)[1]

    @property
    def moves(self) -> bool:
        """Whether it only moves: what everybody tries first, and needs no telling."""
        return self.keys.split(",")[0] in _MOVES


_MOVES = frozenset(
    {"up", "down", "left", "right", "home", "end", "pageup", "pagedown", "shift+left"}
    | {"shift+right", "shift+up", "shift+down"}
)
_SHOWN = {
    "question_mark": "?",
    "slash": "/",
    "asterisk": "*",
    "colon": ":",
    "space": "space",
    "escape": "esc",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "exclamation_mark": "!",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "equals_sign": "=",
    "less_than_sign": "<",
    "greater_than_sign": ">",
}


def key_text(keys: str) -> str:
    """Keys as a person reads them: `question_mark` is `?`, `ctrl+p` is `^p`."""
    shown = []
    for key in keys.split(","):
        head, plus, last = key.strip().rpartition("+")
        word = _SHOWN.get(last, last)
        shown.append(f"^{word}" if head == "ctrl" else f"{head}{plus}{word}")
    return " ".join(shown)
