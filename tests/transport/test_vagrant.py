"""Vagrant's machines, through an executable that prints what Vagrant printed."""

import asyncio
import json
import os
import sys
from pathlib import Path

import pytest

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.machine import Machine, Power
from coreos_tui.transport.vagrant import Vagrant
from coreos_tui.transport.vagrant.output import parse_output, states

STATUS = r"""1795370485,web,metadata,provider,docker
A plugin says hello, without a comma at the right place
1795370486,web,provider-name,docker
1795370486,web,state,running
1795370486,web,state-human-long,The container is running.\n`vagrant halt`%!(VAGRANT_COMMA) logs
1795370486,db,provider-name,docker
1795370486,db,state,not_created
1795370486,,ui,info,Current machine states:\n\nweb                       running (docker)
"""
ERROR = "1795370564,,error-exit,Vagrant::Errors::"
LOCKED = f"{ERROR}MachineLocked,Vagrant can't use the requested machine\n"
SYNTAX = (
    rf"{ERROR}VagrantfileSyntaxError,There is a syntax error in the following Vagrantfile."
    r"\n/home/core/Vagrantfile:3: syntax error%!(VAGRANT_COMMA) unexpected end" + "\n"
)
UNUSABLE = f"{ERROR}ProviderNotUsable,The provider 'docker' isn't usable on this system.\n"
NOT_READY = """The provider for this Vagrant-managed machine is reporting that it
is not yet ready for SSH. Depending on your provider this can carry
different meanings.
"""
BLOCK = """Host web
  HostName 127.0.0.1
  User core
  Port 2200
  UserKnownHostsFile /dev/null
  StrictHostKeyChecking no
  IdentityFile /home/core/insecure_private_key
  IdentitiesOnly yes
"""
# Says what the file named after its first word says, and notes how it was called.
FAKE = f"""#!{sys.executable} -S
import os, pathlib, signal, sys, time
here = pathlib.Path(__file__).parent
verb = sys.argv[1]
with (here / "calls").open("a") as calls:
    calls.write(" ".join(sys.argv[1:]) + "\\n")
assert not sys.stdin.read(), "nobody types here"
assert os.environ["VAGRANT_CHECKPOINT_DISABLE"] == "1" and "VAGRANT_CWD" not in os.environ
answers = sorted(here.glob(verb + ".*"))
answer = answers[0]
if len(answers) > 1:
    answer = answer.rename(here / "used")
text = answer.read_bytes().decode()
code, _, text = text.partition("\\n")
if verb == "up" and code == "wait":
    def stop(*_):
        os.write(1, b"==> web: interrupted\\n")
        os._exit(1)
    signal.signal(signal.SIGINT, stop)
    print(text, end="", flush=True)
    while not (here / "go").exists():
        time.sleep(0.01)
    sys.exit(0)
elif verb == "slow":
    time.sleep(60)
out = sys.stderr if text.startswith("The provider for") else sys.stdout
out.write(text)
sys.exit(int(code))
"""


class Stage:
    """A directory with a Vagrantfile, and what the executable is to say."""

    def __init__(self, directory: Path) -> None:
        self.bin = directory / "bin"
        self.project = directory / "project"
        self.home = directory / "home"
        for made in (self.bin, self.project, self.home / "data/machine-index"):
            made.mkdir(parents=True)
        (self.project / "Vagrantfile").write_text("# empty\n")
        (self.bin / "vagrant").write_text(FAKE)
        (self.bin / "vagrant").chmod(0o755)
        environ = {"PATH": f"{self.bin}:{os.environ['PATH']}", "VAGRANT_HOME": str(self.home)}
        self.vagrant = Vagrant(self.project, environ | {"VAGRANT_CWD": "/nowhere"})

    def says(self, verb: str, *texts: str, code: int | str = 0) -> None:
        """One after the other; the last one for ever."""
        for old in self.bin.glob(f"{verb}.*"):
            old.unlink()
        for number, text in enumerate(texts):
            failed = "error-exit" in text or text is NOT_READY
            (self.bin / f"{verb}.{number}").write_text(f"{1 if failed else code}\n{text}")

    def made(self, name: str) -> Path:
        file = self.project / f".vagrant/machines/{name}/docker/id"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("afb02dbfd6e9")
        return file

    @property
    def calls(self) -> list[str]:
        file = self.bin / "calls"
        return file.read_text().splitlines() if file.exists() else []


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


async def test_states_in_the_order_of_the_vagrantfile(stage: Stage) -> None:
    stage.made("web")
    stage.says("status", STATUS)
    web, db = await stage.vagrant.status()
    assert (web.name, web.provider, web.state, web.power) == (
        "web",
        "docker",
        "running",
        Power.RUNNING,
    )
    assert web.since is not None
    assert db == Machine("db", "docker", "not_created")
    assert stage.calls == ["status --machine-readable"]


def test_escapes_and_states_of_other_providers() -> None:
    lines = parse_output(STATUS.replace("running", "shutoff").encode() + b"\xff,\x85\n1,,state,x\n")
    assert states(lines)["web"] == ("docker", "shutoff")
    (long,) = [line for line in lines if line.kind == "state-human-long"]
    assert long.fields == ("The container is shutoff.\n`vagrant halt`, logs",)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (SYNTAX, "the Vagrantfile has a fault: There is a syntax error .*:3: syntax error, unexp"),
        (UNUSABLE, "the provider cannot be used: The provider 'docker'"),
        ("%PDF-1.4 \x1b[2J nonsense\n", "vagrant status named no machine, it said: %PDF"),
        (LOCKED, "another vagrant is busy with that machine"),
    ],
)
async def test_sentences(stage: Stage, said: str, sentence: str, monkeypatch) -> None:
    monkeypatch.setattr("coreos_tui.transport.vagrant.machines._WAITS", (0.01,))
    stage.says("status", said)
    with pytest.raises(HopError, match=sentence) as caught:
        await stage.vagrant.status()
    assert caught.value.hop is Hop.VAGRANT
    assert "\x1b" not in caught.value.sentence


async def test_no_vagrant_and_one_that_does_not_end(
    stage: Stage, tmp_path: Path, monkeypatch
) -> None:
    nowhere = Vagrant(stage.project, {"PATH": str(tmp_path), "VAGRANT_HOME": str(tmp_path)})
    with pytest.raises(HopError, match="no vagrant on the PATH"):
        await nowhere.status()
    run = nowhere.act("up", "web")
    with pytest.raises(HopError, match="no vagrant on the PATH"):
        [line async for line in run]
    stage.says("slow", "")
    with pytest.raises(HopError, match=r"vagrant slow took over 0\.2 s and was stopped"):
        await stage.vagrant._command.ask("slow", deadline=0.2)


async def test_a_lock_is_waited_for_and_then_told_as_busy(stage: Stage, monkeypatch) -> None:
    monkeypatch.setattr("coreos_tui.transport.vagrant.machines._WAITS", (0.01, 0.01))
    stage.says("status", LOCKED, STATUS)
    assert [machine.busy for machine in await stage.vagrant.status()] == [False, False]
    stage.says("status", LOCKED)
    web, db = await stage.vagrant.status()
    assert (web.state, web.busy, db.busy) == ("running", True, True)
    assert len(stage.calls) == 2 + 3


async def test_questions_come_one_after_the_other(stage: Stage) -> None:
    stage.says("status", STATUS)
    other = Vagrant(stage.project, stage.vagrant._command._environ)
    found = await asyncio.gather(*(v.status() for v in (stage.vagrant, other) for _ in range(2)))
    assert all(one == found[0] for one in found)


async def test_the_ways_into_several_are_asked_for_at_once(stage: Stage) -> None:
    blocks = [BLOCK.replace("Host web", f"Host {name}") for name in ("db", "web")]
    stage.says("ssh-config", "\n".join(blocks))
    found = await asyncio.gather(*(stage.vagrant.ssh_target(name) for name in ("web", "db")))
    assert [each.name for each in found] == ["web", "db"]
    assert stage.calls == ["ssh-config db web"]
    stage.says("ssh-config", NOT_READY)
    for name in ("web", "db"):
        stage.vagrant.forget(name)
    failed = await asyncio.gather(
        *(stage.vagrant.ssh_target(name) for name in ("web", "db")), return_exceptions=True
    )
    assert all(isinstance(each, HopError) and each.hop is Hop.MACHINE for each in failed)
    assert {"ssh-config web", "ssh-config db"} <= set(stage.calls), "each is asked on its own"


async def test_the_way_in_is_kept_until_the_machine_changes(stage: Stage) -> None:
    file = stage.made("web")
    stage.says("ssh-config", BLOCK)
    target = await stage.vagrant.ssh_target("web")
    assert (target.host, target.port, target.user, target.strict) == (
        "127.0.0.1",
        2200,
        "core",
        False,
    )
    assert await stage.vagrant.ssh_target("web") is target
    assert stage.calls == ["ssh-config web"]
    os.utime(file, (1, 1))
    await stage.vagrant.ssh_target("web")
    assert len(stage.calls) == 2
    for state in ("running", "stopped"):
        stage.says("status", STATUS.replace("running", state))
        await stage.vagrant.status()
    await stage.vagrant.ssh_target("web")
    assert stage.calls[2:] == ["status --machine-readable"] * 2 + ["ssh-config web"]
    stage.says("ssh-config", NOT_READY)
    with pytest.raises(HopError, match="db is not ready for SSH") as caught:
        await stage.vagrant.ssh_target("db")
    assert caught.value.hop is Hop.MACHINE
    with pytest.raises(HopError, match="is no name of a machine"):
        await stage.vagrant.ssh_target("--help")


async def test_what_is_done_is_seen_and_nobody_asks_meanwhile(stage: Stage) -> None:
    stage.says("status", STATUS, STATUS.replace("web", "db"))
    stage.says("up", "==> web: Starting\n    web: 10%\r    web: 99%\r\n", code="wait")
    await stage.vagrant.status()
    run = stage.vagrant.act("up", "web")
    lines = aiter(run)
    assert await anext(lines) == b"==> web: Starting"
    assert await anext(lines) == b"    web: 99%"
    web, db = await stage.vagrant.status()
    assert (web.name, web.busy, db.busy) == ("web", True, False)
    assert stage.calls[-1] == "status db --machine-readable"
    with pytest.raises(HopError, match="vagrant up is at web"):
        await stage.vagrant.ssh_target("web")
    (stage.bin / "go").touch()
    assert [line async for line in lines] == []
    assert await run.wait() == 0
    assert run.error is None


async def test_what_is_done_can_be_cancelled_and_can_fail(stage: Stage) -> None:
    stage.says("up", "==> web: Starting\n", code="wait")
    run = stage.vagrant.act("up", "web")
    lines = aiter(run)
    assert await anext(lines) == b"==> web: Starting"
    run.cancel()
    assert [line async for line in lines] == [b"==> web: interrupted"]
    assert run.code == 1
    assert run.error
    assert "up web was cancelled" in run.error.said
    stage.says("destroy", "==> web: Bye\nThe machine is locked by\nsomebody else.\n", code=1)
    run = stage.vagrant.act("destroy", "web")
    assert await run.wait() == 1
    assert stage.calls[-1] == "destroy -f web"
    assert run.error
    assert "destroy web failed: The machine is locked by somebody else" in run.error.said


HELD = (
    "An action 'halt' was attempted on the machine 'web',\n"
    "but another process is already executing an action on the machine.\n"
)


async def test_an_action_waits_while_another_vagrant_is_at_the_machine(
    stage: Stage, monkeypatch
) -> None:
    monkeypatch.setattr("coreos_tui.transport.vagrant.machines._TURNS", (0.01, 0.02))
    locked = "Vagrant can't use the requested machine because it is locked! This\nmeans that "
    locked += "another Vagrant process is currently reading or modifying\nthe machine.\n"
    stage.says("halt", HELD, locked, "==> web: Stopping\n", code=1)
    (stage.bin / "halt.2").write_text("0\n==> web: Stopping\n")
    run = stage.vagrant.act("halt", "web")
    lines = [line.decode() async for line in run]
    waits = [line for line in lines if line.startswith("Another vagrant is at web: halt waits")]
    assert [line.rpartition(" in ")[2] for line in waits] == ["0.01 s.", "0.02 s."]
    assert lines[-1] == "==> web: Stopping"
    assert (await run.wait(), run.error) == (0, None)
    stage.says("halt", HELD, code=1)
    run = stage.vagrant.act("halt", "web")
    assert await run.wait() == 1, "not for ever"
    assert "another vagrant is busy with that machine" in run.error.sentence
    assert stage.calls == ["halt web"] * 6


async def test_waiting_for_another_vagrant_can_be_cancelled(stage: Stage) -> None:
    stage.says("halt", HELD, code=1)
    run = stage.vagrant.act("halt", "web")
    lines = aiter(run)
    while not (await anext(lines)).startswith(b"Another vagrant"):
        pass
    run.cancel()
    with pytest.raises(HopError, match="halt web was cancelled"):
        [line async for line in lines]
    assert stage.calls == ["halt web"]


async def test_what_has_begun_is_not_done_twice(stage: Stage) -> None:
    stage.says("up", f"==> web: Starting\n{HELD}", code=1)
    run = stage.vagrant.act("up", "web")
    assert await run.wait() == 1
    assert stage.calls == ["up web"]


async def test_the_hint_needs_no_vagrant(stage: Stage) -> None:
    stage.made("web")
    (stage.project / ".vagrant/machines/old").mkdir()
    entry = {"name": "web", "provider": "docker", "state": "not created"}
    index = {
        "version": 1,
        "machines": {
            "a": entry | {"vagrantfile_path": str(stage.project)},
            "b": entry | {"name": "elsewhere", "vagrantfile_path": "/elsewhere"},
            "c": None,
        },
    }
    file = stage.home / "data/machine-index/index"
    file.write_text(json.dumps(index))
    old, web = await stage.vagrant.hint()
    assert (old.name, old.state) == ("old", "not_created")
    assert (web.name, web.state, web.since is not None) == ("web", "not_created", True)
    noted = await stage.vagrant.noted()
    assert noted == (web,)
    index["machines"]["a"]["updated_at"] = "when it was last asked"
    file.write_text(json.dumps(index))
    assert await stage.vagrant.noted() == noted
    index["machines"]["a"]["state"] = "running"
    file.write_text(json.dumps(index))
    assert await stage.vagrant.noted() != noted
    file.write_text('{"machines":')
    assert [machine.state for machine in await stage.vagrant.hint()] == ["not_created", ""]
    assert stage.calls == []
    nested = stage.project / "deep/down"
    nested.mkdir(parents=True)
    assert Vagrant(nested, {}).root == stage.project
