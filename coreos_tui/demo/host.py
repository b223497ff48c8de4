"""A host of the demo: a directory with its own files, and commands that answer as it would.

Scripts run in the real /bin/sh of this machine, without root of their own: names of the host's
files are swapped for those below its directory, and programs that could reach further are
replaced by ones that only talk.
"""

import os
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from coreos_tui.core.release import parse_release
from coreos_tui.demo import releases, tools
from coreos_tui.demo.clock import WALL, Clock
from coreos_tui.demo.journal import journalctl, write_journal
from coreos_tui.demo.kernel import disk_command, proc_files, stat_command
from coreos_tui.demo.place import Place
from coreos_tui.demo.processes import group_files, ps
from coreos_tui.demo.rewrite import Rewriter
from coreos_tui.demo.scenario import MachinePart, UnitPart
from coreos_tui.demo.systemd import systemctl, units_of, write_tables
from coreos_tui.demo.updating import (
    after_boot,
    commands_of,
    files_of,
    machine_id,
    units_of_updating,
)


class DemoHost:
    """One host.

    `files` are texts by absolute path, `sockets` what really listens by absolute path,
    `units` those of systemd beside the ones that every host has, `commands` more sh scripts by
    name. `part` has the rest of what a scenario says of it.
    """

    def __init__(
        self,
        name: str,
        directory: Path,
        files: Mapping[str, str] | None = None,
        sockets: Mapping[str, Path] | None = None,
        units: Iterable[UnitPart] = (),
        commands: Mapping[str, str] | None = None,
        user: str = "core",
        kernel: str = "6.12.58-flatcar",
        uid: int = 500,
        up_for: float = 7200.0,
        clock: Clock = WALL,
        part: MachinePart | None = None,
    ) -> None:
        self.name, self.user, self.kernel, self.uid = name, user, kernel, uid
        self._clock, self._boots = clock, 0
        self.root = directory / name
        self.sockets = {path: Path(real) for path, real in (sockets or {}).items()}
        self.part = part or MachinePart(name)
        own = (*units_of_updating(self.part.update), *self.part.units, *units)
        self.units = units_of(own, self.sockets)
        self.boot_id = self._next_boot()
        self.booted = int(clock.time() - up_for)
        given = files if files is not None else _flatcar()
        id_ = {"/etc/machine-id": f"{machine_id(name)}\n", "/etc/hostname": f"{name}\n"}
        own_files = {**id_, **self._kernel_files(), **files_of(self.part.update)}
        groups = group_files(self.units.values())
        self.files = {**own_files, **groups, **given}
        self._extra = dict(commands or {})
        self.ports: Mapping[tuple[str, int], int] | None = None
        """Which addresses it reaches, and their ports on this machine; None: the loopback's."""
        self._write()

    def _kernel_files(self) -> dict[str, str]:
        return proc_files(self.part.load, self.boot_id, self.booted, self._clock.time())

    def _commands(self) -> dict[str, str]:
        release = parse_release(self.files.get("/etc/os-release", ""))
        found = tools.commands(
            self.name, (self.user, self.uid), self.kernel, self.root / "run/docker.sock"
        )
        found |= {"df": disk_command(self.part.load), "stat": stat_command(self.root)}
        if self.part.systemd:
            tables = self.root / ".systemd"
            write_tables(tables, self.units.values(), self._clock)
            write_journal(
                tables / "journal",
                self.units.values(),
                self.kernel,
                self._clock,
                self.booted,
                self.part.systemd,
            )
            found |= {
                "journalctl": journalctl(tables / "journal"),
                "ps": ps(tables, self.units.values()),
            }
            found["systemctl"] = systemctl(tables, self.part.systemd, self.booted)
        return found | commands_of(self.part.update, release, self._clock) | self._extra

    def _write(self) -> None:
        for folder in {(self.root / path.lstrip("/")).parent for path in self.files}:
            folder.mkdir(parents=True, exist_ok=True)
        for path, text in self.files.items():
            file = self.root / path.lstrip("/")
            file.write_text(text)
            os.utime(file, (self.booted, self.booted))
        for path in self.sockets:
            self.plug(path)
        (self.root / "home" / self.user).mkdir(parents=True, exist_ok=True)
        (self.root / ".tools").mkdir(exist_ok=True)
        for name, script in self._commands().items():
            tools.write_script(self.root / ".tools" / name, script)
        tools.lay_out(self.root.parent)

    def plug(self, path: str, real: Path | None = None) -> None:
        """Shows a socket under this path, to `real` where it is given."""
        self.sockets[path] = real or self.sockets[path]
        file = self.root / path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        file.symlink_to(self.sockets[path])

    def reboot(self) -> None:
        """Another boot: a new boot id, a new time, and the update that waited for it."""
        self.boot_id, self.booted = self._next_boot(), int(self._clock.time())
        for path in [path for path in self.files if path.startswith("/run/")]:
            del self.files[path]
            (self.root / path.lstrip("/")).unlink(missing_ok=True)
        version = parse_release(self.files.get("/etc/os-release", "")).version
        renewed, release = after_boot(self.part.update, version, self.files)
        self.part = replace(self.part, update=renewed)
        self.files |= {**release, **files_of(renewed), **self._kernel_files()}
        self._write()

    def _next_boot(self) -> str:
        self._boots += 1
        return str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{self.name} boot {self._boots}"))

    @property
    def environment(self) -> dict[str, str]:
        """What scripts find in their environment, and nothing of this machine's."""
        return {
            "PATH": f"{self.root}/.tools:{self.root.parent}/.tools",
            "HOME": str(self.root / "home" / self.user),
            "USER": self.user,
            "LOGNAME": self.user,
            "SHELL": "/bin/sh",
            "LANG": os.environ.get("LANG", "C.UTF-8"),
            "XDG_RUNTIME_DIR": str(self.root / f"run/user/{self.uid}"),
        }

    def rewriter(self) -> Rewriter:
        """Swaps the host's paths for those below its directory."""
        known = (*self.files, *self.sockets, *_WHOLE)
        swaps = {path: f"{self.root}{path}" for path in known}
        return Rewriter(swaps | {_PATH: self.environment["PATH"]})

    def place(self) -> Place:
        """Where its login shell stands."""
        files = {path: text.encode() for path, text in self.files.items()}
        return Place(self.name, files, self.user, ("/sbin/init", "sshd", "dockerd"), self.kernel)


# The directories that scripts add to their PATH have programs of this machine.
_PATH = "/usr/sbin:/sbin:/usr/bin:/bin"
# Of these nothing of this machine may show through, also where the host has none.
_WHOLE = (
    "/etc/os-release",
    "/usr/lib/os-release",
    "/etc/lsb-release",
    "/run/docker.sock",
    "/var/run/docker.sock",
    "/run/podman/podman.sock",
    "/run/reboot-required",
    "/var/run/reboot-required",
    "/run/ostree-booted",
    "/run/reboot-required.pkgs",
    "/run/ostree",
    "/etc/machine-id",
    "/sys/fs/cgroup",
    "/etc/flatcar",
    "/etc/coreos",
    "/etc/confd",
    "/etc/zincati",
    "/run/zincati",
    "/usr/lib/zincati",
    "/usr/share/flatcar",
    "/usr/share/coreos",
    "/var/lib/update_engine",
    "/etc/default/etcd",
    "/etc/etcd/etcd.conf",
    "/etc/etcd.env",
    "/etc/apt",
    "/var/lib/apt",
    "/lib/modules",
    "/vmlinuz",
    "/boot",
    "/proc/net/tcp",
    "/proc/net/tcp6",
    "/sysroot",
)


def _flatcar() -> dict[str, str]:
    return {
        "/etc/os-release": releases.FLATCAR,
        "/usr/lib/os-release": releases.FLATCAR,
        "/etc/lsb-release": releases.FLATCAR_LSB,
    }
