"""What is asked of the ladder of releases."""

from typing import Any

from coreos_tui.app.asked.hands import Hands


async def carry_out(hands: Hands, verb: str, subject: Any) -> None:
    """`subject` is what is to be laid side by side."""
    del verb
    await hands.opening.compare(subject)
