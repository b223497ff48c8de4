"""What is asked of a journal that is open: another boot, only what matters, the whole host."""

from dataclasses import replace
from typing import Any

from coreos_tui.app.asked.hands import Hands
from coreos_tui.app.tabs.journal import JournalTab
from coreos_tui.core.unit import UnitRef
from coreos_tui.fleet.units import EVERYTHING, Extent, Units

BOOTS = (None, 0, -1)
PRIORITIES = (7, 6, 4, 3)


async def show_journal(hands: Hands, ref: UnitRef, extent: Extent = EVERYTHING) -> None:
    """Opens the journal of a unit, or of a host, in a tab; one tab each."""
    source = Units(hands.fleet).journal(ref, extent)
    await hands.opening.open(JournalTab(ref, extent, source, hands.opening.log_lines))


async def carry_out(hands: Hands, verb: str, subject: Any) -> None:
    """`subject` is the tab; what is asked for comes in its place."""
    tab: JournalTab = subject
    ref, extent = tab.ref, tab.extent
    if verb == "host" and not ref.name:
        hands.acting.tell(f"This is the journal of the whole of {ref.host}.")
        return
    if verb == "host":
        await show_journal(hands, UnitRef(ref.host))
        return
    if verb == "boot":
        extent = replace(extent, boot=_after(BOOTS, extent.boot))
    else:
        extent = replace(extent, priority=_after(PRIORITIES, extent.priority))
    hands.opening.forget(tab)
    await show_journal(hands, ref, extent)


def _after(steps: tuple[Any, ...], value: object) -> Any:
    return steps[(steps.index(value) + 1) % len(steps)]
