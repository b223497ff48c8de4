"""What the next key acts on."""

from dataclasses import dataclass

from coreos_tui.core.engine import Ref


@dataclass(frozen=True, slots=True)
class Selection:
    """The host under the cursor, and the container, where one is."""

    host: str
    container: Ref | None = None
    image: str = ""
