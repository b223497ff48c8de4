"""How an engine of the demo can misbehave, on command."""

import asyncio
from enum import StrEnum


class Fault(StrEnum):
    """One way to misbehave."""

    NONE = ""
    HANG = "hang"  # connections are taken, nothing is ever sent, streams fall silent
    DROP = "drop"  # every connection is closed at once
    ERROR = "error"  # every answer is a 500
    TRUNCATED = "truncated"  # JSON stops half way, though the length said is right
    SLOW = "slow"  # every answer waits `delay` seconds
    REFUSE = "refuse"  # the socket is there and nobody listens: the engine is down
    GONE = "gone"  # the socket is not there


class Faults:
    """The fault of the moment, and which paths it hits: those that hold `only`."""

    def __init__(self) -> None:
        self.fault = Fault.NONE
        self.only = ""
        self.delay = 1.0
        self._healed = asyncio.Event()
        self._healed.set()

    def put(self, fault: Fault, only: str, delay: float) -> None:
        self.fault, self.only, self.delay = fault, only, delay
        if fault is Fault.HANG:
            self._healed.clear()
        else:
            self._healed.set()

    def hits(self, fault: Fault, path: str) -> bool:
        """Whether this fault is on for a request to this path."""
        return self.fault is fault and self.only in path

    async def gate(self, path: str) -> None:
        """Waits as long as nothing may be sent."""
        while self.hits(Fault.HANG, path):
            await self._healed.wait()
