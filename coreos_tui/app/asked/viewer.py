"""What is asked of the viewer and its tabs."""

from typing import Any

from coreos_tui.app.acting import ONLY_TAB
from coreos_tui.app.asked.hands import Hands
from coreos_tui.ui.viewer import Tab


async def carry_out(hands: Hands, verb: str, subject: Any) -> None:
    """`subject` is a tab, or None where none is open."""
    if subject is None:
        return
    if verb == "close":
        await close(hands, subject)
    elif verb == "enter":
        subject.focus_body()
    elif verb == "show":
        hands.viewer.show_tab(subject)
        subject.focus_body()
    elif len(hands.viewer.tabs) == 1:
        hands.acting.tell(ONLY_TAB)
    else:
        hands.viewer.step(-1 if verb == "left" else 1)


async def close(hands: Hands, tab: Tab) -> None:
    """Ends a tab; the keys go to the titles, or home where it was the last."""
    with hands.places.held():
        await hands.viewer.close(tab)
    if hands.viewer.shown is not None:
        hands.viewer.line.focus()
    else:
        hands.places.unzoom()
        hands.places.enter_first()
