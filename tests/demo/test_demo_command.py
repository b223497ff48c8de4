"""`coreos-tui demo` on a terminal, as a person starts it."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from coreos_tui.app.app import CoreosApp
from coreos_tui.app.commands import DEMO
from coreos_tui.cli import run
from coreos_tui.core import topics
from coreos_tui.core.config import Config
from tests.far_ends import HERE, served, site_of
from tests.waiting import until

DEADLINE = 20.0


@contextmanager
def started(home: Path, *arguments: str):
    """The program on a terminal of its own, with what it has drawn so far."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 160, 0, 0))
    environ = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "TMPDIR": str(home),
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "DOCKER_CONFIG": str(home),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    words = [sys.executable, "-m", "coreos_tui", *arguments]
    with subprocess.Popen(
        words, stdin=theirs, stdout=theirs, stderr=theirs, env=environ, cwd=home
    ) as process:
        os.close(theirs)
        try:
            yield process, ours
        finally:
            process.kill()
            os.close(ours)


def wait_for(terminal: int, *texts: str) -> None:
    """Reads until all of these were drawn."""
    drawn, end = b"", time.monotonic() + DEADLINE
    while not all(text.encode() in drawn for text in texts):
        assert time.monotonic() < end, (texts, drawn[-3000:])
        if select.select([terminal], [], [], 0.1)[0]:
            drawn += os.read(terminal, 65536)


def drain(terminal: int, process: subprocess.Popen) -> int:
    """Reads to the end, and the exit code."""
    end = time.monotonic() + DEADLINE
    while process.poll() is None and time.monotonic() < end:
        try:
            if select.select([terminal], [], [], 0.1)[0]:
                os.read(terminal, 65536)
        except OSError:
            break
    return process.wait(DEADLINE)


def test_the_demo_stands_up_and_leaves_nothing_behind(tmp_path) -> None:
    with started(tmp_path, "demo", "--speed", "5") as (process, terminal):
        wait_for(terminal, "DEMO", "registry", "core-03")
        os.write(terminal, b"q")
        assert drain(terminal, process) == 0
    assert not list(tmp_path.glob("ct-demo-*"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["demo", "none.toml"], "none.toml cannot be read"),
        (["demo", "--speed", "0"], "--speed must be above 0"),
    ],
)
def test_what_cannot_be_played_is_said(arguments, said, capsys, monkeypatch) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert run(arguments) == 2
    assert said in capsys.readouterr().err


async def test_the_first_page_offers_the_demo_and_only_that_page(tmp_path) -> None:
    async with served() as engine:
        busy = CoreosApp(site_of(engine, tmp_path), Config())
        async with busy.run_test(size=(100, 30)) as pilot:
            await until(lambda: busy.store.value(topics.engines(HERE)))
            await pilot.press("D")
            assert busy.return_value is None
            await engine.fault("gone")
            await until(lambda: busy.store.get(topics.containers(HERE, "docker")).error)
            await pilot.press("D")
            assert busy.return_value is None, "an engine that is down is no reason for a demo"
    empty = CoreosApp(site_of(None, tmp_path), Config())
    async with empty.run_test(size=(100, 30)) as pilot:
        await until(lambda: empty.store.value(topics.engines(HERE)) is not None)
        await pilot.press("D")
        await until(lambda: empty.return_value == DEMO)
