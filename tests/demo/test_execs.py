"""Programs in containers of the demo, as docker-py finds them."""

import pytest
from docker.errors import APIError

from coreos_tui.demo.place import Place
from coreos_tui.demo.shell import Shell
from tests.waiting import until


class Talk:
    """A hijacked exec, spoken to byte by byte; what came with the headers is not lost."""

    def __init__(self, response, ask):
        self.response, self.ask, self.seen = response, ask, b""
        self.wire = response.raw._fp.fp

    async def say(self, keys):
        await self.ask(self.wire.raw._sock.sendall, keys)

    async def more(self):
        return await self.ask(self.wire.read1, 4096)

    async def hear(self, wanted):
        while wanted not in self.seen:
            more = await self.more()
            assert more, f"{wanted!r} is not in {self.seen!r}"
            self.seen += more
        before, _, self.seen = self.seen.partition(wanted)
        return before

    async def rest(self):
        while more := await self.more():
            self.seen += more
        self.hang_up()
        return self.seen

    def hang_up(self):
        self.wire.raw._sock.shutdown(2)
        self.response.close()


async def _open(client, ask, container, command, tty=True):
    made = await ask(client.exec_create, container, command, stdin=tty, tty=tty)
    url = client._url("/exec/{0}/start", made["Id"])
    headers = {"Connection": "Upgrade", "Upgrade": "tcp"}
    response = await ask(
        client._post_json, url, data={"Tty": tty, "Detach": False}, headers=headers, stream=True
    )
    return made["Id"], Talk(response, ask)


async def test_a_command_without_a_terminal(client, ask):
    command = ["grep", "DISTRIB", "/etc/lsb-release"]
    id_, talk = await _open(client, ask, "ubuntu", command, tty=False)
    out = await talk.rest()
    assert out[:4] == b"\1\0\0\0"
    assert out[8:].startswith(b"DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=12.04\n")
    assert (await ask(client.exec_inspect, id_))["ExitCode"] == 0


async def test_no_shell_no_program(client, ask):
    id_, talk = await _open(client, ask, "app", "sh", tty=False)
    assert b'exec: "sh": executable file not found' in await talk.rest()
    assert (await ask(client.exec_inspect, id_))["ExitCode"] == 126


async def test_a_shell_on_a_terminal(engine, client, ask):
    id_, talk = await _open(client, ask, "ubuntu", "bash")
    assert (await talk.hear(b"/# ")).startswith(b"demo shell")
    await ask(client.exec_resize, id_, height=40, width=120)
    await talk.say(b"stty sizes\x7f\r")
    assert await talk.hear(b"40 120\r\n") == b"stty sizes\b \b\r\n"
    await talk.say(b"nonsense\x15echo a; echo b\r")
    assert (await talk.hear(b"a\r\nb\r\n")).startswith(b"root@")
    await talk.say(b"sleep\x03exit 3\r")
    await talk.hear(b"^C\r\n")
    await until(lambda: engine.execs.find(id_).exit_code == 3, "the shell has ended")
    with pytest.raises(APIError, match="no such exec"):
        await ask(client.exec_resize, id_, height=1, width=1)
    talk.hang_up()


async def test_a_program_outlives_its_connection_until_it_is_killed(engine, client, ask):
    id_, talk = await _open(client, ask, "ubuntu", ["sh", "-c", "echo $$; exec bash"])
    pid = (await talk.hear(b"\r\n")).decode()
    open_before = engine.connections
    talk.hang_up()
    await until(lambda: engine.connections < open_before, "the engine noticed the end")
    assert (await ask(client.exec_inspect, id_))["Running"]
    killer = await ask(client.exec_create, "ubuntu", ["sh", "-c", f"kill -HUP {pid}"])
    await ask(client.exec_start, killer["Id"], detach=True)
    assert (await ask(client.exec_inspect, id_))["ExitCode"] == 129


async def test_a_program_ends_with_its_container(engine, client, ask):
    id_, talk = await _open(client, ask, "ubuntu", "sh")
    await talk.hear(b"/# ")
    engine.scene.stop("ubuntu")
    assert await talk.rest() == b""
    assert engine.execs.find(id_).exit_code == 137


def test_an_editor_shows_a_file_and_is_left_as_vi_is() -> None:
    shell = Shell(Place("web", {"/etc/motd": b"one\ntwo\n"}), 40, 6)
    shell.begin(["sh"])
    shown = shell.keys(b"vi /etc/motd\r")
    assert b"\x1b[?1049h" in shown
    assert b'"/etc/motd" [readonly] 2L, 8B' in shown
    assert b"only shown" in shell.keys(b"i")
    assert b"Not an editor command: qq" in shell.keys(b":qq\r")
    assert shell.keys(b"\x1b:q!\r").endswith(b"\x1b[?1049l" + shell.prompt.encode())
    assert shell.keys(b"echo out\r").endswith(f"out\r\n{shell.prompt}".encode())
