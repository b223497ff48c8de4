"""The real machines that `lab/up` makes, as tests reach them from outside."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DIRECTORY = Path(os.environ.get("COREOS_TUI_LAB", "/var/tmp/coreos-tui-lab"))


@dataclass(frozen=True, slots=True)
class Machine:
    """One machine: its name as Vagrant has it and the port of its sshd on 127.0.0.1."""

    name: str
    ssh_port: int


@dataclass(frozen=True, slots=True)
class Lab:
    """The standing lab. Its calls return what was printed and fail on any other exit than 0."""

    machines: tuple[Machine, ...]
    directory: Path = DIRECTORY

    @property
    def socket(self) -> Path:
        """The outer engine's socket; the machines are its containers lab-NAME."""
        return self.directory / "docker.sock"

    @property
    def clone(self) -> Path:
        """The clone whose Vagrant has the machines, which need not be the one that is tested."""
        return Path((self.directory / "stamp").read_text().splitlines()[0].rpartition(" ")[0])

    @property
    def key(self) -> Path:
        """The private key that lets the user core into every machine."""
        return self.directory / "key"

    @property
    def environ(self) -> dict[str, str]:
        """The environment in which docker and vagrant mean the lab."""
        return os.environ | {
            "COREOS_TUI_LAB": str(self.directory),
            "DOCKER_HOST": f"unix://{self.socket}",
            "VAGRANT_DEFAULT_PROVIDER": "docker",
            "VAGRANT_CHECKPOINT_DISABLE": "1",
        }

    def docker(self, *argv: str, timeout: float = 30) -> str:
        """Asks the outer engine: `docker ARGV`."""
        return self.run("docker", *argv, timeout=timeout)

    def machine(self, name: str, *argv: str, timeout: float = 30) -> str:
        """Runs ARGV inside a machine as root, past its sshd."""
        return self.docker("exec", f"lab-{name}", *argv, timeout=timeout)

    def engine(self, name: str, *argv: str, timeout: float = 30) -> str:
        """Asks the engine inside a machine: `docker ARGV` there."""
        return self.machine(name, "docker", *argv, timeout=timeout)

    def ssh(self, machine: Machine, command: str, timeout: float = 30) -> str:
        """Runs a shell command as core, through the machine's sshd."""
        options = ["BatchMode=yes", "StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null"]
        flags = [f"-o{option}" for option in [*options, "LogLevel=ERROR", "IdentitiesOnly=yes"]]
        port, key = str(machine.ssh_port), str(self.key)
        return self.run(
            "ssh", *flags, "-i", key, "-p", port, "core@127.0.0.1", command, timeout=timeout
        )

    def fault(self, fault: str, name: str, timeout: float = 120) -> None:
        """Breaks or mends a machine: `lab/faults FAULT NAME`."""
        self.run(str(ROOT / "lab" / "faults"), fault, name, timeout=timeout)

    def run(self, *argv: str, timeout: float = 30) -> str:
        """Runs a program of this machine in the lab's environment."""
        done = subprocess.run(
            argv, env=self.environ, cwd=self.clone, capture_output=True, text=True, timeout=timeout,
            stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            said = f"{done.stdout}{done.stderr}".strip()
            raise AssertionError(f"{' '.join(argv)} ended with {done.returncode}: {said}")
        return done.stdout


def standing() -> Lab | None:
    """The lab, when its engine answers and at least two machines run on it; else nothing."""
    lab = Lab(machines=())
    if not (DIRECTORY / "stamp").exists() or not lab.socket.is_socket():
        return None
    try:
        said = lab.docker("ps", "--filter=name=^lab-core-", "--format={{.Names}} {{.State}}")
    except (AssertionError, subprocess.TimeoutExpired):
        return None
    rows = sorted(line.split() for line in said.splitlines())
    names = [name.removeprefix("lab-") for name, state in rows if state == "running"]
    machines = tuple(Machine(name, 2300 + int(name[-2:])) for name in names)
    return Lab(machines) if len(machines) > 1 else None
