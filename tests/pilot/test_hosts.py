"""Machines and hosts through keys: states, Vagrant's verbs, SSH that breaks and comes back."""

import asyncio
from pathlib import Path

import pytest

from coreos_tui.core import topics
from coreos_tui.demo.scenario import UnitPart
from coreos_tui.demo.vagrant import DemoVagrant
from coreos_tui.fleet.fleet import Site
from tests.far_ends import environ_of
from tests.pilot.driver import Driven, opened
from tests.pilot.far_hosts import SshHome, far_host, vagrant_site
from tests.waiting import until

STATES = {
    "core-02": ("not_created", "· core-02 absent"),
    "core-03": ("poweroff", "○ core-03 off"),
    "core-04": ("saved", "‖ core-04 saved"),
    "core-05": ("gurumeditation", "! core-05 gurumeditation"),
    "core-06": ("warped", "? core-06 warped"),
}


@pytest.fixture
def vagrant(tmp_path: Path) -> DemoVagrant:
    """A project with one machine in every state but running."""
    made = DemoVagrant(tmp_path / "project")
    for name, (state, _) in STATES.items():
        made.add(name, state)
    return made


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SshHome:
    return SshHome(tmp_path / "home", monkeypatch)


async def stand_on(driven: Driven, name: str) -> None:
    """Gives the keys to the machines, and puts the cursor on one."""
    await driven.press("1", "g")
    table = driven.main.query_one("MachinesPane Table")
    for _ in range(12):
        if table.cursor_key == name:
            break
        await driven.press("j")
    await until(lambda: driven.main.selection.host == name, f"the cursor on {name}")


def of_host(host: str, folder: Path) -> Site:
    return Site(hosts=(host,), environ=environ_of(None, folder))


async def test_states_differ_without_colour_and_a_running_one_shows_its_containers(
    vagrant, tmp_path
) -> None:
    async with far_host(tmp_path) as far:
        vagrant.add("core-01", ssh_config=far.sshd.config_block())
        async with opened(vagrant_site(vagrant, tmp_path), (160, 40)) as driven:
            marks = [text.split()[0] for _, text in STATES.values()]
            assert len({*marks, "●"}) == len(marks) + 1
            await until(
                lambda: all(
                    driven.row(name, "MachinesPane").split()[:2] == text.split()[:2]
                    for name, (_, text) in STATES.items()
                )
            )
            for name, (state, _) in STATES.items():
                word = driven.row(name, "MachinesPane").split()[2]
                assert word in ("absent", "off") or state.startswith(word.rstrip("…"))
            await stand_on(driven, "core-01")
            await driven.see("alpha", "beta", "2 containers", "Flatcar 4459.2.1")
            await until(lambda: "core-01 machine" in " ".join(driven.ladder.split()))
            await until(lambda: "docker 26.1" in driven.lines[0])
            await stand_on(driven, "core-02")
            await driven.see("core-02 has not been created. Press S to start it.")
            await stand_on(driven, "core-04")
            await driven.see("core-04 is suspended. Press S to resume it.")


async def test_verbs_run_vagrant_and_stream_into_a_tab(vagrant, tmp_path) -> None:
    def state(name: str) -> str:
        return vagrant.machines()[name]["state"]

    async with opened(vagrant_site(vagrant, tmp_path)) as driven:
        await until(lambda: driven.row("core-04", "MachinesPane"))
        await stand_on(driven, "core-03")
        await driven.press("S")
        await driven.see_in_tab("vagrant up core-03", "Machine booted and ready!", "✓", "done")
        assert state("core-03") == "running"
        await until(lambda: " off " not in driven.row("core-03", "MachinesPane"))
        machines = lambda: driven.app.store.value(topics.MACHINES) or ()  # noqa: E731
        await until(lambda: not any(each.busy for each in machines()), "Vagrant has let go of it")
        await stand_on(driven, "core-03")
        await driven.press("s")
        await driven.see("Halt core-03?", "No container that we know of runs on it.")
        await driven.press("n")
        await until(lambda: not driven.asking)
        await driven.press("s")
        await until(lambda: driven.asking)
        await driven.press("y")
        await driven.see_in_tab("vagrant halt core-03", "graceful shutdown", "done")
        assert state("core-03") == "poweroff"
        await stand_on(driven, "core-04")
        await driven.press("d")
        await driven.see("Destroy core-04, its disk and all that is on it?")
        await driven.write("core-03")
        await driven.press("enter")
        await driven.see("That is not core-04. Nothing was done.")
        await driven.press("escape")
        await until(lambda: not driven.asking)
        assert state("core-04") == "saved"
        await driven.press("d")
        await until(lambda: driven.asking)
        await driven.write("core-04")
        await driven.press("enter")
        await driven.see_in_tab("vagrant destroy core-04", "Destroying VM", "done")
        await until(lambda: "absent" in driven.row("core-04", "MachinesPane"))
        await stand_on(driven, "this machine")
        await driven.press("d")
        await driven.see("this machine is not a Vagrant machine: it is not ours to destroy.")


async def test_a_verb_waits_in_its_tab_for_another_vagrant(vagrant, tmp_path) -> None:
    async with opened(vagrant_site(vagrant, tmp_path)) as driven:
        await until(lambda: driven.row("core-03", "MachinesPane"))
        await stand_on(driven, "core-03")
        vagrant.misbehave("locked")
        await driven.press("S")
        await driven.see_in_tab("Another vagrant is at core-03: up waits for it", "x on this line")
        vagrant.misbehave("")
        await driven.see_in_tab("Machine booted and ready!", "✓", "done")


async def test_vagrant_that_is_missing_broken_or_locked(vagrant, tmp_path) -> None:
    site = vagrant_site(vagrant, tmp_path)
    nowhere = Site(directory=site.directory, environ={**site.environ, "PATH": str(tmp_path)})
    async with opened(nowhere) as driven:
        await driven.see("vagrant: there is no vagrant on the PATH. Install Vagrant.", "vagrant ✕")
    vagrant.misbehave("nonsense")
    async with opened(site) as driven:
        await driven.see("vagrant: Could not find 'bundler'", "vagrant ✕")
        assert "\x1b" not in driven.text
        vagrant.misbehave("locked")
        await driven.press("1", "ctrl+r")
        await until(lambda: "busy" in driven.row("core-03", "MachinesPane"))
        await until(lambda: "vagrant ✕" not in driven.machines)
        await stand_on(driven, "core-03")
        await driven.press("S")
        await driven.see("core-03 is busy: another Vagrant is working on it.")
        vagrant.misbehave("")
        await driven.press("ctrl+r")
        await until(lambda: " off " in driven.row("core-03", "MachinesPane"))


async def test_a_host_by_ssh_its_shell_and_its_facts(home, tmp_path) -> None:
    async with far_host(tmp_path, "far") as far:
        home.add(far.sshd)
        async with opened(of_host("far", tmp_path), start_at="far") as driven:
            await driven.see("alpha", "2 containers", "Flatcar 4459.2.1")
            await driven.press("1", "e")
            await driven.see_in_tab("● far", "core@far:/$")
            await driven.write("grep DISTRIB_RELEASE /etc/lsb-release")
            await driven.press("enter")
            await driven.see_in_tab("DISTRIB_RELEASE=4459.2.1")
            await driven.press("ctrl+right_square_bracket", "1", "i")
            await driven.see_in_tab("≡ host far", "hostname: far", "user: core")


async def test_ssh_that_is_cut_comes_back_and_the_selection_stays(home, tmp_path) -> None:
    async with far_host(tmp_path, "far") as far:
        home.add(far.sshd)
        async with opened(of_host("far", tmp_path), start_at="far") as driven:
            await driven.see("beta", "2 containers")
            await driven.go("beta")
            await asyncio.to_thread(far.sshd.refuse)
            await asyncio.to_thread(far.sshd.cut)
            await driven.see("✕ far ssh", "2 containers")
            await driven.see("ssh: ")
            await driven.press("s")
            await driven.see("Stop beta")
            await driven.press("y")
            await driven.see("beta: ssh: ")
            await driven.press("1", "ctrl+r")
            await driven.see("refuses connections")
            await asyncio.to_thread(far.sshd.heal)
            far.engine.scene.pause("beta")
            await driven.press("ctrl+r")
            await until(lambda: "paused" in driven.row("beta"))
            assert driven.cursor == "beta"
            await until(lambda: "refuses" not in driven.words())


async def test_a_shell_whose_connection_drops_says_so_and_connects_again(home, tmp_path) -> None:
    async with far_host(tmp_path, "far") as far:
        home.add(far.sshd)
        async with opened(of_host("far", tmp_path), start_at="far") as driven:
            await driven.see("alpha", "2 containers")
            await driven.press("1", "e")
            await driven.see_in_tab("● far", "core@far:/$")
            await driven.write("echo kept")
            await driven.press("enter")
            await until(lambda: driven.tab.count("kept") == 2)
            await asyncio.to_thread(far.sshd.cut)
            await driven.see_in_tab("✕ far", "ssh: ", "enter closes the tab, r runs it again")
            await driven.press("r")
            await driven.see_in_tab("● far", "kept")
            await until(lambda: driven.tab.count("core@far:/$") == 3, "a prompt below the old text")
            assert "ssh: " not in driven.tab


async def test_host_keys_that_are_unknown_or_changed(home, tmp_path) -> None:
    async with far_host(tmp_path, "far") as far:
        home.add(far.sshd, known=False)
        async with opened(of_host("far", tmp_path), (200, 50), start_at="far") as driven:
            await driven.see(
                "✕ far key", "host key: 127.0.0.1 port", "is not known: its key is", "SHA256:"
            )
            await driven.see("accept it with: ssh far true")
            home.known_hosts.write_text(far.sshd.known_hosts_line())
            await driven.press("1", "ctrl+r")
            await driven.see("alpha", "2 containers")
            await asyncio.to_thread(far.sshd.change_host_key)
            await asyncio.to_thread(far.sshd.cut)
            await driven.see("has changed: it shows", "known_hosts:1", "2 containers")
            await driven.see("Somebody may be listening in.")


async def test_a_docker_that_sleeps_is_woken_by_a_key(home, tmp_path) -> None:
    units = (UnitPart("docker.service", "inactive"), UnitPart("podman.service", "inactive"))
    async with far_host(tmp_path, "far", units=units) as far:
        home.add(far.sshd)
        async with opened(of_host("far", tmp_path), (200, 50), start_at="far") as driven:
            await driven.see("docker on far is socket-activated and not started.")
            await driven.see("Press S among the containers to start it.")
            assert not far.engine.requests, "looking has not started it"
            await driven.press("3", "S")
            await driven.see("Starting the engine of far.", "alpha", "2 containers")


async def test_an_engine_that_one_may_not_ask(home, tmp_path) -> None:
    denied = 'echo "permission denied while trying to connect to the Docker daemon" >&2; exit 1'
    async with far_host(tmp_path, "far", forwarding=False, commands={"docker": denied}) as far:
        home.add(far.sshd)
        async with opened(of_host("far", tmp_path), (200, 50), start_at="far") as driven:
            await driven.see("permission denied while trying to connect")
            await driven.see("! far engine", "Flatcar 4459.2.1")
