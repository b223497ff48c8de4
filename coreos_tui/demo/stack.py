"""A whole scenario, played at the wire: engines, SSH servers, a `vagrant`, and their clock."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from coreos_tui.demo.clock import Clock
from coreos_tui.demo.clustering import DemoCluster, as_member
from coreos_tui.demo.machine import DemoMachine
from coreos_tui.demo.scenario import MachinePart, Scenario, Step
from coreos_tui.demo.steps import carry_out, play
from coreos_tui.demo.tools import lay_out
from coreos_tui.demo.vagrant import DemoVagrant

_LOOK_EVERY = 0.1
# A step of `vagrant up` or `halt` takes so long, for people to read it.
_PAUSE = 0.6
_SHORT = 60


class DemoStack:
    """Plays one scenario from `async with` to its end, whatever ends it.

    Everything lies in one private folder that is removed afterwards. `directory` has the
    Vagrantfile, `ssh_config` is for `ssh -F` and knows `hosts` and `workstation`, `environ` is
    that of the workstation: nothing in it leads to the real machine's engines, keys or Vagrant.
    """

    def __init__(self, scenario: Scenario, clock: Clock | None = None) -> None:
        self.scenario = scenario
        self.clock = clock or Clock()
        self.machines: dict[str, DemoMachine] = {}
        self.etcd = DemoCluster(scenario.etcd, scenario.machines)
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> "DemoStack":
        self._folder = _private_folder()
        try:
            await self._start()
        except BaseException:
            await self._end()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._end()

    async def _start(self) -> None:
        home = self._folder / "home"
        (home / ".ssh").mkdir(parents=True)
        self.vagrant = DemoVagrant(self._folder / "demo")
        self._misbehave("")
        await self.etcd.start()
        lay_out(self._folder / "hosts")
        # Their many files are written beside each other, and beside what the app imports.
        parts = enumerate(self.scenario.machines)
        built = [asyncio.to_thread(self._built, part, mark) for mark, part in parts]
        self.machines = {each.part.name: each for each in await asyncio.gather(*built)}
        await asyncio.gather(*(each.start() for each in self.machines.values()))
        await asyncio.to_thread(self._introduce)
        self._write_ssh()
        self._tasks = [
            asyncio.create_task(self._follow_vagrant()),
            asyncio.create_task(play(self.scenario.steps, self.clock, self._do)),
        ]

    def _built(self, part: MachinePart, mark: int) -> DemoMachine:
        member = self.etcd.members.get(part.name)
        played = as_member(part) if member else part
        machine = DemoMachine(played, self._folder, mark, self.clock)
        machine.etcd = member
        machine.host.ports = self.etcd.ports(part.name)
        return machine

    def _misbehave(self, mode: str) -> None:
        pause = _PAUSE / self.clock.speed if self.clock.speed else 0.0
        self.vagrant.misbehave(mode, pause=pause)
        self.vagrant_mode = mode

    def _introduce(self) -> None:
        """Vagrant hears of its machines, and how old they are."""
        for each in self.machines.values():
            part = each.part
            if part.way != "vagrant":
                continue
            self.vagrant.add(part.name, part.state, part.provider, each.sshd.config_block())
            id_ = self.directory / ".vagrant/machines" / part.name / part.provider / "id"
            if id_.exists():
                made = self.clock.time() - part.created
                os.utime(id_, (made, made))

    def _write_ssh(self) -> None:
        """OpenSSH's files for the hosts that are not Vagrant's."""
        known = self.ssh_config.with_name("known_hosts")
        others = [each for each in self.machines.values() if each.part.way != "vagrant"]
        known.write_text("".join(each.sshd.known_hosts_line() for each in others))
        self.ssh_config.write_text("\n".join(_block(each, known) for each in others))
        for file in (known, self.ssh_config):
            file.chmod(0o600)

    async def _end(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        machines = self.machines.values()
        stopping = [self.etcd.stop(), *(each.stop() for each in machines)]
        await asyncio.gather(*stopping, return_exceptions=True)
        await asyncio.to_thread(shutil.rmtree, self._folder, ignore_errors=True)

    @property
    def directory(self) -> Path:
        """The folder of the Vagrantfile."""
        return self.vagrant.directory

    @property
    def ssh_config(self) -> Path:
        return self._folder / "home" / ".ssh" / "config"

    @property
    def workstation(self) -> str:
        """The name that `ssh_config` has the workstation under."""
        return next(each.name for each in self.scenario.machines if each.way == "workstation")

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names of the hosts that are reached by SSH alone."""
        return tuple(each.name for each in self.scenario.machines if each.way == "ssh")

    @property
    def environ(self) -> Mapping[str, str]:
        """The environment of the workstation."""
        kept = {key: os.environ[key] for key in ("LANG", "TERM", "TZ") if key in os.environ}
        vagrant = self.vagrant.environment
        engine = next(iter(self.machines[self.workstation].engines), None)
        return kept | {
            "HOME": str(self._folder / "home"),
            "PATH": vagrant["PATH"],
            "SHELL": "/bin/sh",
            "VAGRANT_HOME": vagrant["VAGRANT_HOME"],
            "DOCKER_HOST": engine.url if engine else f"unix://{self._folder}/none.sock",
        }

    async def _follow_vagrant(self) -> None:
        """Machines come to be what `vagrant` has made of them."""
        while True:
            for name, said in (await asyncio.to_thread(self.vagrant.machines)).items():
                machine = self.machines[name]
                if said["state"] != machine.state:
                    await machine.turn(said["state"])
                    if said["ssh"] != machine.sshd.config_block():
                        self.vagrant.reach(name, machine.sshd.config_block())
            await asyncio.sleep(_LOOK_EVERY)

    async def _do(self, step: Step) -> None:
        subject, *rest = step.words
        if subject == "vagrant":
            self._misbehave("" if rest[0] == "heal" else rest[0])
        elif subject == "machine" and rest[0] == "reboot":
            await self.machines[step.on].reboot()
        elif subject == "machine":
            self.vagrant.set_state(step.on, rest[0])
        else:
            await carry_out(step, self.machines[step.on])


def _private_folder() -> Path:
    """Readable by this user alone, and short enough for sockets to lie in it."""
    folder = tempfile.gettempdir()
    if len(folder) > _SHORT and os.access("/tmp", os.W_OK):  # noqa: S108 - mkdtemp is safe there
        folder = "/tmp"  # noqa: S108
    return Path(tempfile.mkdtemp(prefix="ct-demo-", dir=folder))


def _block(machine: DemoMachine, known: Path) -> str:
    sshd = machine.sshd
    return (
        f"Host {machine.part.name}\n  HostName {sshd.address}\n  Port {sshd.port}\n"
        f"  User {machine.part.user}\n  IdentityFile {sshd.identity_file}\n"
        f"  IdentitiesOnly yes\n  IdentityAgent none\n  UserKnownHostsFile {known}\n"
        "  GlobalKnownHostsFile /dev/null\n  StrictHostKeyChecking yes\n"
    )
