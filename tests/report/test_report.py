"""`status` and `doctor` as a script meets them: the real command line, its output and its code."""

import asyncio
import json
import sys
from pathlib import Path

from coreos_tui.demo.engine import DemoEngine
from coreos_tui.demo.vagrant import DemoVagrant
from tests.far_ends import environ_of, served

ROOT = Path(__file__).resolve().parents[2]


async def told(
    engine: DemoEngine | None, folder: Path, *words: str, **more: str
) -> tuple[int, str, str]:
    """Code, output and errors of `coreos-tui WORDS`, in a folder with nothing in it."""
    environ = environ_of(engine, folder, PYTHONPATH=str(ROOT), TERM="xterm", **more)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "coreos_tui", *words, cwd=folder, env=dict(environ),
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    async with asyncio.timeout(40):
        out, err = await process.communicate()
    return process.returncode or 0, out.decode(), err.decode()


async def test_status_says_what_the_screen_says_as_text_and_as_json(tmp_path) -> None:
    async with served() as engine:
        text, as_json = await asyncio.gather(
            told(engine, tmp_path, "status"), told(engine, tmp_path, "status", "--json")
        )
        code, out, err = text
        assert (code, err) == (0, "")
        rows = {line.split()[0]: line.split() for line in out.splitlines()}
        assert rows["docker"] == ["docker", "28.0.4"]
        assert rows["ubuntu"] == ["ubuntu", "running", "Ubuntu", "12.04", "ubuntu:12.04"]
        assert rows["job"] == ["job", "exited", "no", "release", "file", "busybox:1.37"]
        code, out, err = as_json
        assert (code, err) == (0, "")
        host = json.loads(out)["hosts"][0]
        assert (host["name"], host["kind"], host["error"]) == ("this machine", "workstation", None)
        listed = {each["name"]: each for each in host["engines"][0]["containers"]}
        scene = {each.name: each for each in engine.scene.containers.values()}
        assert {n: each["state"] for n, each in listed.items()} == {
            n: each.state for n, each in scene.items()
        }
        assert listed["ubuntu"]["release"]["lsb_release"]["DISTRIB_RELEASE"] == "12.04"
        assert listed["web"]["ports"] == ["8080→80", "443"]
        assert (listed["job"]["exit_code"], listed["web"]["project"]) == (1, "shop")


async def test_doctor_names_the_hop_that_is_missing(tmp_path) -> None:
    async with served() as engine:
        none, broken, well = await asyncio.gather(
            told(None, tmp_path, "doctor"),
            told(None, tmp_path, "doctor", DOCKER_HOST=f"unix://{tmp_path}/none.sock"),
            told(engine, tmp_path, "doctor"),
        )
        code, out, _ = none
        assert code == 1
        assert "FAIL this machine, engine: neither a Docker nor a Podman socket" in out
        assert "→ Install Docker or Podman, or point DOCKER_HOST at an engine" in out
        assert "ok   this machine: " in out
        assert "1 of 5 checks failed." in out
        code, out, _ = broken
        assert code == 1
        assert "FAIL this machine, docker: socket: " in out
        assert "none.sock does not exist" in out
        code, out, _ = well
        assert code == 0, out
        assert " 28.0.4, API 1.48, unix://" in out.partition("ok   this machine, docker: ")[2]
        assert "Every hop stands." in out


async def test_a_machine_that_is_off_is_no_failure_and_a_broken_vagrant_is(tmp_path) -> None:
    vagrant = DemoVagrant(tmp_path / "project")
    vagrant.add("core-01", "poweroff")
    more = {name: vagrant.environment[name] for name in ("PATH", "VAGRANT_HOME")}
    asked = ("--directory", str(vagrant.directory))
    async with served() as engine:
        status, doctor = await asyncio.gather(
            told(engine, tmp_path, *asked, "status", **more),
            told(engine, tmp_path, "doctor", *asked, **more),
        )
        assert status[0] == 0, status
        assert "core-01  virtualbox poweroff  —" in status[1]
        assert doctor[0] == 0, doctor
        assert "ok   vagrant status: core-01 poweroff" in doctor[1]
        assert "--   machine core-01: it is poweroff" in doctor[1]
        vagrant.misbehave("nonsense")
        code, out, _ = await told(engine, tmp_path, *asked, "doctor", **more)
        assert code == 1
        assert "FAIL vagrant status: vagrant: Could not find 'bundler'" in out
        assert "\x1b" not in out
