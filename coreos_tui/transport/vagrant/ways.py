"""The ways into machines: `vagrant ssh-config`, one question for all that are wanted at once."""

import re
from collections.abc import Awaitable, Callable

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.transport.blocking import in_thread
from coreos_tui.transport.link import Completed
from coreos_tui.transport.ssh.config import parse_ssh_config_block
from coreos_tui.transport.ssh.target import SshTarget
from coreos_tui.transport.vagrant.directory import Directory
from coreos_tui.transport.vagrant.output import error_in, fault, parse_output
from coreos_tui.transport.vagrant.turns import turns_of

Mark = tuple[tuple[str, int], ...]
Ask = Callable[..., Awaitable[Completed | None]]
_BLOCK = re.compile(r"^(?=Host )", re.MULTILINE)


class Ways:
    """Ways in by machine. `ask` runs `vagrant ssh-config NAME…`, None when it stays locked.

    A question costs two seconds of a core, whether for one machine or for all of them.
    """

    def __init__(self, directory: Directory, ask: Ask) -> None:
        self._directory, self._ask = directory, ask
        self._known: dict[str, tuple[Mark, SshTarget]] = {}
        self._wanted: list[str] = []

    def forget(self, name: str) -> None:
        """The way did not work, or the machine has changed: ask anew the next time."""
        self._known.pop(name, None)

    async def to(self, name: str) -> SshTarget:
        """The way into a machine; asked again when its id file changed.

        Raises HopError: MACHINE when it is not up, else VAGRANT.
        """
        turns = turns_of(self._directory.home)
        self._wanted.append(name)
        try:
            mark = await in_thread(self._directory.mark, name)
            if found := self._kept(name, mark):
                return found
            if verb := turns.verb(self._directory.root, name):
                raise HopError(Hop.MACHINE, f"vagrant {verb} is at {name}", "Wait until it is done")
            async with turns.asking:
                # Whoever had the turn before may have asked for this one too.
                if found := self._kept(name, mark):
                    return found
                return await self._learn(name, mark)
        finally:
            self._wanted.remove(name)

    def _kept(self, name: str, mark: Mark) -> SshTarget | None:
        kept = self._known.get(name)
        return kept[1] if kept is not None and kept[0] == mark else None

    async def _learn(self, name: str, mark: Mark) -> SshTarget:
        busy = turns_of(self._directory.home).verb
        others = {each for each in self._wanted if not busy(self._directory.root, each)}
        done = await self._ask(*sorted(others | {name}))
        blocks = blocks_of(done) if done is not None else {}
        if name not in blocks and len(others | {name}) > 1:
            # One that is not up fails the question for all of them.
            done = await self._ask(name)
            blocks |= blocks_of(done) if done is not None else {}
        if done is None:
            raise fault("MachineLocked", "")
        if name not in blocks:
            raise not_ready(name, done)
        for each, target in blocks.items():
            own = mark if each == name else await in_thread(self._directory.mark, each)
            self._known[each] = (own, target)
        return blocks[name]


def blocks_of(done: Completed) -> dict[str, SshTarget]:
    """The targets that `vagrant ssh-config` printed, by name."""
    text = done.out.decode("utf-8", "replace")
    blocks = [block for block in _BLOCK.split(text) if block.startswith("Host ")]
    targets = [parse_ssh_config_block(block) for block in blocks]
    return {target.name: target for target in targets}


def not_ready(name: str, done: Completed) -> HopError:
    """Why `vagrant ssh-config` gave no way in."""
    kind, words = error_in(parse_output(done.out))
    said = words or (done.err or done.out).decode("utf-8", "replace")
    if "not yet ready for SSH" in " ".join(said.split()):
        return HopError(Hop.MACHINE, f"{name} is not ready for SSH", "Start it, or wait")
    return fault(kind, said)
