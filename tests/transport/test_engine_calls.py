"""What the engine is asked for, and what is made of its answers."""

import asyncio
import io
import json
import tarfile
from urllib.parse import parse_qs

import pytest

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.transport.engine.unix import dial_unix
from tests.transport.far_engine import FarEngine, frame, ok, refused, saying
from tests.waiting import until

ID = "ab" * 32
HIJACKED = b"HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n"


async def test_a_few_containers_are_asked_for_by_their_ids(tmp_path):
    async with FarEngine(tmp_path) as far:
        listed = [{"Id": ID, "Names": ["/web\x1b"]}, {"Id": "cd", "Names": ["/job"]}]
        far.on("/containers/json", ok([*listed, "noise"]))
        engine = far.engine()
        assert [each.name for each in await engine.containers()] == ["web␛", "job"]
        assert [each.name for each in await engine.containers([ID])] == ["web␛"]
        query = parse_qs(far.heard[-1].query)
        assert (query["all"], json.loads(query["filters"][0])) == (["1"], {"id": [ID]})
        await engine.close()


def sampled(seconds, cpu, usage=0, **stats):
    return {
        "read": f"2026-11-24T16:05:{seconds:02}.500000000Z",
        "preread": "0001-01-01T00:00:00Z",
        "cpu_stats": {"cpu_usage": {"total_usage": cpu}},
        "precpu_stats": {"cpu_usage": {"total_usage": 0}},
        "memory_stats": {"usage": usage, "limit": 1000, "stats": stats},
    }


async def test_usage_is_percent_of_a_core_between_two_samples(tmp_path):
    async with FarEngine(tmp_path) as far:
        far.on("/_ping", ok(b"OK", Api_Version="1.41"))
        engine = far.engine()
        await engine.ping()
        seen = []
        for sample in (
            sampled(1, 5_000_000_000, 500, inactive_file=100),
            sampled(3, 8_000_000_000, 500, total_inactive_file=600),
            sampled(3, 8_000_000_000),
            sampled(4, 0),
            {"memory_stats": {}},
            [],
        ):
            far.on(f"/containers/{ID}/stats", ok(sample))
            seen.append(await engine.usage(ID))
        assert [each.cpu for each in seen] == [None, 150.0, 150.0, None, None, None]
        assert [each.memory for each in seen[:3]] == [400, 500, 0]
        assert seen[0].limit == 1000
        assert "one-shot=true" in far.heard[-1].query
        await engine.close()


def tarred(name="x", data=b"", link=""):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        entry = tarfile.TarInfo(name)
        entry.size = len(data)
        if link:
            entry.type, entry.linkname = tarfile.SYMTYPE, link
        archive.addfile(entry, io.BytesIO(data))
    return ok(file.getvalue())


def filed(files):
    async def script(far):
        path = parse_qs(far.heard.query)["path"][0]
        await far.say(files.get(path, refused(404, f"Could not find the file {path} in {ID}")))

    return script


@pytest.mark.parametrize(
    ("files", "title"),
    [
        ({}, ""),
        ({"/etc/os-release": tarred(data=b"ID=debian\nVERSION_ID=12")}, "Debian 12"),
        (
            {
                "/etc/os-release": tarred(link="../usr/lib/os-release"),
                "/usr/lib/os-release": tarred(link="/x/./y/../z"),
                "/x/z": tarred(data=b"ID=flatcar\n"),
            },
            "Flatcar",
        ),
        ({"/usr/lib/os-release": tarred(data=b"ID=alpine\n" + b"X" * 300_000)}, "Alpine"),
        ({"/etc/os-release": tarred(link="os-release")}, ""),
        ({"/etc/os-release": ok(b"no tar at all")}, ""),
        (
            {"/etc/lsb-release": tarred(data=b"DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=12.04")},
            "Ubuntu 12.04",
        ),
    ],
)
async def test_a_release_is_read_out_of_the_archive(tmp_path, files, title):
    async with FarEngine(tmp_path) as far:
        far.on(f"/containers/{ID}/archive", filed(files))
        engine = far.engine()
        release = await engine.release(ID)
        assert (release.title if release.known else "") == title
        await engine.close()


async def test_a_container_that_is_gone_is_no_container_without_a_release(tmp_path):
    async with FarEngine(tmp_path) as far:
        far.on(f"/containers/{ID}/archive", refused(404, f"No such container: {ID}"))
        engine = far.engine()
        with pytest.raises(HopError, match="No such container"):
            await engine.release(ID)
        await engine.close()


class Terminal:
    """The exec calls of an engine: what each program says, by the first word of its command."""

    def __init__(self, far, said, hold=False):
        self.made, self.started, self.said, self.hold = [], [], said, hold
        far.on(f"/containers/{ID}/exec", self.create)
        for number in range(5):
            far.on(f"/exec/{number}/start", self.start)
            far.on(f"/exec/{number}/resize", ok(b""))
            far.on(f"/exec/{number}/json", ok({"Running": False, "ExitCode": 3}))

    async def create(self, far):
        self.made.append(json.loads(far.heard.body))
        await far.say(ok({"Id": str(len(self.made) - 1)}))

    async def start(self, far):
        self.started.append(json.loads(far.heard.body))
        if self.started[-1].get("Detach"):
            await far.say(ok(b""))
            return False
        await far.say(HIJACKED, self.said[self.made[-1]["Cmd"][0]])
        if self.hold:
            await far.reader.read()
        return True


async def test_a_shell_says_its_number_unseen_and_is_hung_up_when_closed(tmp_path):
    async with FarEngine(tmp_path) as far:
        terminal = Terminal(far, {"sh": b"coreos-tui:42\r\n$ "}, hold=True)
        engine = far.engine()
        program = await engine.shell(ID, 100, 30, user="core")
        assert await program.read() == b"$ "
        assert "w=100&h=30" in far.heard[-1].query
        reading = asyncio.create_task(program.read())
        await asyncio.sleep(0)
        program.close()
        assert await asyncio.wait_for(reading, 10) == b""
        await until(lambda: len(terminal.started) == 2, "the hang-up")
        assert terminal.made[1] == {"Cmd": ["sh", "-c", "kill -HUP 42"], "User": "core"}
        await engine.close()


async def test_a_program_that_ended_is_not_hung_up(tmp_path):
    async with FarEngine(tmp_path) as far:
        terminal = Terminal(far, {"sh": b"coreos-tui:7\r\nhi"})
        engine = far.engine()
        program = await engine.exec(ID, ["hello", "$(x)"])
        assert terminal.made[0]["Cmd"][2].endswith("; exec hello '$(x)'")
        assert await program.read() + await program.read() == b"hi"
        assert await program.wait() == 3
        program.close()
        await engine.close()
        assert len(terminal.made) == 1


ABSENT = b'OCI runtime exec failed: exec: "sh": executable file not found in $PATH: unknown\r\n'


async def test_without_any_shell_that_is_what_is_said(tmp_path):
    async with FarEngine(tmp_path) as far:
        terminal = Terminal(far, dict.fromkeys(("sh", "bash", "ash"), ABSENT))
        engine = far.engine()
        with pytest.raises(HopError, match="no shell in it") as caught:
            await engine.shell(ID, 80, 24)
        assert caught.value.hop is Hop.CONTAINER
        assert [each["Cmd"][0] for each in terminal.made] == ["sh", "bash", "ash"]
        await engine.close()


async def test_without_a_shell_a_program_starts_by_itself_and_unframed(tmp_path):
    async with FarEngine(tmp_path) as far:
        said = {"sh": frame(1, ABSENT), "/app": frame(1, b"a") + frame(2, b"b")}
        Terminal(far, said)
        engine = far.engine()
        program = await engine.exec(ID, ["/app"], tty=False)
        assert await program.read() == b"ab"
        program.close()
        await engine.close()


async def test_what_else_keeps_a_program_from_starting_is_said(tmp_path):
    async with FarEngine(tmp_path) as far:
        far.on(f"/containers/{ID}/exec", refused(409, "Container is paused"))
        engine = far.engine()
        with pytest.raises(HopError, match="container: Container is paused"):
            await engine.shell(ID, 80, 24)
        await engine.close()


@pytest.mark.parametrize("tty", [True, False])
async def test_attaching_shows_the_container_s_own_process(tmp_path, tty):
    async with FarEngine(tmp_path) as far:
        state = {"Running": False, "ExitCode": 9}
        far.on(f"/containers/{ID}/json", ok({"Config": {"Tty": tty}, "State": state}))
        far.on(f"/containers/{ID}/resize", ok(b""))
        said = b"hello" if tty else frame(2, b"hel") + frame(1, b"lo")
        far.on(f"/containers/{ID}/attach", saying(HIJACKED, said, hang_up=True))
        engine = far.engine()
        program = await engine.attach(ID, 70, 20)
        out = b""
        while data := await program.read(3):
            out += data
        assert out == b"hello"
        assert await program.wait() == 9
        assert any("w=70&h=20" in each.query for each in far.heard) == tty
        program.close()
        await engine.close()


@pytest.mark.parametrize(
    ("raw", "rows"),
    [
        ({"Titles": ["PID", "CMD"], "Processes": [["1", "sh \x1b"]]}, (("1", "sh ␛"),)),
        ({"Titles": ["PID", "CMD"], "Processes": [["1   sleep 9"]]}, (("1", "sleep 9"),)),
        ({"Titles": None, "Processes": None}, ()),
    ],
)
async def test_processes(tmp_path, raw, rows):
    async with FarEngine(tmp_path) as far:
        far.on(f"/containers/{ID}/top", ok(raw))
        engine = far.engine()
        assert (await engine.top(ID)).rows == rows
        await engine.close()


async def test_actions_go_through_the_relay_and_say_what_the_engine_says(tmp_path):
    async with FarEngine(tmp_path) as far:
        far.on("/version", ok({"ApiVersion": "1.41"}))
        far.on(f"/containers/{ID}/pause", b"HTTP/1.1 204 No Content\r\n\r\n")
        far.on(f"/containers/{ID}", refused(409, "it is running\x1b"))
        engine = far.engine()
        await engine.act("pause", ID)
        assert (far.heard[-1].method, far.heard[-1].version) == ("POST", "1.41")
        with pytest.raises(HopError, match="container: it is running␛"):
            await engine.act("remove", ID, force=True)
        assert "force=True" in far.heard[-1].query
        with pytest.raises(HopError, match="nothing can fly"):
            await engine.act("fly", ID)
        await engine.close()


async def test_an_action_on_a_dead_engine_says_so(tmp_path):
    async with FarEngine(tmp_path) as far:
        engine = far.engine()
    with pytest.raises(HopError, match="docker could not be asked to stop"):
        await engine.act("stop", ID)
    await engine.close()
    with pytest.raises(HopError):
        await dial_unix(far.path)
