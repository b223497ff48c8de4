"""A real OpenSSH server on a free port, with keys and configuration of its own."""

import contextlib
import os
import signal
import socket
import subprocess
import threading
from pathlib import Path

from tests.transport.far_ssh import Far, prepare

SSHD = Path("/usr/sbin/sshd")
CONFIG = """
Port {port}
ListenAddress 127.0.0.1
HostKey {dir}/host_ed25519
AuthorizedKeysFile {dir}/authorized_keys
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin yes
SetEnv BASH_ENV={dir}/noise HOME={dir}
{more}
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


class Sshd(Far):
    """OpenSSH's server: `start_sshd`, then `stop` or `freeze` it."""

    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        """Kills it and every connection that it serves."""
        self._signal(signal.SIGKILL)
        self.process.wait()

    def freeze(self) -> None:
        """Stops it and the processes of its connections, as a hung host does."""
        self._signal(signal.SIGSTOP)

    def _signal(self, number: int) -> None:
        for pid in (*self._children(), self.process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    def _children(self) -> list[int]:
        """Its connections: they are in sessions of their own."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        try:
            return [int(pid) for pid in path.read_text().split()]
        except OSError:
            return []


def start_sshd(directory: Path, more: str = "") -> Sshd:
    """Starts it and waits until it answers."""
    prepare(directory)
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    far = Sshd(directory, free_port())
    config = directory / "sshd_config"
    config.write_text(CONFIG.format(port=far.port, dir=directory, more=more))
    far.process = subprocess.Popen(
        [str(SSHD), "-D", "-e", "-f", str(config)],
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    for _ in range(2000):
        try:
            socket.create_connection(("127.0.0.1", far.port)).close()
        except OSError:
            threading.Event().wait(0.005)
        else:
            return far
    raise AssertionError("sshd does not answer")
