"""Calls of an engine that answers well, badly, slowly or not at all."""

import asyncio
import errno

import pytest

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.transport.engine.refusal import far_engine
from coreos_tui.transport.engine.unix import dial_unix, why_not
from coreos_tui.transport.http.exchange import BODY_LIMIT, Call
from coreos_tui.transport.http.wire import Wire
from tests.transport.far_engine import FarEngine, chunk, endless, ok, refused, saying
from tests.waiting import until

CONTAINER = "/containers/abc/json"


async def test_calls_share_one_connection(tmp_path):
    async with FarEngine(tmp_path) as far:
        far.on(CONTAINER, ok({"Id": "abc"}))
        engine = far.engine()
        for _ in range(3):
            assert await engine.inspect("abc") == {"Id": "abc"}
        assert far.connections == 1
        await engine.close()


async def test_a_connection_that_went_stale_is_replaced_unseen(tmp_path):
    async with FarEngine(tmp_path) as far:
        far.on(CONTAINER, saying(ok({"Id": "abc"}), hang_up=True))
        engine = far.engine()
        for _ in range(3):
            assert await engine.inspect("abc") == {"Id": "abc"}
        assert far.connections == 3
        await engine.close()


async def test_a_slow_call_holds_up_no_other(tmp_path):
    async with FarEngine(tmp_path) as far:
        far.on("/containers/slow/stats", saying(stay=True))
        far.on(CONTAINER, ok({}))
        engine = far.engine()
        slow = asyncio.create_task(engine.usage("slow"))
        await until(lambda: far.heard, "the slow call to arrive")
        assert await engine.inspect("abc") == {}
        slow.cancel()
        await engine.close()


@pytest.mark.parametrize(
    "answer",
    [
        ok({"Id": "é"}),
        endless(chunked=True) + chunk(b'{"Id":"\xc3') + chunk(b'\xa9"}') + chunk(b""),
    ],
)
async def test_answers_may_come_in_pieces_of_any_size(tmp_path, answer):
    async with FarEngine(tmp_path) as far:
        for size in (1, 7, len(answer)):
            cuts = range(0, len(answer), size)
            far.on(CONTAINER, saying(*(answer[at : at + size] for at in cuts)))
            engine = far.engine()
            assert await engine.inspect("abc") == {"Id": "é"}
            await engine.close()


@pytest.mark.parametrize(
    ("answer", "hop", "sentence"),
    [
        (refused(404, "No such container: abc"), Hop.CONTAINER, "No such container: abc."),
        (refused(409, "it is paused"), Hop.CONTAINER, "it is paused."),
        (refused(500, "disk \x1b[31mfull"), Hop.ENGINE, "docker: disk ␛[31mfull."),
        (refused(403, "plugin says no"), Hop.PERMISSION, "docker forbids it: plugin says no."),
        (refused(400, "client version 1.24 is too old"), Hop.ENGINE, "too old or too new"),
        (b"HTTP/1.1 502 Bad\r\nContent-Length: 6\r\n\r\n<html>", Hop.ENGINE, "502 Bad Gateway."),
        (ok(b'{"Id":"ab'), Hop.ENGINE, "JSON that cannot be read."),
        (ok(b"[" * 100_000), Hop.ENGINE, "JSON that cannot be read."),
        (ok([]), Hop.ENGINE, "in no way known."),
        (b"SSH-2.0-OpenSSH_9.2\r\n" * 3, Hop.ENGINE, "not HTTP."),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000, Hop.ENGINE, "not HTTP."),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", Hop.ENGINE, "middle of an answer."),
        (b"HTTP/1.1 200 OK\r\nContent-Le", Hop.ENGINE, "middle of an answer."),
        (b"", Hop.ENGINE, "hung up without an answer."),
    ],
)
async def test_what_went_wrong_is_said_in_a_sentence(tmp_path, answer, hop, sentence):
    async with FarEngine(tmp_path) as far:
        far.on(CONTAINER, saying(answer, hang_up=True))
        engine = far.engine()
        with pytest.raises(HopError) as caught:
            await engine.inspect("abc")
        assert caught.value.hop is hop
        assert sentence in caught.value.sentence
        await engine.close()


async def test_a_silent_engine_is_named_and_the_next_call_starts_afresh(tmp_path):
    async with FarEngine(tmp_path) as far:
        far.on("/_ping", saying(stay=True))
        engine = far.engine()
        with pytest.raises(HopError, match=r"engine: docker did not answer within 0\.05 s"):
            await engine.ping(0.05)
        far.on("/_ping", ok(b"OK", Api_Version="1.41"))
        assert await engine.ping() == "1.41"
        await engine.close()


async def test_a_body_without_end_is_not_collected_without_end(tmp_path):
    async with FarEngine(tmp_path) as far:
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {BODY_LIMIT * 2}\r\n\r\n".encode()
        far.on("/x", saying(head, b"x" * 300_000, stay=True))
        wire = Wire(far.dial, far_engine("docker"))
        with pytest.raises(HopError, match="more than"):
            await wire.request(Call("GET", "/x"), limit=200_000)
        cut = await wire.request(Call("GET", "/x"), limit=200_000, cut=True)
        assert cut.body == b"x" * 200_000
        wire.close()


@pytest.mark.parametrize(
    ("theirs", "spoken"), [("1.24", "1.24"), ("1.41", "1.41"), ("1.99", "1.45")]
)
async def test_the_lower_version_of_both_is_spoken(tmp_path, theirs, spoken):
    async with FarEngine(tmp_path) as far:
        far.on("/_ping", ok(b"OK", Api_Version=theirs))
        far.on(CONTAINER, ok({}))
        engine = far.engine()
        await engine.inspect("abc")
        assert await engine.ping() == theirs
        await engine.inspect("abc")
        assert [each.version for each in far.heard] == ["", "", spoken]
        assert engine.api == spoken
        await engine.close()


@pytest.mark.parametrize(
    ("headers", "sentence"), [({"Api_Version": "1.18"}, "older than 1.24"), ({}, "no API version")]
)
async def test_what_is_no_engine_of_today_is_told_so(tmp_path, headers, sentence):
    async with FarEngine(tmp_path) as far:
        far.on("/_ping", ok(b"OK", **headers))
        engine = far.engine()
        with pytest.raises(HopError, match=sentence):
            await engine.ping()
        await engine.close()


async def test_an_engine_that_has_dropped_our_version_is_asked_in_its_oldest(tmp_path):
    async with FarEngine(tmp_path) as far:
        far.on("/_ping", ok(b"OK", Api_Version="1.60"))
        podman = [{"Name": "Podman Engine"}, {"Name": "Conmon"}]
        version = {"Version": "7\x1b", "ApiVersion": "1.60", "MinAPIVersion": "1.50"}
        far.on("/version", ok(version | {"Components": podman}))
        engine = far.engine("podman")
        await engine.ping()
        facts = await engine.facts()
        assert (facts.title, facts.product, facts.api) == ("podman 7␛", "podman", "1.60")
        await engine.ping()
        assert engine.api == "1.50"
        await engine.close()


@pytest.mark.parametrize(
    "head", ["101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp", "200 OK\r\nContent-Type: x"]
)
async def test_no_first_byte_of_a_hijacked_stream_is_lost(tmp_path, head):
    async def echo(far):
        await far.say(f"HTTP/1.1 {head}\r\n\r\nfirst".encode())
        await far.say(await far.reader.readexactly(3))
        return True

    async with FarEngine(tmp_path) as far:
        far.on("/x", echo)
        stream = await Wire(far.dial, far_engine("docker")).upgrade(
            Call("POST", "/x", {}, {"Tty": True})
        )
        assert await stream.read(2) + await stream.read() == b"first"
        await stream.write(b"abc")
        assert await stream.read() == b"abc"
        assert await stream.read() == b""
        stream.close()


async def test_closing_wakes_a_waiting_reader(tmp_path):
    async with FarEngine(tmp_path) as far:
        far.on("/x", saying(endless(), stay=True))
        stream = await Wire(far.dial, far_engine("docker")).open_stream(Call("GET", "/x"))
        reading = asyncio.create_task(stream.read())
        await asyncio.sleep(0)
        stream.close()
        assert await asyncio.wait_for(reading, 10) == b""
        assert far.heard[0].protocol == "HTTP/1.0"


async def test_a_socket_that_cannot_be_dialled_says_why(tmp_path):
    with pytest.raises(HopError, match=r"socket: .*does not exist"):
        await dial_unix(str(tmp_path / "none"))
    (tmp_path / "file").touch()
    with pytest.raises(HopError, match=r"engine: nothing listens on"):
        await dial_unix(str(tmp_path / "file"))
    with pytest.raises(HopError, match=r"socket: .*path too long"):
        await dial_unix("/" + "x" * 200)
    denied = why_not("/run/docker.sock", OSError(errno.EACCES, "Permission denied"))
    assert denied.hop is Hop.PERMISSION
    assert "group" in denied.advice
