"""Carries out what changes something: asks first where something is lost, reports one by one."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from coreos_tui.app.commands import DEMO
from coreos_tui.core.errors import HopError, in_words
from coreos_tui.core.machine import Machine, Power
from coreos_tui.core.text import count
from coreos_tui.fleet.fleet import WORKSTATION, Fleet
from coreos_tui.fleet.losses import losses_of
from coreos_tui.panes.containers.empty import first_start
from coreos_tui.panes.containers.model import Entry
from coreos_tui.transport.loading import load_docker, load_in_background

if TYPE_CHECKING:
    from textual.app import App

    from coreos_tui.transport.vagrant import Verb

DONE = {
    "stop": "stopped",
    "start": "started",
    "restart": "restarted",
    "pause": "paused",
    "unpause": "resumed",
    "kill": "killed",
    "remove": "removed",
}
# What is lost is said before it is lost; a start or a resume loses nothing.
ONE = {
    "stop": "What it is doing ends.",
    "restart": "What it is doing ends, and begins anew.",
    "kill": "It ends at once and cannot tidy up.",
    "remove": "Its own files are lost; volumes stay.",
}
MANY = {
    "stop": "What they are doing ends.",
    "restart": "What they are doing ends, and begins anew.",
    "kill": "They end at once and cannot tidy up.",
    "remove": "Their own files are lost; volumes stay.",
}
NO_TAB = "No tab is open yet. Logs, shells and inspections open one."
ONLY_TAB = "This is the only tab."


class Acting:
    """Acts through the fleet and tells the user through the app."""

    def __init__(self, app: "App[Any]", fleet: Fleet) -> None:
        self._app, self._fleet = app, fleet

    def tell(self, sentence: str, bad: bool = False) -> None:
        """A sentence at the edge of the screen; text from outside is already clean."""
        if bad:
            self._app.notify(sentence, severity="error", markup=False, timeout=6)
        else:
            self._app.notify(sentence, markup=False, timeout=3)

    def demo(self) -> None:
        """Leaves for the demo, where there is nothing real to see."""
        if first_start(self._fleet.store, WORKSTATION):
            self._app.exit(DEMO)
        else:
            self.tell("There are real hosts to see here. `coreos-tui demo` starts the demo.")

    def again(self, host: str) -> None:
        """Has a host asked anew, and says so: what it answers may be what it answered before."""
        self._fleet.wake(host)
        if host in self._fleet.keepers:
            self.tell(f"Asking {host} again …")
        else:
            self.tell(f"{host} does not run. Asking Vagrant about it again …")

    async def containers(self, verb: str, entries: Sequence[Entry]) -> None:
        """One verb on all of these, one by one."""
        what = f"{verb} {entries[0].ref.name}" if len(entries) == 1 else f"{verb} containers"
        if not self._may(what):
            return
        load_in_background(load_docker)  # while the question is read; who only looks never pays
        if verb in ONE and not await self._agreed(verb, entries):
            return
        outcomes = await asyncio.gather(*(self._one(verb, each) for each in entries))
        self._report(verb, entries, outcomes)

    async def _one(self, verb: str, entry: Entry) -> HopError | None:
        try:
            await self._fleet.act(_real_verb(verb, entry), entry.ref, force=verb == "remove")
        except Exception as error:
            return in_words(error)
        return None

    def _report(
        self, verb: str, entries: Sequence[Entry], outcomes: Sequence[HopError | None]
    ) -> None:
        good = [each for each, error in zip(entries, outcomes, strict=True) if error is None]
        for each, error in zip(entries, outcomes, strict=True):
            if error is not None:
                self.tell(f"{each.ref.name}: {error.sentence}", bad=True)
        if len(good) == 1:
            self.tell(f"{good[0].ref.name} {DONE[_real_verb(verb, good[0])]}")
        elif good:
            self.tell(f"{count(len(good), 'container')} {DONE[verb]}")

    async def _agreed(self, verb: str, entries: Sequence[Entry]) -> bool:
        from coreos_tui.ui.ask import Ask  # late: not at every start

        many = len(entries) > 1
        name = count(len(entries), "container") if many else entries[0].ref.name
        host = entries[0].ref.host
        listed = [f"{each.ref.name}  {each.container.image}" for each in entries]
        loss = (MANY if many else ONE)[verb]
        if verb == "remove" and any(each.container.running for each in entries):
            loss = f"What still runs is killed first. {loss}"
        ask = Ask(f"{verb.capitalize()} {name} on {host}?", listed, verb, loss=loss)
        return await self._app.push_screen_wait(ask)

    async def machine(self, verb: "Verb", machine: Machine) -> "Verb | None":
        """Vagrant's verb, asked first where something goes with it; None where refused."""
        if not self._may(f"{verb} {machine.name}"):
            return None
        if (verb == "suspend" and machine.power is Power.SUSPENDED) or (
            verb == "up" and machine.power is Power.SUSPENDED
        ):
            verb = "resume"
        from coreos_tui.ui.ask import Ask, AskByName  # late: not at every start

        goes = losses_of(self._fleet.store, machine.name)
        if verb == "destroy":
            title = f"Destroy {machine.name}, its disk and all that is on it?"
            if not await self._app.push_screen_wait(AskByName(title, goes, machine.name)):
                return None
        elif verb in ("halt", "reload", "suspend"):
            ask = Ask(f"{verb.capitalize()} {machine.name}?", goes, verb)
            if not await self._app.push_screen_wait(ask):
                return None
        return verb

    def _may(self, what: str) -> bool:
        try:
            self._fleet.check_allowed(what)
        except HopError as error:
            self.tell(error.sentence, bad=True)
            return False
        return True


def _real_verb(verb: str, entry: Entry) -> str:
    """`p` resumes what is paused, and so does a start."""
    if verb in ("pause", "start") and entry.container.state == "paused":
        return "unpause"
    return verb
