"""What is asked of a host in the fleet: as in the list of machines, and where to look next."""

from typing import Any

from coreos_tui.app.asked import machines
from coreos_tui.app.asked.hands import Hands


async def carry_out(hands: Hands, verb: str, subject: Any) -> None:
    """`subject` is a host or a machine; its cursor stands on it already."""
    if verb == "open":
        hands.places.enter_titled("Containers")
    elif verb == "copy":
        hands.copy(subject.name)
    else:
        await machines.carry_out(hands, verb, subject)
