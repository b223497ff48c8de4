"""Turns one line of a document into a strip."""

from collections.abc import Callable

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from coreos_tui.ui.document.tree import Node


def lead_of(node: Node, folded: bool) -> str:
    """What stands before a name: how deep it is, and whether it can be folded."""
    fold = ("▸ " if folded else "▾ ") if node.foldable else "  "
    return " " + "  " * node.depth + fold


def paint(node: Node, lead: str, lit: bool, style: Callable[[str], Style]) -> Strip:
    """The whole line, as long as it is; `lit` where it is searched for."""
    return Strip(
        [
            Segment(lead, style("holder")),
            Segment(f"{node.name}: " if node.name else "", style("name")),
            Segment(node.text, style("match" if lit else node.kind)),
        ]
    )
