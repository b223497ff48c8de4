"""An SSH host by its name in ~/.ssh/config, whose key is not known, known, and another one."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from coreos_tui.core.errors import Hop
from coreos_tui.fleet.fleet import Site
from tests.lab.real import Lab
from tests.lab.stage import Stage, staged

pytestmark = pytest.mark.asyncio(loop_scope="session")

ALIAS = "lab-01"


@dataclass
class Home:
    """A home of its own: OpenSSH's configuration and known hosts."""

    known: Path
    environ: dict[str, str]

    def knows(self, key: str) -> None:
        """Has this key for the host, and no other."""
        self.known.write_text(f"[127.0.0.1]:2301 {key}\n" if key else "")


@pytest.fixture
def home(lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """ssh reads the home of the passwd file, whatever HOME says: one on PATH is told where."""
    folder, known = tmp_path / ".ssh", tmp_path / ".ssh" / "known_hosts"
    folder.mkdir(mode=0o700)
    config = folder / "config"
    config.write_text(
        f"Host {ALIAS}\n HostName 127.0.0.1\n Port 2301\n User core\n IdentityFile {lab.key}\n"
        f" IdentitiesOnly yes\n UserKnownHostsFile {known}\n GlobalKnownHostsFile none\n"
    )
    known.touch()
    ssh = subprocess.run(["which", "ssh"], capture_output=True, text=True, check=True).stdout
    wrapper = tmp_path / "bin" / "ssh"
    wrapper.parent.mkdir()
    wrapper.write_text(f'#!/bin/sh\nexec {ssh.strip()} -F {config} "$@"\n')
    wrapper.chmod(0o755)
    monkeypatch.setenv("PATH", f"{wrapper.parent}:{lab.environ['PATH']}")
    monkeypatch.setenv("HOME", str(tmp_path))
    return Home(known, lab.environ | {"HOME": str(tmp_path)})


@pytest_asyncio.fixture(loop_scope="session")
async def key(lab: Lab) -> str:
    """The host's own ed25519 key, read past its sshd."""
    path = "/etc/ssh/ssh_host_ed25519_key.pub"
    said = await asyncio.to_thread(lab.machine, "core-01", "cat", path)
    return " ".join(said.split()[:2])


@pytest_asyncio.fixture(loop_scope="session")
async def lone(home: Home) -> AsyncIterator[Stage]:
    """An app with that host and no Vagrant."""
    async with staged(Site(hosts=(ALIAS,), environ=home.environ)) as stage:
        yield stage


def fingerprint(key: str, folder: Path) -> str:
    """What `ssh-keygen -l` says of a key."""
    file = folder / "shown.pub"
    file.write_text(key + "\n")
    said = subprocess.run(
        ["ssh-keygen", "-l", "-f", str(file)], capture_output=True, text=True, check=True
    )
    return said.stdout.split()[1]


async def test_an_unknown_key_is_shown_and_works_once_accepted(
    lab: Lab, home: Home, key: str, lone: Stage, tmp_path: Path
) -> None:
    await lone.wait(lambda: lone.trouble(ALIAS), "the key is not known")
    error = lone.trouble(ALIAS)
    assert error is not None
    assert error.hop is Hop.HOST_KEY
    assert "SHA256:" in error.said
    await lone.at(ALIAS)
    assert " ✕ " in lone.row(ALIAS, "MachinesPane")
    await lone.see("is not known: its key is")
    home.knows(key)
    await lone.press("ctrl+r")
    await lone.all_well(ALIAS)
    assert fingerprint(key, tmp_path) in error.said, "it was the key that the host has"
    await lone.wait(lambda: lone.row("old"), "its containers")
    assert "up" in lone.row(ALIAS, "MachinesPane")


async def test_a_changed_key_is_refused(lab: Lab, home: Home, key: str, tmp_path: Path) -> None:
    file = tmp_path / "other"
    make = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(file)]
    subprocess.run(make, check=True, capture_output=True)
    home.knows(" ".join(file.with_suffix(".pub").read_text().split()[:2]))
    async with staged(Site(hosts=(ALIAS,), environ=home.environ)) as stage:
        await stage.wait(lambda: stage.trouble(ALIAS), "the key has changed")
        error = stage.trouble(ALIAS)
        assert error is not None
        assert error.hop is Hop.HOST_KEY
        assert "has changed" in error.said
        assert f"{home.known}:1" in error.said
        await stage.at(ALIAS)
        assert " ✕ " in stage.row(ALIAS, "MachinesPane")
        await stage.see("has changed")
        assert not stage.listed(ALIAS)
