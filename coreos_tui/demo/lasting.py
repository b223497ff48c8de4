"""How an engine words the state of a container: `Up 3 hours (healthy)`."""

from datetime import datetime


def in_words(seconds: float) -> str:
    """A length of time in the engine's English."""
    if seconds < 1:
        return "Less than a second"
    if seconds < 60:
        return "1 second" if int(seconds) == 1 else f"{int(seconds)} seconds"
    minutes = int(seconds // 60)
    if minutes < 60:
        return "About a minute" if minutes == 1 else f"{minutes} minutes"
    hours = int(seconds / 3600 + 0.5)
    if hours < 48:
        return "About an hour" if hours == 1 else f"{hours} hours"
    for limit, unit, name in ((336, 24, "days"), (1440, 168, "weeks"), (17_520, 720, "months")):
        if hours < limit:
            return f"{hours // unit} {name}"
    return f"{hours // 8760} years"


def status(
    state: str,
    now: datetime,
    started: datetime | None,
    finished: datetime | None,
    code: int,
    health: str,
) -> str:
    """The Status of one entry of the container list."""
    up = in_words((now - started).total_seconds()) if started else ""
    ago = in_words((now - finished).total_seconds()) if finished else ""
    if state == "running":
        tail = {"": "", "starting": " (health: starting)"}.get(health, f" ({health})")
        return f"Up {up}{tail}"
    if state == "paused":
        return f"Up {up} (Paused)"
    if state == "restarting":
        return f"Restarting ({code}) {ago} ago"
    if state == "exited":
        return f"Exited ({code}) {ago} ago"
    return {"created": "Created", "dead": "Dead", "removing": "Removal In Progress"}.get(state, "")
