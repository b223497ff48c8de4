"""Getting in, and every way of not getting in."""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.transport.ssh import SshTarget, connect
from coreos_tui.transport.ssh.faults import old_openssh
from coreos_tui.transport.ssh.known_hosts import fingerprint
from tests.transport.far_ssh import Far, make_key
from tests.transport.sshd import SSHD, free_port, start_sshd


async def refused(target: SshTarget, deadline: float = 10.0) -> HopError:
    with pytest.raises(HopError) as caught:
        await (await connect(target, deadline)).close()
    return caught.value


def blob_of(public: Path) -> bytes:
    import base64

    return base64.b64decode(public.read_text().split()[1])


async def test_an_unknown_key_shows_its_fingerprint_and_the_command_that_accepts_it(
    far: Far, tmp_path: Path
) -> None:
    known = tmp_path / "known hosts"
    error = await refused(far.target(known_hosts=(known,)))
    assert error.hop is Hop.HOST_KEY
    assert fingerprint(blob_of(far.directory / "host_ed25519.pub")) in error.said
    scan = f"ssh-keyscan -p {far.port} 127.0.0.1 >> '{known}'"
    assert error.advice.endswith(scan)
    if shutil.which("ssh-keyscan"):
        await asyncio.to_thread(subprocess.run, scan, shell=True, check=True, capture_output=True)
        await (await connect(far.target(known_hosts=(known,)))).close()


async def test_a_changed_key_is_refused_with_its_line(far: Far, tmp_path: Path) -> None:
    other = make_key(tmp_path / "other").with_name("other.pub").read_text()
    known = tmp_path / "known"
    known.write_text(f"# mine\n\n[127.0.0.1]:{far.port} {other}")
    error = await refused(far.target(known_hosts=(known,)))
    assert error.hop is Hop.HOST_KEY
    assert "has changed" in error.said
    assert f"{known}:3" in error.said
    assert f"ssh-keygen -R '[127.0.0.1]:{far.port}' -f {known}" in error.advice


async def test_names_hashed_plain_and_revoked(far: Far, tmp_path: Path) -> None:
    known = tmp_path / "known"
    known.write_text(far.known_line())
    subprocess.run(["ssh-keygen", "-q", "-H", "-f", str(known)], check=True, capture_output=True)
    assert known.read_text().startswith("|1|")
    await (await connect(far.target(known_hosts=(known,)))).close()
    known.write_text(far.known_line("127.0.0.1"))
    await (await connect(far.target(known_hosts=(known,)))).close()
    known.write_text(far.known_line() + "@revoked * " + far.known_line().split(" ", 1)[1])
    assert "is revoked" in (await refused(far.target(known_hosts=(known,)))).said
    await (await connect(far.target(known_hosts=(known,), strict=False))).close()


async def test_keys_that_are_refused_locked_or_missing(far: Far, tmp_path: Path) -> None:
    wrong, locked = make_key(tmp_path / "wrong"), tmp_path / "locked"
    make = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "secret", "-f", str(locked)]
    subprocess.run(make, check=True, capture_output=True)
    error = await refused(far.target(identity_files=(wrong, locked, tmp_path / "none")))
    assert error.hop is Hop.SSH
    assert "with the key wrong (ssh-ed25519)" in error.said
    assert "locked (locked with a passphrase)" in error.said
    assert "no key to offer" in (await refused(far.target(identity_files=()))).said


@pytest.mark.skipif(not shutil.which("ssh-agent"), reason="comes with OpenSSH's client")
async def test_an_agent_unlocks_what_it_holds(far: Far, tmp_path: Path) -> None:
    sock = tmp_path / "agent"
    agent = await asyncio.create_subprocess_exec(
        "ssh-agent", "-D", "-a", str(sock), stdout=asyncio.subprocess.DEVNULL
    )
    try:
        key = far.directory / "user"
        environ = {**os.environ, "SSH_AUTH_SOCK": str(sock)}
        add = f"while ! ssh-add -q {key}; do sleep 0.01; done 2>/dev/null"
        await (await asyncio.create_subprocess_shell(add, env=environ)).wait()
        target = far.target(identity_files=(), agent=str(sock))
        await (await connect(target)).close()
        strangers = make_key(tmp_path / "stranger")
        only = far.target(identity_files=(strangers,), identities_only=True, agent=str(sock))
        assert "agent" not in (await refused(only)).said
    finally:
        agent.kill()
        await agent.wait()


async def test_nobody_there_nobody_speaking_and_no_such_name(tmp_path: Path) -> None:
    target = SshTarget("far", "127.0.0.1", free_port(), "core")
    assert "refuses connections" in (await refused(target)).said
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        error = await refused(SshTarget("far", "127.0.0.1", port, "core"), deadline=0.3)
        assert "no answer from 127.0.0.1 port" in error.said
    error = await refused(SshTarget("far", "nowhere.invalid", 22, "core"))
    assert "the name nowhere.invalid is not known" in error.said


async def test_something_else_than_ssh_and_a_host_of_the_sha1_age() -> None:
    banners = [b"HTTP/1.1 400 Bad Request\r\n\r\n", old_server()]

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(banners[0])
        await writer.drain()
        if banners[0].startswith(b"SSH"):
            await reader.read(65536)
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    target = SshTarget("far", "127.0.0.1", server.sockets[0].getsockname()[1], "core")
    assert "hung up before the login" in (await refused(target)).said
    banners.pop(0)
    error = await refused(target)
    assert "no algorithm in common" in error.said
    assert "ssh -o HostKeyAlgorithms=+ssh-rsa" in error.advice
    server.close()
    assert old_openssh("SSH-2.0-OpenSSH_6.2")
    assert not old_openssh("SSH-2.0-OpenSSH_9.2p1")


def old_server() -> bytes:
    """The greeting of an sshd that has only SHA-1 (RFC 4253, 7.1)."""
    lists = [b"diffie-hellman-group1-sha1", b"ssh-rsa,ssh-dss", b"3des-cbc", b"3des-cbc"]
    lists += [b"hmac-sha1", b"hmac-sha1", b"none", b"none", b"", b""]
    payload = b"\x14" + bytes(16)
    payload += b"".join(len(one).to_bytes(4, "big") + one for one in lists) + bytes(5)
    padding = 8 - (len(payload) + 5) % 8 + 8
    packet = bytes([padding]) + payload + bytes(padding)
    return b"SSH-2.0-OpenSSH_5.9\r\n" + len(packet).to_bytes(4, "big") + packet


async def test_through_other_hosts_and_through_a_command(far: Far) -> None:
    inner = far.target(name="inner", proxy_jump=(far.target(name="outer"), far.target()))
    link = await connect(inner)
    assert (await link.run("echo inside")).out == b"inside\n"
    await link.close()
    error = await refused(far.target(proxy_jump=(far.target(),), host="127.0.0.1", port=1))
    assert "far does not get through to 127.0.0.1 port 1" in error.said

    pipe = (
        "import socket,sys,threading,os;s=socket.create_connection(('127.0.0.1',%d));"
        "threading.Thread(target=lambda:[s.sendall(d) for d in iter(lambda:os.read(0,65536),b'')],"
        "daemon=True).start();[os.write(1,d) for d in iter(lambda:s.recv(65536),b'')]"
    )
    command = f'{sys.executable} -c "{pipe % far.port}"'
    link = await connect(far.target(proxy_command=command))
    assert (await link.run("echo inside")).out == b"inside\n"
    await link.close()
    error = await refused(far.target(proxy_command="exit 3"))
    assert "the ProxyCommand of far ended before the login" in error.said


@pytest.mark.skipif(not SSHD.exists(), reason="only a real sshd has these settings")
async def test_an_sshd_that_forbids_forwarding_and_more_sessions(
    tmp_path: Path, echo_socket: Path
) -> None:
    more = "AllowStreamLocalForwarding no\nAllowTcpForwarding no\nMaxSessions 1"
    far = start_sshd(tmp_path / "far", more)
    link = await connect(far.target())
    try:
        with pytest.raises(HopError, match="sshd on far forbids stream-local forwarding") as caught:
            await link.dial_socket(str(echo_socket))
        assert caught.value.hop is Hop.PERMISSION
        with pytest.raises(HopError, match="sshd on far forbids TCP forwarding"):
            await link.dial_port("127.0.0.1", far.port)
        await link.ping()
        with pytest.raises(HopError, match="opens no further session"):
            await link.open_program(None, 80, 24)
    finally:
        await link.close()
        far.stop()


@pytest.mark.skipif(not SSHD.exists(), reason="a process can be stopped, a thread cannot")
async def test_a_host_that_hangs_is_noticed_and_left_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = start_sshd(tmp_path / "far")
    link = await connect(far.target())
    await link.ping()
    program = await link.open_program("cat", 80, 24)
    monkeypatch.setattr("coreos_tui.transport.ssh.link.PING", 0.2)
    far.freeze()
    with pytest.raises(HopError, match=r"no answer from 127\.0\.0\.1 port \d+ within 0.2 s"):
        await link.ping()
    writing = asyncio.create_task(program.write(b"x" * 20_000_000))
    await asyncio.sleep(0.1)
    began = asyncio.get_running_loop().time()
    await link.close()
    took = asyncio.get_running_loop().time() - began
    with pytest.raises(HopError):
        await writing
    assert took < 2  # it takes 2 ms; what would hang, hangs for ever
    far.stop()
