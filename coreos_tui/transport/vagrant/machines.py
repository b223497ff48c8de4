"""The machines of one Vagrantfile: their states, the way into them, and what is done to them."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal, get_args

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.machine import Machine
from coreos_tui.transport.blocking import in_thread
from coreos_tui.transport.link import Completed
from coreos_tui.transport.ssh.target import SshTarget
from coreos_tui.transport.vagrant.command import Command, interrupt
from coreos_tui.transport.vagrant.directory import Directory
from coreos_tui.transport.vagrant.output import (
    error_in,
    fault,
    is_locked,
    parse_output,
    short,
    states,
)
from coreos_tui.transport.vagrant.run import VagrantRun
from coreos_tui.transport.vagrant.turns import Turns, turns_of
from coreos_tui.transport.vagrant.ways import Ways

Verb = Literal["up", "halt", "reload", "suspend", "resume", "destroy"]
_WAITS = (0.25, 0.5, 1.0)
# Another vagrant's question takes two seconds and more; without a way in there is nothing to do.
_LONGER = (2.0, 4.0)
# With the tries between them about a minute: who keeps a machine longer is asked again by hand.
_TURNS = (1.0, 2.0, 4.0, 8.0, 15.0, 15.0)


class Vagrant:
    """Asks and drives `vagrant` for one directory. `environ` is the whole environment it gets."""

    def __init__(self, directory: Path, environ: Mapping[str, str]) -> None:
        self._directory = Directory(directory, environ)
        self._command = Command(directory, environ)
        self._known: tuple[Machine, ...] = ()
        self._ways = Ways(self._directory, self._ask_ways)

    @property
    def root(self) -> Path:
        """Where the Vagrantfile is."""
        return self._directory.root

    async def hint(self) -> tuple[Machine, ...]:
        """What Vagrant's files say: fast, maybe stale, without machines that never were."""
        return await in_thread(self._directory.hint)

    async def noted(self) -> tuple[Machine, ...]:
        """What any vagrant has last noted of them: differs when one has found or made a change."""
        return await in_thread(self._directory.indexed)

    async def status(self) -> tuple[Machine, ...]:
        """`vagrant status --machine-readable`, in the order of the Vagrantfile; 1 to 4 s.

        A machine that an action is at is not asked about but shown as last known, `busy`; so
        are all when another vagrant holds the lock. Raises HopError.
        """
        turns = turns_of(self._directory.home)
        async with turns.asking:
            busy = {m.name for m in self._known if turns.verb(self.root, m.name)}
            others = [m.name for m in self._known if m.name not in busy] if busy else []
            if busy and not others:
                found: dict[str, tuple[str, str]] | None = {}
            else:
                found = await self._states(*others)
        if found is None:
            self._known = await self._all_busy()
            return self._known
        return await self._remember(found, busy)

    async def ssh_target(self, name: str) -> SshTarget:
        """The way into a machine; asked for again when its id file or its state changed.

        Raises HopError: MACHINE when it is not up, else VAGRANT.
        """
        check_name(name)
        return await self._ways.to(name)

    def forget(self, name: str) -> None:
        """The way to a machine did not work: ask for it anew the next time."""
        self._ways.forget(name)

    def act(self, verb: Verb, name: str) -> VagrantRun:
        """Starts `vagrant VERB NAME` when its turn has come; destroy asks nothing more.

        While another vagrant is at the machine it says so, waits, and tries again.
        """
        if verb not in get_args(Verb):
            raise ValueError(verb)
        check_name(name)
        run = VagrantRun(verb, name)
        run.begin(lambda: self._act(run, verb, name))
        return run

    async def _act(self, run: VagrantRun, verb: Verb, name: str) -> None:
        turns: Turns = turns_of(self._directory.home)
        words = (verb, "-f", name) if verb == "destroy" else (verb, name)
        async with turns.act(self.root, name, verb):
            self._ways.forget(name)
            for wait in (*_TURNS, None):
                process = await self._command.start(*words)
                try:
                    await run.feed(process)
                finally:
                    interrupt(process)
                if wait is None or not run.locked_out:
                    break
                busy = f"Another vagrant is at {name}: {verb} waits for it"
                run.begin_anew(f"{busy}, and is tried again in {wait:g} s.")
                await asyncio.sleep(wait)

    async def _ask_ways(self, *names: str) -> Completed | None:
        return await self._ask("ssh-config", *names, more=_LONGER)

    async def _states(self, *names: str) -> dict[str, tuple[str, str]] | None:
        done = await self._ask("status", *names, "--machine-readable")
        if done is None:
            return None
        lines = parse_output(done.out)
        kind, words = error_in(lines)
        found = states(lines)
        if kind or (done.code and not found):
            raise fault(kind, words or short((done.err or done.out).decode("utf-8", "replace")))
        if not found:
            said = short((done.out or done.err).decode("utf-8", "replace"))
            raise HopError(Hop.VAGRANT, f"vagrant status named no machine, it said: {said}")
        return found

    async def _ask(self, *words: str, more: tuple[float, ...] = ()) -> Completed | None:
        """Asks, and asks again while another vagrant holds the lock; None when it keeps it."""
        for wait in (*_WAITS, *more, None):
            done = await self._command.ask(*words)
            kind, _ = error_in(parse_output(done.out))
            if not done.code or not is_locked(
                kind, (done.out + done.err).decode("utf-8", "replace")
            ):
                return done
            if wait is not None:
                await asyncio.sleep(wait)
        return None

    async def _remember(
        self, found: dict[str, tuple[str, str]], busy: set[str]
    ) -> tuple[Machine, ...]:
        before = {m.name: m for m in self._known}
        hints = {m.name: m for m in await self.hint()} if busy else {}
        names = [*before, *(n for n in found if n not in before)] if busy else [*found]
        machines = []
        for name in names:
            if name in busy:
                machines.append(replace(hints.get(name, before[name]), busy=True))
            elif name in found:
                provider, state = found[name]
                since = await in_thread(self._directory.since, name, provider)
                machines.append(Machine(name, provider, state, since))
                if name in before and before[name].state != state:
                    self._ways.forget(name)
        self._known = tuple(machines)
        return self._known

    async def _all_busy(self) -> tuple[Machine, ...]:
        known = self._known or await self.hint()
        if not known:
            raise fault("MachineLocked", "")
        return tuple(replace(machine, busy=True) for machine in known)


def check_name(name: str) -> None:
    """Raises HopError for a name that vagrant would take for an option or a pattern."""
    if not name or name.startswith(("-", "/")) or "\0" in name:
        raise HopError(Hop.VAGRANT, f"{name!r} is no name of a machine")
