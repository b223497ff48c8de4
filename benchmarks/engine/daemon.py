"""A dockerd of our own, in a control group of its own, so that its cost is known exactly.

Its containers live in another control group; its shims count as the engine's. Beside any other
engine: own socket, own data, own bridge. Needs root.
"""

import fcntl
import os
import shutil
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from benchmarks.engine.image import MissingError
from benchmarks.places import ENGINE
from benchmarks.pty.meter import Group, open_group, stale_app_groups

_BRIDGE = "ctbench0"
_GROUP = "coreos-tui-bench-engine"
_CONTAINERS = "coreos-tui-bench"
# Where these hierarchies exist but are mounted nowhere, a shim finds no statistics at all.
_MOUNTS = """
for each in hugetlb perf_event net_cls,net_prio; do
  [ -d /sys/fs/cgroup/cpuacct ] || break
  mountpoint -q /sys/fs/cgroup/$each && continue
  mkdir -p /sys/fs/cgroup/$each
  mount -t cgroup -o $each cgroup /sys/fs/cgroup/$each 2>/dev/null
done
exec "$@"
"""


class Daemon:
    """Up on entering, gone without a trace on leaving, however that comes about."""

    def __init__(self) -> None:
        self.socket = ENGINE / "docker.sock"
        self._process: subprocess.Popen[bytes] | None = None
        self._group: Group | None = None

    @property
    def host(self) -> str:
        """As DOCKER_HOST says it."""
        return f"unix://{self.socket}"

    def cpu(self) -> float:
        """Seconds of processor time so far, shims included."""
        assert self._group is not None
        return self._group.cpu()

    def __enter__(self) -> "Daemon":
        """Raises MissingError for what is not here."""
        if os.geteuid() != 0:
            raise MissingError("A private engine needs root.")
        for name in ("dockerd", "ip", "unshare", "setpriv"):
            if shutil.which(name) is None:
                raise MissingError(f"There is no {name}. .ci/packages installs what is needed.")
        ENGINE.mkdir(parents=True, exist_ok=True)
        self._lock()
        self._clear()
        try:
            self._start()
        except BaseException:
            self._clear()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._clear()

    def _lock(self) -> None:
        """One run at a time: two would measure each other."""
        self._held = (ENGINE.parent / f"{ENGINE.name}.lock").open("w")
        try:
            fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise MissingError("Another run is measuring on this machine.") from None

    def _start(self) -> None:
        self._group = group = open_group(_GROUP)
        if group is None:
            raise MissingError("No control group can be made here.")
        _ip("link", "add", _BRIDGE, "type", "bridge")
        _ip("addr", "add", "10.231.0.1/24", "dev", _BRIDGE)
        (ENGINE / "daemon.json").write_text("{}")
        options = {
            "--config-file": ENGINE / "daemon.json",
            "--data-root": ENGINE / "data",
            "--exec-root": ENGINE / "exec",
            "--pidfile": ENGINE / "pid",
            "--host": self.host,
            "--bridge": _BRIDGE,
            "--exec-opt": "native.cgroupdriver=cgroupfs",
            "--cgroup-parent": f"/{_CONTAINERS}",
            "--log-level": "warn",
        }
        command = ["setpriv", "--pdeathsig", "TERM", "unshare", "--mount"]
        command += ["sh", "-c", _MOUNTS, "sh", "dockerd"]
        command += [str(word) for option in options.items() for word in option]
        command += [f"--{name}=false" for name in ("iptables", "ip6tables", "ip-masq")]
        with (ENGINE / "log").open("wb") as log:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=group.join,
            )
        self._await()

    def _await(self) -> None:
        assert self._process is not None
        end = time.monotonic() + 30
        while not self.socket.is_socket():
            if self._process.poll() is not None or time.monotonic() > end:
                told = (ENGINE / "log").read_text(errors="replace").splitlines()[-5:]
                raise MissingError("\n".join(["The engine does not start:", *told]))
            time.sleep(0.05)

    def _clear(self) -> None:
        """Ends and removes whatever this run, or one that was killed, has left."""
        for left in stale_app_groups():
            left.kill(1.0)
            left.remove()
        for name in (_GROUP, _CONTAINERS):
            group = open_group(name)
            if group is not None:
                group.kill(5.0)
        if self._process is not None:
            self._process.wait(10)
            self._process = None
        for name in (_GROUP, _CONTAINERS):
            _remove_groups(name)
        _ip("link", "delete", _BRIDGE)
        shutil.rmtree(ENGINE, ignore_errors=True)
        ENGINE.mkdir(parents=True, exist_ok=True)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], stderr=subprocess.DEVNULL, check=False)


def _remove_groups(name: str) -> None:
    """In every hierarchy, with the containers' groups below."""
    root = Path("/sys/fs/cgroup")
    for top in (root / name, *root.glob(f"*/{name}")):
        below = sorted((path for path in top.rglob("*") if path.is_dir()), reverse=True)
        for folder in [*below, top]:
            with suppress(OSError):
                folder.rmdir()
