"""What is asked about updates."""

from typing import Any

from coreos_tui.app.asked.hands import Hands
from coreos_tui.panes.updates.detail import lines_of


async def carry_out(hands: Hands, verb: str, subject: Any) -> None:
    """`subject` is a host, or the drifts there are."""
    if verb == "shell":
        await hands.opening.shells.host(subject)
    elif verb == "again":
        hands.acting.again(subject.name)
    elif verb == "drift":
        found = {each.subject: {a: ", ".join(on) for a, on in each.answers} for each in subject}
        await hands.opening.known("drift", "drift of the fleet", found)
    else:
        lines = lines_of(hands.fleet.store, subject.name)
        facts: dict[str, Any] = {}
        for label, words, _ in lines:
            facts[label] = f"{facts[label]}; {words}" if label in facts else words
        await hands.opening.known(f"update {subject.name}", f"updates {subject.name}", facts)
