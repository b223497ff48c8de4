"""The demo's SSH server, as the system's `ssh` and a plain paramiko client find it."""

import asyncio
import subprocess
import threading

import paramiko
import pytest

from coreos_tui.demo.host import DemoHost
from coreos_tui.demo.ssh import DemoSshd
from coreos_tui.transport.probe import parse_probe, script
from tests.waiting import until


@pytest.fixture
async def sshd(engine, tmp_path):
    sockets = {"/run/docker.sock": engine.path}
    served = DemoSshd(DemoHost("core-01", tmp_path, sockets=sockets))
    await served.start()
    yield served
    await served.stop()


def _connect(sshd, key=None):
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    try:
        client.connect(
            sshd.address,
            sshd.port,
            sshd.host.user,
            pkey=key or paramiko.ECDSAKey.from_private_key_file(str(sshd.identity_file)),
            allow_agent=False,
            look_for_keys=False,
            timeout=10,
        )
    except Exception:
        client.close()
        raise
    return client


def _run(client, command, script=b""):
    stdin, out, err = client.exec_command(command, timeout=10)
    stdin.write(script)
    stdin.channel.shutdown_write()
    return out.read(), err.read(), out.channel.recv_exit_status()


async def _in_ssh(sshd, tmp_path, *words, script=b""):
    config = tmp_path / "config"
    config.write_text(sshd.config_block())
    argv = ["ssh", "-F", config, *words[:-1], sshd.host.name, *words[-1:]]
    done = await asyncio.to_thread(
        subprocess.run, argv, input=script, capture_output=True, timeout=10, check=False
    )
    return done.stdout, done.stderr, done.returncode


async def test_ssh_runs_commands_and_opens_the_engine(sshd, tmp_path):
    out, _, code = await _in_ssh(sshd, tmp_path, "cat /etc/os-release; exit 3")
    assert (out.startswith(b'NAME="Flatcar Container Linux'), code) == (True, 3)
    request = b"GET /_ping HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n"
    out, err, _ = await _in_ssh(sshd, tmp_path, "docker system dial-stdio", script=request)
    assert out.endswith(b"\r\n\r\nOK"), err
    out, _, _ = await _in_ssh(sshd, tmp_path, "-tt", "hostname")
    assert out == b"core-01\r\n"


async def test_the_probe_sees_the_demo_host_and_nothing_of_this_machine(sshd, ask):
    client = await ask(_connect, sshd)
    text = script("n0nce").encode()
    for command, stdin in (("exec /bin/sh", text), (script("n0nce"), b"")):
        out, err, _ = await ask(_run, client, command, stdin)
        found = parse_probe(out, "n0nce")
        assert (found.facts.hostname, found.facts.user) == ("core-01", "core"), err
        assert found.facts.release.title == "Flatcar 4459.2.1"
        assert found.facts.boot_id == sshd.host.boot_id
        assert int(found.facts.booted.timestamp()) == sshd.host.booted
        assert [(each.path, each.asleep) for each in found.sockets] == [("/run/docker.sock", False)]
        assert str(sshd.host.root).encode() not in out + err
    _, err, code = await ask(_run, client, "sudo -n reboot")
    assert (code, err) == (127, b"sudo: not on this demo host\n")
    client.close()


async def test_a_terminal_gets_the_demo_shell(sshd, ask):
    client = await ask(_connect, sshd)
    channel = await ask(client.invoke_shell, "xterm", 100, 30)
    seen = b""

    async def hear(wanted):
        nonlocal seen
        while wanted not in seen:
            more = await ask(channel.recv, 4096)
            assert more, seen
            seen += more

    await hear(b"demo shell")
    await ask(channel.resize_pty, 120, 40)
    await ask(channel.send, b"stty size\r")
    await hear(b"40 120\r\n")
    await ask(channel.send, b"exit 4\r")
    assert await ask(channel.recv_exit_status) == 4
    client.close()


def _open_streamlocal(transport, path):
    message = paramiko.Message()
    message.add_byte(paramiko.common.cMSG_CHANNEL_OPEN)
    message.add_string("direct-streamlocal@openssh.com")
    number = transport._next_channel()
    for each in (number, 1 << 21, 1 << 15):
        message.add_int(each)
    message.add_string(path)
    message.add_string("")
    message.add_int(0)
    channel = paramiko.Channel(number)
    transport._channels.put(number, channel)
    opened = transport.channel_events[number] = threading.Event()
    transport.channels_seen[number] = True
    channel._set_transport(transport)
    channel._set_window(1 << 21, 1 << 15)
    transport._send_user_message(message)
    assert opened.wait(10)
    if transport._channels.get(number) is None:
        raise transport.get_exception()
    channel.settimeout(10)
    return channel


def _ping(channel):
    channel.sendall(b"GET /_ping HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n")
    answer = b""
    while data := channel.recv(4096):
        answer += data
    channel.close()
    return answer


async def test_channels_lead_to_the_engines_socket(engine, sshd, ask):
    client = await ask(_connect, sshd)
    transport = client.get_transport()
    channel = await ask(_open_streamlocal, transport, "/run/docker.sock")
    assert (await ask(_ping, channel)).endswith(b"OK")
    with pytest.raises(paramiko.ChannelException, match="Connect failed"):
        await ask(_open_streamlocal, transport, "/run/podman/podman.sock")
    sshd.forwarding = False
    sshd.cut()
    await until(lambda: not transport.is_active(), "the client noticed that it was cut")
    again = await ask(_connect, sshd)
    with pytest.raises(paramiko.ChannelException, match="Administratively prohibited"):
        await ask(_open_streamlocal, again.get_transport(), "/run/docker.sock")
    again.close()
    client.close()


async def test_only_its_own_key_opens_it(sshd, ask):
    with pytest.raises(paramiko.AuthenticationException):
        await ask(_connect, sshd, paramiko.ECDSAKey.generate())


async def test_refuses_hangs_and_changes_its_key(sshd, ask):
    client = await ask(_connect, sshd)
    before = client.get_transport().get_remote_server_key()
    sshd.hang()
    asked = asyncio.create_task(ask(_run, client, "hostname"))
    assert not (await asyncio.wait({asked}, timeout=0.1))[0]
    sshd.heal()
    assert (await asked)[0] == b"core-01\n"
    sshd.refuse()
    with pytest.raises(OSError, match="Unable to connect"):
        await ask(_connect, sshd)
    sshd.change_host_key()
    sshd.heal()
    again = await ask(_connect, sshd)
    assert again.get_transport().get_remote_server_key() != before
    again.close()
    client.close()
