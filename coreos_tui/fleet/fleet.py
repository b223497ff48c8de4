"""All hosts there are, each with its keeper; what can be asked of them and done to them."""

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from coreos_tui.core import topics
from coreos_tui.core.engine import Ref
from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.etcd_access import EtcdAccess
from coreos_tui.core.machine import Host, Kind, Machine, Power
from coreos_tui.core.store import Store
from coreos_tui.fleet.facts import fail_facts, topics_of
from coreos_tui.fleet.host import HostKeeper, Open
from coreos_tui.fleet.look import engines_here, look_at_host, look_at_workstation
from coreos_tui.transport.engine.api import Engine
from coreos_tui.transport.link import Link
from coreos_tui.transport.local import LocalLink

if TYPE_CHECKING:
    from coreos_tui.fleet.etcd import EtcdClusters
    from coreos_tui.fleet.vagrant import VagrantKeeper
    from coreos_tui.transport.vagrant import Vagrant, VagrantRun, Verb

_LATEST = 2.0
WORKSTATION = "this machine"
OFF = {
    Power.ABSENT: "has not been created",
    Power.SUSPENDED: "is suspended",
    Power.CHANGING: "is changing its state",
}


@dataclass(frozen=True)
class Site:
    """Which hosts there are: a Vagrantfile's directory, SSH hosts, and always this workstation.

    `ssh_config` is read in place of OpenSSH's own files, as `ssh -F` does. `workstation` is the
    SSH name of the workstation where that is not the machine this program runs on. `sudo` lets
    what a host refuses be tried once more through `sudo -n`. `demo` says that none of it is real.
    """

    directory: Path | None = None
    hosts: tuple[str, ...] = ()
    environ: Mapping[str, str] = field(default_factory=dict)
    read_only: bool = False
    sudo: bool = False
    ssh_config: Path | None = None
    workstation: str = ""
    demo: bool = False
    etcd: EtcdAccess = field(default_factory=EtcdAccess)


class Fleet:
    """Keeps the whole site read into a store."""

    def __init__(self, site: Site, store: Store) -> None:
        self.site, self.store = site, store
        self.vagrant: Vagrant | None = None
        self.painted: asyncio.Event | None = None
        self.keepers: dict[str, HostKeeper] = {}
        self._woken: set[str] = set()
        self._machines: tuple[Machine, ...] = ()
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._vagrant_keeper: VagrantKeeper | None = None
        if site.directory:
            self._keep_vagrant(site.directory)

    def _keep_vagrant(self, directory: Path) -> None:
        # Late, as all that only machines and SSH hosts need: it comes with the first of them.
        from coreos_tui.fleet.vagrant import VagrantKeeper
        from coreos_tui.transport.vagrant import Vagrant

        self.vagrant = Vagrant(directory, self.site.environ)
        self._vagrant_keeper = VagrantKeeper(self.vagrant, self.store, self._machines_are)

    @cached_property
    def etcd(self) -> "EtcdClusters":
        """Every etcd there is."""
        from coreos_tui.fleet.etcd import EtcdClusters  # late: the first frame does without

        return EtcdClusters(self.site.etcd, self.store, self.link, self.check_allowed)

    def start(self, painted: asyncio.Event | None = None) -> None:
        """Begins to read everything; never waits.

        What the first frame does without waits for `painted`: it would take the interpreter
        from what makes that frame. The engines of this workstation do not wait.
        """
        site, self.painted = self.site, painted
        if not site.workstation:
            look, here = look_at_workstation(site.environ), Host(WORKSTATION, Kind.WORKSTATION)
            engines = engines_here(site.environ)
            self._keep(HostKeeper(here, self.store, _open_local, look, engines, painted))
        self._say_hosts()
        if painted is None:
            self._start_rest()
        else:
            self._tasks["start"] = asyncio.ensure_future(self._start_after(painted))

    async def _start_after(self, painted: asyncio.Event) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(painted.wait(), _LATEST)
        self._start_rest()

    def _start_rest(self) -> None:
        site = self.site
        if site.workstation:
            here = Host(WORKSTATION, Kind.WORKSTATION)
            self._keep_far(here, _open_ssh(site.workstation, site.ssh_config, WORKSTATION))
        for name in site.hosts:
            self._keep_far(Host(name, Kind.SSH), _open_ssh(name, site.ssh_config, name))
        self.etcd.start()
        if self._vagrant_keeper:
            self._tasks["vagrant"] = asyncio.ensure_future(self._vagrant_keeper.run())

    async def stop(self) -> None:
        """Ends everything; takes under 0.3 s, whatever hangs."""
        tasks = list(self._tasks.values())
        if "etcd" in self.__dict__:  # it was started
            tasks += self.etcd.leave()
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=0.25)

    def _keep(self, keeper: HostKeeper) -> None:
        name = keeper.host.name
        self.keepers[name] = keeper
        self._tasks[f"host {name}"] = asyncio.ensure_future(keeper.run())

    def _keep_far(self, host: Host, opener: Open) -> None:
        look = look_at_host(lambda: host.name in self._woken)
        self._keep(HostKeeper(host, self.store, opener, look))

    def _say_hosts(self) -> None:
        machines = tuple(Host(each.name, Kind.MACHINE) for each in self._machines)
        ssh = tuple(Host(name, Kind.SSH) for name in self.site.hosts)
        self.store.put(topics.HOSTS, (Host(WORKSTATION, Kind.WORKSTATION), *machines, *ssh))

    def _machines_are(self, machines: tuple[Machine, ...]) -> None:
        gone = {each.name for each in self._machines} - {each.name for each in machines}
        self._machines = machines
        for name in gone:
            self._let_go(name)
            for topic in topics_of(name):
                self.store.drop(topic)
        for machine in machines:
            if machine.power in (Power.RUNNING, Power.UNKNOWN):
                self._start_machine(machine.name)
            elif not machine.busy:
                self._machine_is_off(machine)
        self._say_hosts()

    def _start_machine(self, name: str) -> None:
        if self.vagrant and name not in self.keepers:
            self._keep_far(Host(name, Kind.MACHINE), self._open_machine(self.vagrant, name))

    def _machine_is_off(self, machine: Machine) -> None:
        self._let_go(machine.name)
        words = OFF.get(machine.power, f"is off ({machine.state})")
        verb = "resume it" if machine.power is Power.SUSPENDED else "start it"
        error = HopError(Hop.MACHINE, f"{machine.name} {words}", f"Press S to {verb}")
        fail_facts(self.store, machine.name, error)

    def _let_go(self, name: str) -> None:
        self.keepers.pop(name, None)
        task = self._tasks.pop(f"host {name}", None)
        if task:
            task.cancel()

    def _open_machine(self, vagrant: "Vagrant", name: str) -> Open:

        async def opened() -> Link:
            from coreos_tui.transport.ssh import connect  # late: with the first machine

            try:
                return await connect(await vagrant.ssh_target(name))
            except HopError:
                # Our idea of the machine may be old: its state, or the port it is forwarded to.
                vagrant.forget(name)
                self.wake_vagrant()
                raise

        return opened

    @property
    def vagrant_answered(self) -> bool:
        """Whether Vagrant has nothing more to say: it answered, failed, or is not asked."""
        return self._vagrant_keeper is None or self._vagrant_keeper.answered

    def wake_vagrant(self) -> None:
        """Vagrant's machines may have changed."""
        if self._vagrant_keeper:
            self._vagrant_keeper.wake()

    def wake(self, host: str) -> None:
        """Try a host again now."""
        if host in self.keepers:
            self.keepers[host].wake()
        self.etcd.wake(host)
        self.wake_vagrant()

    def start_engine(self, host: str) -> None:
        """Starts the engines of a host that sleep behind their sockets."""
        self.check_allowed(f"start the engine of {host}")
        self._woken.add(host)
        self.wake(host)

    def link(self, host: str) -> Link:
        """The link to a host. Raises HopError when it is not connected."""
        keeper = self.keepers.get(host)
        if keeper and keeper.link:
            return keeper.link
        error = self.store.get(topics.host(host)).error
        raise error or HopError(Hop.HOST, f"{host} is not connected yet", "Try again in a moment")

    def engine(self, host: str, name: str) -> Engine:
        """An engine to ask. Raises HopError when it cannot be asked now."""
        self.link(host)
        return self.keepers[host].engine(name)

    async def act(self, verb: str, ref: Ref, *, force: bool = False) -> None:
        """Starts, stops, … one container. Raises HopError, also when only looking is allowed.

        `force` lets a container be removed that runs.
        """
        self.check_allowed(f"{verb} {ref.name}")
        engine = self.engine(ref.host, ref.engine)
        await engine.ping()  # an engine that is away says so in better words than docker-py has
        await engine.act(verb, ref.id, force=force)
        self.keepers[ref.host].engines[ref.engine].wake(ref.id)

    def run_vagrant(self, verb: "Verb", machine: str) -> "VagrantRun":
        """Runs `vagrant up`, `halt`, … on one machine; its output is the answer."""
        self.check_allowed(f"{verb} {machine}")
        if not self.vagrant:
            raise HopError(Hop.VAGRANT, "there is no Vagrantfile here", "Use --directory")
        return self.vagrant.act(verb, machine)

    def check_allowed(self, what: str) -> None:
        """Raises HopError where the program was told to only look."""
        if self.site.read_only:
            raise HopError(Hop.READ_ONLY, f"will not {what}", "Start without --read-only to act")


async def _open_local() -> Link:
    return LocalLink(WORKSTATION)


def _open_ssh(name: str, config: Path | None, called: str) -> Open:
    async def opened() -> Link:
        from coreos_tui.transport.ssh import connect, resolve  # late: with the first SSH host

        target = await resolve(name, config=config)
        return await connect(replace(target, name=called))

    return opened
