"""How far a host's clock is from ours."""

import time

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.transport.link import Link


async def skew_of(link: Link) -> float:
    """Seconds that it is ahead; 0 where a round trip hides it. Raises HopError without a time.

    Source: `date`; busybox has no %N, and is right to a second.
    """
    began = time.time()
    done = await link.run("date +%s.%N 2>/dev/null")
    ended = time.time()
    seconds, _, fraction = done.out.decode("ascii", "replace").strip().partition(".")
    if not seconds.isdigit():
        raise HopError(Hop.HOST, f"{link.name} does not say what time it is")
    if fraction[:9].isdigit():
        ahead = float(f"{seconds}.{fraction[:9]}") - (began + ended) / 2
        return ahead if abs(ahead) > (ended - began) / 2 else 0.0
    whole = int(seconds)
    # Within the second that it said, nothing is known to be wrong.
    return min(0.0, whole + 1 - began) + max(0.0, whole - ended)
