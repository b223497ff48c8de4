"""What holds of every SSH server our link speaks to: OpenSSH's own, on this machine or in the lab,
and the demo's.

Plain functions that assert. `socket` is one of the host's where an engine listens.
"""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.transport.link import ByteStream
from coreos_tui.transport.probe import probe
from coreos_tui.transport.ssh import SshLink, SshTarget, connect

PATIENCE = 20.0
PING = b"GET /_ping HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n"


async def runs_scripts(link: SshLink) -> None:
    assert await link.run("x=1; echo out; echo err >&2; exit 3") == (3, b"out\n", b"err\n")
    # Each in a shell of its own, its input empty, its output as it is.
    again = await link.run("echo \"[$x]\"; read y || echo empty; printf 'ta\\\\il'")
    assert again == (0, b"[]\nempty\nta\\il", b"")
    assert (await link.run("if; then")).code != 0
    long = await link.run("head -c 300000 /dev/zero | tr '\\0' x", limit=1000)
    assert long == (0, b"x" * 1000, b"")
    many = await asyncio.gather(*(link.run(f"echo {number}") for number in range(12)))
    assert [each.out for each in many] == [f"{number}\n".encode() for number in range(12)]


async def gives_up_in_time(link: SshLink) -> None:
    with pytest.raises(HopError, match=r"took over 0\.3 s"):
        await link.run("sleep 20", deadline=0.3)
    assert (await link.run("echo next")).out == b"next\n"
    assert 0 < await link.ping() < PATIENCE


async def answers_the_probe(link: SshLink, user: str) -> None:
    found = await probe(link, deadline=PATIENCE)
    assert found.facts.user == user
    assert found.facts.hostname
    assert found.facts.release.known
    assert len(found.facts.boot_id) == 36
    assert found.facts.booted is not None


async def gives_a_terminal(link: SshLink) -> None:
    shell = await link.open_program(None, 100, 30)
    seen = bytearray()
    await shell.write(b"stty size\r")
    await _hear(shell, seen, b"30 100\r\n")
    await shell.resize(120, 40)
    await shell.write(b"stty size\r")
    await _hear(shell, seen, b"40 120\r\n")
    # The quotes tell what the shell says from what it echoes.
    await shell.write(b"echo 4'2-there'\r")
    await _hear(shell, seen, b"42-there\r\n")
    await shell.write(b"exit 4\r")
    await _to_the_end(shell, seen)
    assert await shell.wait() == 4
    shell.close()


async def runs_a_command_on_a_terminal(link: SshLink) -> None:
    program = await link.open_program("echo 4'2-here'; exit 5", 80, 24)
    seen = bytearray()
    await _to_the_end(program, seen)
    assert b"42-here\r\n" in seen
    assert await program.wait() == 5
    program.close()


async def leads_to_sockets(link: SshLink, socket: str) -> None:
    async def ping() -> bytes:
        stream = await link.dial_socket(socket)
        await stream.write(PING)
        answer = bytearray()
        await _to_the_end(stream, answer)
        stream.close()
        return bytes(answer)

    answers = await asyncio.gather(*(ping() for _ in range(20)))
    assert all(each.startswith(b"HTTP/1.1 200") and each.endswith(b"OK") for each in answers)
    with pytest.raises(HopError) as caught:
        await link.dial_socket("/run/there-is-none.sock")
    assert caught.value.hop is Hop.SOCKET, caught.value
    with pytest.raises(HopError) as caught:
        await link.dial_port("127.0.0.1", 1)
    assert caught.value.hop is Hop.HOST, caught.value


async def lets_only_its_own_in(target: SshTarget, stranger: Path) -> None:
    """`stranger` is a private key that does not fit."""
    for other in (
        replace(target, identity_files=(stranger,)),
        replace(target, user="nobody-of-here"),
    ):
        with pytest.raises(HopError) as caught:
            await connect(other)
        assert caught.value.hop is Hop.SSH, caught.value
        assert "key" in caught.value.said, caught.value


def trusting(target: SshTarget, known: Path) -> SshTarget:
    """The same, checked against this known_hosts file."""
    return replace(target, known_hosts=(known,), strict=True)


async def is_known_by_its_key(target: SshTarget, known: Path, line: str, other: str) -> None:
    """`line` is what known_hosts has to say of it, `other` the same of another key; `known` is a
    file that may be written."""
    strict = trusting(target, known)
    known.write_text(line)
    await (await connect(strict)).close()
    for text, sentence in (("", "is not known"), (other, "has changed")):
        known.write_text(text)
        with pytest.raises(HopError, match=sentence) as caught:
            await connect(strict)
        assert caught.value.hop is Hop.HOST_KEY
        assert "SHA256:" in caught.value.sentence


async def hangs_up_at_once(link: SshLink) -> None:
    """Ends the link."""
    shell = await link.open_program(None, 80, 24)
    reading = asyncio.create_task(_to_the_end(shell, bytearray()))
    await asyncio.wait_for(link.close(), 2.0)
    await asyncio.wait_for(reading, PATIENCE)
    with pytest.raises(HopError):
        await link.run("echo late")


async def _hear(stream: ByteStream, seen: bytearray, wanted: bytes) -> None:
    async with asyncio.timeout(PATIENCE):
        while wanted not in seen:
            data = await stream.read()
            assert data, bytes(seen)
            seen += data


async def _to_the_end(stream: ByteStream, seen: bytearray) -> None:
    async with asyncio.timeout(PATIENCE):
        while data := await stream.read():
            seen += data
