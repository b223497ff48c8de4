"""What is asked of units."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Any

from coreos_tui.app.asked.hands import Hands
from coreos_tui.app.asked.journal import show_journal
from coreos_tui.app.opening import aligned
from coreos_tui.core import topics
from coreos_tui.core.errors import HopError, in_words
from coreos_tui.core.text import count
from coreos_tui.core.unit import UnitRef
from coreos_tui.fleet.units import Units
from coreos_tui.panes.units.model import Entry
from coreos_tui.ui.ask import Ask

# What the command is called where its own name says it worse.
REAL = {"forget": "reset-failed"}
DONE = {
    "start": "started",
    "stop": "stopped",
    "restart": "restarted",
    "kill": "got SIGTERM",
    "enable": "starts at boot from now on",
    "disable": "no longer starts at boot",
    "forget": "is no longer counted as failed",
}
LOSS = {
    "stop": "What it does ends, and with it what needs it.",
    "restart": "What it does ends, and begins anew.",
    "kill": "Its processes are asked to end; systemd may start it again.",
    "disable": "It goes on running until it is stopped.",
}
SUDO = "Where that is refused, once more through sudo -n."


async def carry_out(hands: Hands, verb: str, subject: Any) -> None:
    """`subject` is units, or the name of their host."""
    if isinstance(subject, str):
        await _ask_of_host(hands, verb, subject)
        return
    first: Entry = subject[0]
    ref, units = first.ref, Units(hands.fleet)
    if verb == "journal":
        await show_journal(hands, ref)
    elif verb == "inspect":
        await hands.opening.asked(
            _key(verb, ref), f"unit {ref.name}", partial(units.properties, ref)
        )
    elif verb == "files":
        await hands.opening.asked(_key(verb, ref), f"file {ref.name}", partial(units.files, ref))
    elif verb == "processes":

        async def ask() -> str:
            return aligned(await units.processes(ref))

        await hands.opening.asked(_key(verb, ref), f"processes {ref.name}", ask)
    elif verb == "container":
        _go_to_container(hands, first)
    elif verb == "copy":
        hands.copy(ref.name)
    else:
        await _act(hands, units, verb, [each.ref for each in subject])


async def _ask_of_host(hands: Hands, verb: str, name: str) -> None:
    host = next((h for h in hands.fleet.store.value(topics.HOSTS) or () if h.name == name), None)
    if verb == "again":
        hands.acting.again(name)
    elif host is not None:
        await hands.opening.shells.host(host)


def _key(verb: str, ref: UnitRef) -> str:
    return f"unit {verb} {ref.host} {ref.id}"


def _go_to_container(hands: Hands, entry: Entry) -> None:
    if entry.container is None:
        hands.acting.tell(f"{entry.unit.name} runs no container that an engine knows.", bad=True)
    else:
        hands.places.reveal("Containers", entry.container)


async def _act(hands: Hands, units: Units, verb: str, refs: Sequence[UnitRef]) -> None:
    """Asks, naming each command as it will be run, and does them side by side."""
    real = REAL.get(verb, verb)
    what = refs[0].name if len(refs) == 1 else count(len(refs), "unit")
    try:
        hands.fleet.check_allowed(f"{verb} {what}")
    except HopError as error:
        hands.acting.tell(error.sentence, bad=True)
        return
    if not await hands.app.push_screen_wait(_question(hands, units, verb, refs, what)):
        return
    hands.acting.tell(f"{real} {what} …")
    outcomes = await asyncio.gather(*(_one(units, real, ref) for ref in refs))
    for ref, trouble in zip(refs, outcomes, strict=True):
        if trouble is not None:
            hands.acting.tell(f"{ref.name}: {trouble.sentence}", bad=True)
        else:
            hands.acting.tell(f"{ref.name} {DONE[verb]}")


def _question(hands: Hands, units: Units, verb: str, refs: Sequence[UnitRef], what: str) -> Ask:
    commands = [units.command(REAL.get(verb, verb), ref) for ref in refs]
    sentences = [LOSS.get(verb, ""), SUDO if hands.fleet.site.sudo else ""]
    return Ask(
        f"{verb.capitalize()} {what} on {refs[0].host}?",
        commands,
        verb,
        loss=" ".join(each for each in sentences if each),
        harmless=verb in ("start", "forget"),
    )


async def _one(units: Units, verb: str, ref: UnitRef) -> HopError | None:
    try:
        await units.act(verb, ref)
    except Exception as error:
        return in_words(error)
    return None
