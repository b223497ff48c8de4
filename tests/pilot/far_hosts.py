"""Machines and hosts at the wire: a Vagrant on PATH, SSH servers, an `ssh` that reads one file."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from coreos_tui.demo.container import SceneContainer
from coreos_tui.demo.engine import DemoEngine
from coreos_tui.demo.host import DemoHost
from coreos_tui.demo.scene import SceneEngine
from coreos_tui.demo.ssh import DemoSshd
from coreos_tui.demo.vagrant import DemoVagrant
from coreos_tui.fleet.fleet import Site
from tests.far_ends import environ_of, served

SOCKET = "/run/docker.sock"


class FarHost:
    """One host behind an SSH server, with one engine."""

    def __init__(self, engine: DemoEngine, host: DemoHost, sshd: DemoSshd) -> None:
        self.engine, self.host, self.sshd = engine, host, sshd


@asynccontextmanager
async def far_host(
    folder: Path, name: str = "core-01", forwarding: bool = True, **of_host: object
) -> AsyncIterator[FarHost]:
    """A Flatcar with two containers on its Docker 26.1."""
    scene = SceneEngine(
        (SceneContainer(name="alpha"), SceneContainer(name="beta", image="redis:7")),
        version="26.1.0",
        api="1.45",
    )
    async with served(scene) as engine:
        host = DemoHost(name, folder, sockets={SOCKET: engine.path}, **of_host)
        sshd = DemoSshd(host, forwarding=forwarding)
        await sshd.start()
        try:
            yield FarHost(engine, host, sshd)
        finally:
            await sshd.stop()


def vagrant_site(vagrant: DemoVagrant, folder: Path, engine: DemoEngine | None = None) -> Site:
    """A site of the machines of one Vagrantfile."""
    environ = {**environ_of(engine, folder), **_only(vagrant.environment, "PATH", "VAGRANT_HOME")}
    return Site(directory=vagrant.directory, environ=environ)


def _only(environ: dict[str, str], *names: str) -> dict[str, str]:
    return {name: environ[name] for name in names}


class SshHome:
    """A home whose ~/.ssh counts: OpenSSH itself looks only where the password file points."""

    def __init__(self, folder: Path, monkeypatch: object) -> None:
        self.known_hosts = folder / "known_hosts"
        self._config = folder / ".ssh" / "config"
        self._config.parent.mkdir(parents=True)
        self.known_hosts.touch()
        monkeypatch.setenv("HOME", str(folder))
        monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
        real = shutil.which("ssh")
        if real:
            bin_ = folder / "bin"
            bin_.mkdir()
            (bin_ / "ssh").write_text(f'#!/bin/sh\nexec {real} -F {self._config} "$@"\n')
            (bin_ / "ssh").chmod(0o755)
            monkeypatch.setenv("PATH", f"{bin_}{os.pathsep}{os.environ['PATH']}")

    def add(self, sshd: DemoSshd, known: bool = True) -> None:
        """A host of the config; `known` says whether its key is in known_hosts."""
        with self._config.open("a") as config:
            config.write(
                f"Host {sshd.host.name}\n  HostName {sshd.address}\n  Port {sshd.port}\n"
                f"  User {sshd.host.user}\n  IdentityFile {sshd.identity_file}\n"
                f"  IdentitiesOnly yes\n  UserKnownHostsFile {self.known_hosts}\n"
                "  GlobalKnownHostsFile none\n"
            )
        if known:
            self.known_hosts.write_text(self.known_hosts.read_text() + sshd.known_hosts_line())
