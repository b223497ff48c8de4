"""What every other test on real machines takes for granted about them."""

from __future__ import annotations

import json

import pytest

from tests.lab.real import Lab
from tests.waiting import until

KINDS = {
    "web": ("running", 0, "healthy"),
    "chatter": ("running", 0, None),
    "tty": ("running", 0, None),
    "failed": ("exited", 1, None),
    "unwell": ("running", 0, "unhealthy"),
    "frozen": ("paused", 0, None),
    "shellless": ("running", 0, None),
    "old": ("running", 0, None),
    "shop-front-1": ("running", 0, None),
    "shop-store-1": ("running", 0, None),
}


def test_machines_are_of_two_generations(lab: Lab) -> None:
    for name, release, engine in (
        ("core-01", "bookworm", "20.10."),
        ("core-02", "trixie", "26.1."),
    ):
        assert f"VERSION_CODENAME={release}" in lab.machine(name, "cat", "/etc/os-release")
        assert lab.engine(name, "version", "--format={{.Server.Version}}").startswith(engine)
        assert lab.machine(name, "cat", "/proc/1/comm") == "systemd\n"


def test_vagrant_says_that_the_machines_run(lab: Lab) -> None:
    said = lab.run("vagrant", "status", "--machine-readable").splitlines()
    states = {row[1]: row[3] for row in (line.split(",") for line in said) if row[2] == "state"}
    assert states == {machine.name: "running" for machine in lab.machines}


def test_each_machine_has_a_container_of_every_kind(lab: Lab) -> None:
    for machine in lab.machines:
        seen = {}
        for found in json.loads(lab.engine(machine.name, "inspect", *KINDS)):
            state = found["State"]
            health = state.get("Health", {}).get("Status")
            seen[found["Name"][1:]] = (state["Status"], state["ExitCode"], health)
        assert seen == KINDS
        looping = "--format={{.RestartCount}} {{.State.ExitCode}}"
        restarts, _ = lab.engine(machine.name, "inspect", looping, "looping").split()
        assert int(restarts) > 0


async def test_chatter_writes_to_both_streams_in_colour(lab: Lab) -> None:
    def lines() -> str:
        return lab.machine("core-01", "sh", "-c", "docker logs --tail 40 chatter 2>/dev/null")

    def errors() -> str:
        return lab.machine("core-01", "sh", "-c", "docker logs --tail 40 chatter 2>&1 >/dev/null")

    await until(lambda: "\x1b[32mok\x1b[0m" in lines() and "\x1b[31merror\x1b[0m" in errors())


def test_containers_differ_in_what_they_hold(lab: Lab) -> None:
    for machine in lab.machines:
        old = lab.engine(machine.name, "exec", "old", "bash", "-c", "cat /etc/os-release; which vi")
        assert 'VERSION_ID="11"' in old
        assert old.endswith("/vi\n")
        with pytest.raises(AssertionError, match="No such file"):
            lab.engine(machine.name, "exec", "web", "cat", "/etc/os-release")
        with pytest.raises(AssertionError, match="executable file not found"):
            lab.engine(machine.name, "exec", "shellless", "sh", "-c", "true")


def test_core_reaches_both_engines_over_ssh(lab: Lab) -> None:
    for machine in lab.machines:
        names = "ps --format '{{.Names}}'"
        said = lab.ssh(
            machine, f"docker {names}; docker -H unix:///run/podman/podman.sock {names}"
        ).split()
        assert {"web", "pod-old"} <= set(said)


def test_units_and_the_cluster_are_as_made(lab: Lab) -> None:
    for machine in lab.machines:
        units = ["systemctl", "show", "--property=ActiveState", "--value"]
        said = lab.machine(machine.name, *units, "lab-ticker", "lab-broken", "etcd2").split()
        assert said == ["active", "failed", "active"]
    members = lab.machine("core-01", "env", "ETCDCTL_API=3", "etcdctl", "member", "list")
    assert members.count("started") == len(lab.machines)


async def test_a_fault_breaks_a_machine_and_its_opposite_mends_it(lab: Lab) -> None:
    machine = lab.machines[-1]
    lab.fault("stop-ssh", machine.name)
    try:
        with pytest.raises(AssertionError, match=r"ended with 255"):
            lab.ssh(machine, "true")
    finally:
        lab.fault("start-ssh", machine.name)

    def answers() -> bool:
        try:
            return lab.ssh(machine, "echo here") == "here\n"
        except AssertionError:
            return False

    await until(answers)
