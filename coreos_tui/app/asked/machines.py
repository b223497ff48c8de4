"""What is asked of machines and hosts."""

from typing import Any, cast

from coreos_tui.app.asked.hands import Hands
from coreos_tui.app.asked.journal import show_journal
from coreos_tui.app.asked.timeline import show_timeline
from coreos_tui.core.unit import UnitRef
from coreos_tui.transport.vagrant import Verb


async def carry_out(hands: Hands, verb: str, subject: Any) -> None:
    """`subject` is a host, or a machine where Vagrant is to act."""
    if verb == "shell":
        await hands.opening.shells.host(subject)
    elif verb == "journal":
        await show_journal(hands, UnitRef(subject.name))
    elif verb == "timeline":
        await show_timeline(hands, subject.name)
    elif verb == "inspect":
        await hands.opening.host_facts(subject)
    elif verb == "again":
        hands.acting.again(subject.name)
    else:
        real = await hands.acting.machine(cast(Verb, verb), subject)
        if real:
            await hands.opening.vagrant(real, subject.name)
