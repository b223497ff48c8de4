"""What the demo's `vagrant` does: a program of its own, which imports nothing but Python's own.

Called as `vagrant_script.py STATE_FILE ARGUMENTS...`. It prints what Vagrant 2.3 prints, and keeps
its machines in that JSON file.
"""

import fcntl
import json
import sys
import time
import uuid
from pathlib import Path
from typing import Any, TextIO

VERSION = "2.3.4"
HOME = ".vagrant.d"
LOCKED = "Vagrant::Errors::MachineLocked"
LOCKED_WORDS = (
    "Vagrant can't use the requested machine because it is locked! This\n"
    "means that another Vagrant process is currently reading or modifying\n"
    "the machine. Please wait for that Vagrant process to end and try\n"
    "again."
)
ACTION_LOCKED = "Vagrant::Errors::MachineActionLockedError"
LONG = {
    "running": "The VM is running. To stop this VM, you can run `vagrant halt` to\n"
    "shut it down forcefully, or you can run `vagrant suspend` to simply\n"
    "suspend the virtual machine. In either case, to restart it again,\n"
    "simply run `vagrant up`.",
    "poweroff": "The VM is powered off. To restart the VM, simply run `vagrant up`",
    "saved": "To resume this VM, simply run `vagrant up`.",
    "not_created": "The environment has not yet been created. Run `vagrant up` to\n"
    "create the environment.",
}
STEPS = {
    "up": ("Importing base box 'flatcar-beta'...", "Booting VM...", "Machine booted and ready!"),
    "halt": ("Attempting graceful shutdown of VM...",),
    "reload": (
        "Attempting graceful shutdown of VM...",
        "Booting VM...",
        "Machine booted and ready!",
    ),
    "suspend": ("Saving VM state and suspending execution...",),
    "resume": ("Resuming suspended VM...", "Booting VM...", "Machine booted and ready!"),
    "destroy": ("Forcing shutdown of VM...", "Destroying VM and associated drives..."),
}
BECOMES = {
    "up": "running",
    "halt": "poweroff",
    "reload": "running",
    "suspend": "saved",
    "resume": "running",
    "destroy": "not_created",
}


Machines = dict[str, dict[str, Any]]


class VagrantError(Exception):
    """An error of Vagrant: its class and its words."""

    def __init__(self, kind: str, words: str) -> None:
        self.kind, self.words = kind, words
        super().__init__(words)


def note(project: Path, machines: Machines) -> None:
    """What Vagrant leaves in its files: an id of each machine there is, and the index."""
    index: dict[str, dict[str, Any]] = {}
    for name, each in machines.items():
        file = project / ".vagrant" / "machines" / name / each["provider"] / "id"
        file.parent.mkdir(parents=True, exist_ok=True)
        if each["state"] == "not_created":
            file.unlink(missing_ok=True)
            continue
        if not file.exists():
            file.write_text(str(uuid.uuid4()))
        index[uuid.uuid5(uuid.NAMESPACE_URL, f"{project}/{name}").hex] = {
            "local_data_path": str(project / ".vagrant"),
            "name": name,
            "provider": each["provider"],
            "state": each["state"].replace("_", " "),
            "vagrantfile_name": None,
            "vagrantfile_path": str(project),
            "updated_at": None,
            "extra_data": {},
        }
    written = project / HOME / "data" / "machine-index" / "index"
    written.parent.mkdir(parents=True, exist_ok=True)
    written.write_text(json.dumps({"version": 1, "machines": index}))


class Output:
    """Lines for people, or for machines."""

    def __init__(self, machine_readable: bool) -> None:
        self._machine_readable = machine_readable

    def row(self, target: str, kind: str, *values: str) -> None:
        if self._machine_readable:
            escaped = (
                each.replace(",", "%!(VAGRANT_COMMA)").replace("\n", "\\n").replace("\r", "\\r")
                for each in values
            )
            self.plain(",".join((str(int(time.time())), target, kind, *escaped)))

    def say(self, text: str, target: str = "") -> None:
        shown = f"==> {target}: {text}" if target else text
        if self._machine_readable:
            self.row(target, "ui", "info", shown)
        else:
            self.plain(shown)

    def plain(self, text: str, to: TextIO = sys.stdout) -> None:
        to.write(f"{text}\n")
        to.flush()

    def fail(self, error: VagrantError) -> int:
        if self._machine_readable:
            self.row("", "ui", "error", error.words)
            self.row("", "error-exit", error.kind, error.words)
        else:
            self.plain(error.words, sys.stderr)
        return 1


class Project:
    """The machines of the JSON file, and one command on them."""

    def __init__(self, file: Path, out: Output) -> None:
        self._file, self._out = file, out
        self.state: dict[str, Any] = json.loads(file.read_text())

    def chosen(self, names: list[str]) -> Machines:
        machines: Machines = self.state["machines"]
        for name in names:
            if name not in machines:
                raise VagrantError(
                    "Vagrant::Errors::MachineNotFound",
                    f"The machine with the name '{name}' was not found configured for\n"
                    "this Vagrant environment.",
                )
        return {name: machines[name] for name in names or machines}

    def status(self, machines: Machines) -> None:
        lock = self._held("index")
        if lock is None or self.state["mode"] == "locked":
            raise VagrantError(LOCKED, LOCKED_WORDS)
        time.sleep(self.state["delay"])
        note(self._file.parent, self.state["machines"])
        for name, each in machines.items():
            self._out.row(name, "metadata", "provider", each["provider"])
        table = "Current machine states:\n"
        for name, each in machines.items():
            short = each["state"].replace("_", " ")
            self._out.row(name, "provider-name", each["provider"])
            self._out.row(name, "state", each["state"])
            self._out.row(name, "state-human-short", short)
            long = LONG.get(each["state"], f"The VM is {short}.")
            self._out.row(name, "state-human-long", long)
            table += f"\n{name:25s} {short} ({each['provider']})"
        self._out.say(table)

    def ssh_config(self, machines: Machines) -> None:
        for name, each in machines.items():
            if each["state"] != "running":
                raise VagrantError(
                    "Vagrant::Errors::SSHNotReady",
                    "The provider for this Vagrant-managed machine is reporting that it\n"
                    "is not yet ready for SSH.",
                )
            self._out.row(name, "metadata", "provider", each["provider"])
            self._out.row(name, "ssh-config", each["ssh"])
            self._out.plain(each["ssh"])

    def act(self, machines: Machines, verb: str) -> None:
        for name, each in machines.items():
            lock = self._held(f"action-{name}")
            if lock is None or self.state["mode"] == "locked":
                raise VagrantError(
                    ACTION_LOCKED,
                    f"An action '{verb}' was attempted on the machine '{name}',\n"
                    "but another process is already executing an action on the machine.\n"
                    "Vagrant locks each machine for access by only one process at a time.",
                )
            self._out.row(name, "metadata", "provider", each["provider"])
            if verb == "up":
                provider = each["provider"]
                self._out.say(f"Bringing machine '{name}' up with '{provider}' provider...")
            self._out.row(name, "action", verb, "start")
            self._go(name, each["state"], verb)
            self._out.row(name, "action", verb, "end")

    def _go(self, name: str, state: str, verb: str) -> None:
        if verb != "up" and state == "not_created":
            self._out.say("VM not created. Moving on...", name)
            return
        for step in STEPS[verb]:
            self._out.say(step, name)
            time.sleep(self.state["pause"])
        with Path(f"{self._file}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            found = json.loads(self._file.read_text())
            found["machines"][name]["state"] = BECOMES[verb]
            fresh = self._file.with_suffix(".new")
            fresh.write_text(json.dumps(found))
            fresh.replace(self._file)
            note(self._file.parent, found["machines"])

    def _held(self, name: str) -> TextIO | None:
        """A lock that ends with this process, or None where another has it."""
        lock = Path(f"{self._file}.{name}.lock").open("w")  # noqa: SIM115 - held to the end
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.close()
            return None
        return lock


def _do(project: Project, verb: str, names: list[str], force: bool) -> int:
    if verb in BECOMES:
        if verb == "destroy" and not force:
            raise VagrantError(
                "Vagrant::Errors::UIExpectsTTY",
                "Vagrant is attempting to interface with the UI in a way that requires\na TTY.",
            )
        project.act(project.chosen(names), verb)
    elif verb == "status":
        project.status(project.chosen(names))
    elif verb == "ssh-config":
        project.ssh_config(project.chosen(names))
    else:
        sys.stdout.write("Usage: vagrant [options] <command> [<args>]\n")
        return 1
    return 0


def main(file: str, argv: list[str]) -> int:
    """Runs one command line; the exit code."""
    out = Output("--machine-readable" in argv)
    words = [word for word in argv if not word.startswith("-")]
    if "--version" in argv or "-v" in argv:
        out.plain(f"Vagrant {VERSION}")
        return 0
    project = Project(Path(file), out)
    if project.state["mode"] == "nonsense":
        out.plain("Could not find 'bundler' (2.1) in locally installed gems.\x1b[2J")
        return int(project.state["code"])
    try:
        force = bool({"-f", "--force"} & set(argv))
        return _do(project, (words or [""])[0], words[1:], force)
    except VagrantError as error:
        return out.fail(error)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
