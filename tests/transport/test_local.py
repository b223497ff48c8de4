"""This workstation, for real."""

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.transport.blocking import in_thread
from coreos_tui.transport.loading import load_docker, load_in_background, load_paramiko
from coreos_tui.transport.local import LocalLink
from tests.waiting import until


@pytest.fixture
async def here() -> AsyncIterator[LocalLink]:
    link = LocalLink("here")
    yield link
    await link.close()


async def test_scripts(here: LocalLink) -> None:
    assert await here.run("echo out; echo err >&2; read x; exit 3") == (3, b"out\n", b"err\n")
    assert (await here.run("kill -9 $$")).code == 137
    assert (await here.run("head -c 300000 /dev/zero", limit=1000)).out == bytes(1000)
    assert (await here.run("sleep 20 & echo left", deadline=0.5)).out == b"left\n"
    assert await here.ping() == 0


async def test_a_script_past_its_deadline_is_ended_with_its_children(
    here: LocalLink, tmp_path: Path
) -> None:
    pid = tmp_path / "pid"
    running = asyncio.create_task(here.run(f"sleep 60 & echo $! > {pid}; wait", deadline=60))
    await until(lambda: pid.exists() and pid.read_text().strip(), "it runs")
    running.cancel()
    await until(lambda: not alive(pid.read_text().strip()), "its child is ended")
    with pytest.raises(HopError, match=r"took more than 0\.1 s"):
        await here.run("sleep 20", deadline=0.1)


def alive(pid: str) -> bool:
    try:
        return bool(Path(f"/proc/{pid}/cmdline").read_bytes())
    except OSError:
        return False


async def test_sockets_and_ports(here: LocalLink, echo_socket: Path, tmp_path: Path) -> None:
    stream = await here.dial_socket(str(echo_socket))
    await stream.write(b"hello")
    assert await stream.read() == b"hello"
    waiting = asyncio.create_task(stream.read())
    await asyncio.sleep(0)
    stream.close()
    stream.close()
    assert await waiting == b""
    with pytest.raises(HopError):
        await stream.write(b"more")
    with pytest.raises(HopError, match="is not there") as caught:
        await here.dial_socket(str(tmp_path / "none.sock"))
    assert caught.value.hop is Hop.SOCKET
    with pytest.raises(HopError, match="too long"):
        await here.dial_socket("/" + "x" * 200)
    with pytest.raises(HopError, match="port 1: connection refused"):
        await here.dial_port("127.0.0.1", 1)


async def test_a_program_has_a_terminal_of_its_own(here: LocalLink) -> None:
    command = "tty; stty size; echo $TERM; read x; stty size; exec cat"
    program = await here.open_program(command, 100, 30)
    seen = await seen_until(program, b"xterm-256color")
    assert b"/dev/" in seen
    assert b"30 100" in seen
    await program.resize(50, 20)
    await program.write(b"go\n")
    await seen_until(program, b"20 50")
    # Its terminal controls it: ctrl+c reaches it.
    await program.write(b"\x03")
    while await program.read():
        pass
    assert await program.wait() == 130
    program.close()


async def test_ctrl_c_reaches_a_program_even_where_it_is_ignored_here(here: LocalLink) -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        program = await here.open_program("echo ready; exec cat", 80, 24)
    finally:
        signal.signal(signal.SIGINT, before)
    await seen_until(program, b"ready")
    await program.write(b"\x03")
    async with asyncio.timeout(10):
        while await program.read():
            pass
    assert await program.wait() == 130
    program.close()


async def test_closing_hangs_up_on_programs(tmp_path: Path) -> None:
    link, pid = LocalLink("here"), tmp_path / "pid"
    program = await link.open_program(f"echo $$ > {pid}; exec cat", 80, 24)
    await until(lambda: pid.exists() and pid.read_text().strip(), "it runs")
    reading = asyncio.create_task(program.read())
    await asyncio.sleep(0)
    lost = asyncio.create_task(link.lost())
    await link.close()
    assert await reading == b""
    assert await program.wait() == 129
    assert (await lost).said == "closed"
    with pytest.raises(HopError, match="closed"):
        await link.run(":")


async def seen_until(program, wanted: bytes) -> bytes:
    seen = b""
    while wanted not in seen:
        chunk = await program.read()
        assert chunk, seen
        seen += chunk
    return seen


async def test_blocking_calls_have_threads_of_their_own() -> None:
    import threading

    gate = threading.Barrier(41, timeout=10)
    calls = [asyncio.create_task(in_thread(gate.wait)) for _ in range(40)]
    await in_thread(gate.wait)
    assert sorted(await asyncio.gather(*calls)) != []
    with pytest.raises(ZeroDivisionError):
        await in_thread(divmod, 1, 0)


def test_the_slow_libraries_load() -> None:
    import sys

    called = []
    load_in_background(lambda: 1 / 0, lambda: called.append(True), ssh=True).join(20)
    load_docker()
    load_paramiko()
    assert called
    assert sys.modules["paramiko"]
    assert sys.modules["docker"]


async def test_the_output_of_a_script_until_it_is_closed(here: LocalLink, tmp_path: Path) -> None:
    output = await here.open_output("read x; echo out; echo err >&2")
    assert await output.read() + await output.read() == b"out\nerr\n"
    output.close()
    pid = tmp_path / "pid"
    endless = await here.open_output(f"echo $$ > {pid}; exec sleep 60")
    await until(lambda: pid.exists() and pid.read_text().strip(), "it runs")
    reading = asyncio.create_task(endless.read())
    await asyncio.sleep(0)
    endless.close()
    endless.close()
    assert await reading == b""
    await until(lambda: not alive(pid.read_text().strip()), "it is ended")
