"""One machine of a scenario: its host, its SSH server, its engines; on, off, or put to sleep."""

import contextlib
from pathlib import Path

from coreos_tui.demo.casting import host_of, scene_of, socket_of
from coreos_tui.demo.clock import Clock
from coreos_tui.demo.engine import DemoEngine
from coreos_tui.demo.etcd import DemoEtcd
from coreos_tui.demo.scenario import MachinePart
from coreos_tui.demo.ssh import DemoSshd


class DemoMachine:
    """Plays one part. `folder` is private and its path is short; `mark` makes sockets unique."""

    def __init__(self, part: MachinePart, folder: Path, mark: int, clock: Clock) -> None:
        self.part = part
        self.state = part.state
        self.engines: list[DemoEngine] = []
        self.etcd: DemoEtcd | None = None
        sockets: dict[str, Path] = {}
        for number, engine in enumerate(part.engines):
            # Unix sockets have room for 107 bytes, so the path is as short as can be.
            real = folder / f"{mark}-{number}.sock"
            sockets[socket_of(engine, part)] = real
            self.engines.append(DemoEngine(scene_of(engine, part, clock), real))
        self.host = host_of(part, folder / "hosts", sockets, clock)
        self.sshd = DemoSshd(self.host)
        self._slept_on: set[str] = set()

    async def start(self) -> None:
        """Makes its keys, and lets it run where it runs."""
        await self.sshd.start()
        if self.state == "running":
            await self._listen()
        else:
            self.sshd.refuse()
            self._halt()
            if self.etcd:
                await self.etcd.stop()

    async def stop(self) -> None:
        """Ends everything."""
        for engine in self.engines:
            await engine.stop()
        await self.sshd.stop()

    async def turn(self, state: str) -> None:
        """Comes to this state of Vagrant's, from whatever it was in."""
        before, self.state = self.state, state
        if before == "running" and state != "running":
            await self._hang_up()
        if state == "not_created":
            for engine in self.engines:
                engine.scene.containers.clear()
        elif state != "saved" and state != "running":
            self._halt()
        elif state == "running" and before != "running":
            if before != "saved":
                self._boot()
            await self._listen()

    async def reboot(self) -> None:
        """Goes down and comes up again by itself."""
        await self.turn("poweroff")
        await self.turn("running")

    async def _hang_up(self) -> None:
        self.sshd.refuse()
        self.sshd.cut()
        for engine in self.engines:
            await engine.stop()
        if self.etcd:
            await self.etcd.stop()

    async def _listen(self) -> None:
        if self.etcd:
            await self.etcd.start()
        for engine in self.engines:
            await engine.start()
        try:
            self.sshd.heal()
        except OSError:
            # While it was off, another program took its port.
            self.sshd.port = 0
            self.sshd.heal()

    def _halt(self) -> None:
        """Nobody hears of it: the engine is gone by then."""
        for engine in self.engines:
            for each in engine.scene.containers.values():
                if each.running or each.state == "restarting":
                    self._slept_on.add(each.id)
                    each.state, each.exit_code = "exited", each.stop_code
                    each.finished, each.log.ended = engine.scene.clock.now(), True

    def _boot(self) -> None:
        self.host.reboot()
        for engine in self.engines:
            for id_ in self._slept_on & set(engine.scene.containers):
                with contextlib.suppress(Exception):
                    engine.scene.start(id_)
        self._slept_on.clear()
