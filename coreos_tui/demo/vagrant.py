"""A Vagrant in a box: a project directory and a `vagrant` that speaks for its machines."""

import fcntl
import json
import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from coreos_tui.demo import vagrant_script

_NO_WAY_IN = "Host {name}\n  HostName 127.0.0.1\n  User core\n  Port 2222\n"


class DemoVagrant:
    """Machines in a JSON file, and the executable that shows and changes them.

    `directory` holds the project (with a Vagrantfile); `bin` goes first on PATH.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory.absolute()
        self.bin = self.directory / ".bin"
        self.state_file = self.directory / ".machines.json"
        self.bin.mkdir(parents=True, exist_ok=True)
        (directory / "Vagrantfile").write_text("# The machines of this project are simulated.\n")
        state = {"machines": {}, "mode": "", "delay": 0.0, "pause": 0.0, "code": 1}
        self._write(state)
        script = Path(vagrant_script.__file__)
        words = (sys.executable, "-I", "-S", script, self.state_file)
        executable = self.bin / "vagrant"
        executable.write_text(f'#!/bin/sh\nexec {shlex.join(map(str, words))} "$@"\n')
        executable.chmod(0o755)

    @property
    def environment(self) -> dict[str, str]:
        """This process's environment with the demo's `vagrant` first on PATH, and its home."""
        path = f"{self.bin}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        home = str(self.directory / vagrant_script.HOME)
        return {**os.environ, "PATH": path, "VAGRANT_HOME": home}

    def add(
        self,
        name: str,
        state: str = "running",
        provider: str = "virtualbox",
        ssh_config: str = "",
    ) -> None:
        """A machine; `ssh_config` is the block it prints, such as `DemoSshd.config_block()`."""
        block = ssh_config or _NO_WAY_IN.format(name=name)
        self._change_machine(name, {"state": state, "provider": provider, "ssh": block})
        vagrant_script.note(self.directory, self.machines())

    def set_state(self, name: str, state: str) -> None:
        """Somebody changed it behind Vagrant's back."""
        self._change_machine(name, {"state": state})

    def reach(self, name: str, ssh_config: str) -> None:
        """A machine is reached in another way from now on."""
        self._change_machine(name, {"ssh": ssh_config})

    def misbehave(
        self, mode: str = "", *, delay: float = 0.0, pause: float = 0.0, code: int = 1
    ) -> None:
        """`locked` (by another process), `nonsense` (no Vagrant output, exit `code`) or "".

        `delay` is what a status takes, `pause` what each step of an action takes, in seconds.
        """
        with self._changing() as state:
            state |= {"mode": mode, "delay": delay, "pause": pause, "code": code}

    def machines(self) -> dict[str, dict[str, str]]:
        """The machines as they stand: state, provider, ssh."""
        found: dict[str, dict[str, str]] = json.loads(self.state_file.read_text())["machines"]
        return found

    def _change_machine(self, name: str, values: dict[str, str]) -> None:
        with self._changing() as state:
            state["machines"][name] = {**state["machines"].get(name, {}), **values}

    @contextmanager
    def _changing(self) -> Iterator[dict[str, Any]]:
        """The state, which nobody else changes meanwhile; it is written afterwards."""
        with Path(f"{self.state_file}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            state = json.loads(self.state_file.read_text())
            yield state
            self._write(state)

    def _write(self, state: dict[str, Any]) -> None:
        fresh = self.state_file.with_suffix(".new")
        fresh.write_text(json.dumps(state))
        fresh.replace(self.state_file)
