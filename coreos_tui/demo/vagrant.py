"""A Vagrant in a box: a project directory and a `vagrant` that speaks for its machines."""

import fcntl
import json
import os
import shlex
import sys
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
        self._change("machines", name, {"state": state, "provider": provider, "ssh": block})
        vagrant_script.note(self.directory, self.machines())

    def set_state(self, name: str, state: str) -> None:
        """Somebody changed it behind Vagrant's back."""
        self._change("machines", name, {**self.machines()[name], "state": state})

    def reach(self, name: str, ssh_config: str) -> None:
        """A machine is reached in another way from now on."""
        self._change("machines", name, {**self.machines()[name], "ssh": ssh_config})

    def misbehave(
        self, mode: str = "", *, delay: float = 0.0, pause: float = 0.0, code: int = 1
    ) -> None:
        """`locked` (by another process), `nonsense` (no Vagrant output, exit `code`) or "".

        `delay` is what a status takes, `pause` what each step of an action takes, in seconds.
        """
        for key, value in (("mode", mode), ("delay", delay), ("pause", pause), ("code", code)):
            self._change(key, "", value)

    def machines(self) -> dict[str, dict[str, str]]:
        """The machines as they stand: state, provider, ssh."""
        found: dict[str, dict[str, str]] = json.loads(self.state_file.read_text())["machines"]
        return found

    def _change(self, key: str, name: str, value: Any) -> None:
        with Path(f"{self.state_file}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            state = json.loads(self.state_file.read_text())
            if name:
                state[key][name] = value
            else:
                state[key] = value
            self._write(state)

    def _write(self, state: dict[str, Any]) -> None:
        fresh = self.state_file.with_suffix(".new")
        fresh.write_text(json.dumps(state))
        fresh.replace(self.state_file)
