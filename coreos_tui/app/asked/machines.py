"""What is asked of machines and hosts."""

from typing import Any, cast

from coreos_tui.app.asked.hands import Hands
from coreos_tui.transport.vagrant import Verb


async def carry_out(hands: Hands, verb: str, subject: Any) -> None:
    """`subject` is a host, or a machine where Vagrant is to act."""
    if verb == "shell":
        await hands.opening.shells.host(subject)
    elif verb == "inspect":
        await hands.opening.host_facts(subject)
    elif verb == "again":
        hands.fleet.wake(subject.name)
    else:
        real = await hands.acting.machine(cast(Verb, verb), subject)
        if real:
            await hands.opening.vagrant(real, subject.name)
