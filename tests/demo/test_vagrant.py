"""The demo's `vagrant`, as python-vagrant and a shell find it."""

import json
import subprocess

import pytest
import vagrant

from coreos_tui.demo.vagrant import DemoVagrant
from tests.waiting import until


@pytest.fixture
def project(tmp_path):
    made = DemoVagrant(tmp_path)
    made.add("core-01")
    made.add("core-02", "not_created", "libvirt")
    return made


@pytest.fixture
def client(project, monkeypatch):
    monkeypatch.setenv("PATH", project.environment["PATH"])
    return vagrant.Vagrant(root=str(project.directory), env=project.environment)


def _run(project, *words):
    done = subprocess.run(
        ["vagrant", *words],
        env=project.environment,
        cwd=project.directory,
        capture_output=True,
        text=True,
        timeout=10,
    )
    return done.returncode, done.stdout, done.stderr


def test_python_vagrant_reads_and_changes_it(client, project):
    assert client.version() == "2.3.4"
    assert [tuple(each) for each in client.status()] == [
        ("core-01", "running", "virtualbox"),
        ("core-02", "not_created", "libvirt"),
    ]
    client.up(vm_name="core-02")
    client.halt(vm_name="core-01")
    assert [each.state for each in client.status()] == ["poweroff", "running"]
    assert client.conf(vm_name="core-02")["HostName"] == "127.0.0.1"
    client.suspend(vm_name="core-02")
    client.resume(vm_name="core-02")
    client.destroy(vm_name="core-01")
    assert project.machines()["core-01"]["state"] == "not_created"
    assert [path.parts[-3] for path in project.directory.glob(".vagrant/machines/*/*/id")] == [
        "core-02"
    ]
    index = project.directory / ".vagrant.d/data/machine-index/index"
    assert [each["name"] for each in json.loads(index.read_text())["machines"].values()] == [
        "core-02"
    ]


def test_errors_go_where_vagrant_puts_them(project):
    code, out, err = _run(project, "status", "--machine-readable", "nope")
    assert (code, err) == (1, "")
    assert "error-exit,Vagrant::Errors::MachineNotFound,The machine with the name 'nope'" in out
    assert r"configured for\nthis" in out
    code, out, err = _run(project, "ssh-config", "core-02")
    assert (code, out) == (1, "")
    assert "not yet ready for SSH" in err
    project.misbehave("locked")
    assert "Vagrant::Errors::MachineLocked," in _run(project, "status", "--machine-readable")[1]
    project.misbehave("nonsense", code=0)
    assert _run(project, "status")[::2] == (0, "")


async def test_one_action_at_a_time_on_a_machine(project):
    project.misbehave(pause=5)
    words = [project.bin / "vagrant", "up", "core-02"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as first:
        assert "Bringing machine 'core-02' up" in first.stdout.readline()
        assert "==> core-02: Importing" in first.stdout.readline()
        code, out, _ = _run(project, "halt", "core-02", "--machine-readable")
        assert (code, "MachineActionLockedError" in out) == (1, True)
        first.kill()
    project.misbehave()
    assert _run(project, "up", "core-02")[0] == 0
    await until(lambda: project.machines()["core-02"]["state"] == "running")
