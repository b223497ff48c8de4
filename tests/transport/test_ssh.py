"""What a link to an SSH host does, on OpenSSH's server and on one in this process."""

import asyncio
import socket
from pathlib import Path

import pytest

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.transport.ssh import SshLink, connect
from tests.transport.far_ssh import Far
from tests.waiting import until

BIG = 6_000_000


async def read_all(stream, size: int) -> int:
    seen = 0
    while seen < size and (chunk := await stream.read()):
        seen += len(chunk)
    return seen


async def test_scripts_run_apart_from_one_another_and_from_rc_noise(link: SshLink) -> None:
    done = await link.run("x=1; cd /; echo out; echo err >&2; exit 3")
    assert done == (3, b"out\n", b"err\n")
    assert (await link.run("echo \"[$x]\"; read y || echo empty; printf 'ta\\\\il'")) == (
        0,
        b"[]\nempty\nta\\il",
        b"",
    )
    assert (await link.run("if; then")).code != 0
    assert await link.run("head -c 300000 /dev/zero | tr '\\0' x", limit=1000) == (
        0,
        b"x" * 1000,
        b"",
    )


async def test_a_script_past_its_deadline_is_told_and_the_next_one_runs(link: SshLink) -> None:
    with pytest.raises(HopError, match=r"took over 0\.2 s"):
        await link.run("sleep 20", deadline=0.2)
    assert (await link.run("echo next")).out == b"next\n"


async def test_what_a_script_left_behind_is_ended_when_it_is_given_up(
    link: SshLink, tmp_path: Path
) -> None:
    file = tmp_path / "pid"
    running = asyncio.create_task(link.run(f"sleep 60 & echo $! > {file}; wait", deadline=60))
    await until(lambda: file.exists() and file.read_text().strip(), "it runs")
    running.cancel()
    # Gone, or dead and not yet waited for.
    await until(lambda: b"sleep" not in command_of(file.read_text().strip()), "its child is ended")


def command_of(pid: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


async def test_a_script_that_kills_its_shell_is_told_and_the_next_one_runs(link: SshLink) -> None:
    with pytest.raises(HopError) as caught:
        await link.run("kill -9 $$")
    assert caught.value.hop is Hop.HOST
    assert (await link.run("echo again")).out == b"again\n"


async def test_slow_scripts_do_not_hold_up_the_heartbeat(link: SshLink) -> None:
    slow = [asyncio.create_task(link.run("sleep 30", deadline=60)) for _ in range(4)]
    assert await link.ping() < 2
    for task in slow:
        task.cancel()
    await asyncio.wait(slow)
    assert await link.ping() < 2


async def test_a_socket_carries_bytes_both_ways_with_back_pressure(
    link: SshLink, echo_socket: Path
) -> None:
    stream = await link.dial_socket(str(echo_socket))
    await stream.write(b"hello")
    assert await stream.read() == b"hello"
    _, seen = await asyncio.gather(stream.write(b"z" * BIG), read_all(stream, BIG))
    assert seen == BIG
    waiting = asyncio.create_task(stream.read())
    await asyncio.sleep(0)
    stream.close()
    stream.close()
    assert await waiting == b""
    with pytest.raises(HopError):
        await stream.write(b"more")


async def test_forty_streams_at_once(link: SshLink, echo_socket: Path) -> None:
    streams = await asyncio.gather(*(link.dial_socket(str(echo_socket)) for _ in range(40)))
    for number, stream in enumerate(streams):
        await stream.write(b"%d" % number)
    assert [await stream.read() for stream in streams] == [b"%d" % n for n in range(40)]
    for stream in streams:
        stream.close()
    assert await link.ping() < 2


async def test_sockets_and_ports_that_do_not_open(link: SshLink, tmp_path: Path) -> None:
    with pytest.raises(HopError, match="is not there or may not be opened") as caught:
        await link.dial_socket(str(tmp_path / "it's; none.sock"))
    assert caught.value.hop is Hop.SOCKET
    deaf = socket.socket(socket.AF_UNIX)
    deaf.bind(str(tmp_path / "deaf.sock"))
    with pytest.raises(HopError, match="nobody listens at"):
        await link.dial_socket(str(tmp_path / "deaf.sock"))
    deaf.close()
    with pytest.raises(HopError, match=r"127\.0\.0\.1 port 1 takes no connection from far"):
        await link.dial_port("127.0.0.1", 1)


async def test_a_port_as_seen_from_the_host(link: SshLink, far: Far) -> None:
    stream = await link.dial_port("127.0.0.1", far.port)
    assert (await stream.read()).startswith(b"SSH-2.0-")
    stream.close()


async def test_a_command_as_a_stream(link: SshLink) -> None:
    stream = await link.dial_command("cat")
    await stream.write(b"to and fro")
    assert await stream.read(6) == b"to and"
    assert await stream.read() == b" fro"
    stream.close()
    silent = await link.dial_command("echo 'docker: not found' >&2; exit 127")
    with pytest.raises(HopError, match=r"socket: docker: not found\."):
        await silent.read()
    silent.close()


async def test_the_output_of_a_script_that_ends_with_its_stream(
    link: SshLink, tmp_path: Path
) -> None:
    output = await link.open_output("read x; echo out; echo err >&2")
    assert await output.read() + await output.read() == b"out\nerr\n"
    output.close()
    pid = tmp_path / "pid"
    silent = await link.open_output(f"echo $$ > '{pid}'; exec sleep 60")
    await until(lambda: pid.exists() and pid.read_text().strip(), "it runs")
    await until(lambda: b"sleep" in command_of(pid.read_text().strip()), "in the end it sleeps")
    reading = asyncio.create_task(silent.read())
    await asyncio.sleep(0)
    silent.close()
    assert await reading == b""
    await until(lambda: b"sleep" not in command_of(pid.read_text().strip()), "it is ended")


async def test_a_program_on_a_terminal(link: SshLink) -> None:
    program = await link.open_program("stty size; echo $TERM; read x; stty size; exit 4", 100, 30)
    seen = b""
    while b"xterm-256color" not in seen:
        seen += await program.read()
    assert b"30 100" in seen
    await program.resize(50, 20)
    await program.write(b"go\n")
    seen = b""
    while chunk := await program.read():
        seen += chunk
    assert b"20 50" in seen
    assert await program.wait() == 4
    program.close()


async def test_closing_ends_everything_at_once(far: Far, echo_socket: Path) -> None:
    link = await connect(far.target())
    stream = await link.dial_socket(str(echo_socket))
    reading = asyncio.create_task(stream.read())
    running = asyncio.create_task(link.run("sleep 30", deadline=60))
    lost = asyncio.create_task(link.lost())
    await asyncio.sleep(0.05)
    await link.close()
    assert await reading == b""
    assert (await lost).said == "closed"
    with pytest.raises(HopError):
        await running
    with pytest.raises(HopError, match="closed"):
        await link.run(":")
    await link.close()


async def test_a_server_that_goes_away_is_told(mortal: Far) -> None:
    link = await connect(mortal.target())
    lost = asyncio.create_task(link.lost())
    running = asyncio.create_task(link.run("sleep 30", deadline=60))
    await link.ping()
    mortal.stop()
    reason = await asyncio.wait_for(lost, 10)
    assert reason.hop is Hop.SSH
    assert "closed the connection" in reason.sentence or "broke" in reason.sentence
    with pytest.raises(HopError) as caught:
        await running
    assert caught.value == reason
    await link.close()
