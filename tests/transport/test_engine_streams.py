"""Events and logs: batches, cuts, ends."""

import asyncio
import json

import pytest

from coreos_tui.core.errors import HopError
from coreos_tui.core.log import moment
from coreos_tui.transport.engine.framed import FramedLines, whole_lines
from coreos_tui.transport.engine.frames import LINE_LIMIT, PIECE, Frames, Lines, RawLines
from tests.transport.far_engine import FarEngine, chunk, endless, frame, ok, refused, saying

ID = "ab" * 32
STAMP = b"2026-11-24T16:05:47.466858123Z "


def happened(action, id_=ID, nano=0, **attributes):
    actor = {"ID": id_, "Attributes": {"name": "web", **attributes}}
    event = {"Type": "container", "Action": action, "Actor": actor, "time": 1, "timeNano": nano}
    return json.dumps(event).encode() + b"\n"


async def collected(stream):
    return [each async for batch in stream for each in batch]


async def test_events_come_in_batches_without_the_noise(tmp_path):
    async def script(far):
        await far.say(endless(), happened("start", nano=7) + happened("exec_create: sh -c x"))
        await told.wait()
        await far.say(
            happened("top") + happened("health_status: healthy")[:30],
            happened("health_status: healthy")[30:] + b"\n{broken\n[1]\n",
            happened("destroy", id_="\x1b[!")
            + happened("stop")
            + happened("die", exitCode="1\x1b"),
        )
        return True

    told = asyncio.Event()
    async with FarEngine(tmp_path) as far:
        far.on("/events", script)
        async with far.engine().events(since=1.5) as stream:
            assert "since=1.500000000" in far.heard[0].query
            first = await anext(stream)
            assert [(e.action, e.name, e.time_nano) for e in first] == [("start", "web", 7)]
            told.set()
            later = await anext(stream)
            assert [e.action for e in later[:1]] == ["health_status: healthy"]
            if len(later) < 3:
                later = await anext(stream)
            # Both came in one piece: one batch, without what changes no row.
            assert [e.action for e in later[-2:]] == ["stop", "die"]
            assert later[-1].attributes["exitCode"] == "1␛"
            with pytest.raises(HopError, match="docker ended its events"):
                await anext(stream)


async def test_closing_events_ends_the_iteration(tmp_path):
    async with FarEngine(tmp_path) as far:
        far.on("/events", saying(endless(chunked=True), stay=True))
        async with far.engine().events() as stream:
            reading = asyncio.create_task(collected(stream))
            await asyncio.sleep(0)
            stream.close()
            assert await asyncio.wait_for(reading, 10) == []


async def test_refused_events_say_so(tmp_path):
    async with FarEngine(tmp_path) as far:
        far.on("/events", refused(500, "no logger"))
        with pytest.raises(HopError, match="docker: no logger"):
            async with far.engine().events():
                pass


@pytest.mark.parametrize("chunked", [True, False])
@pytest.mark.parametrize("size", [1, 3, 50, 10_000])
async def test_a_log_is_the_same_however_it_is_cut(tmp_path, chunked, size):
    body = (
        frame(1, STAMP + b"one\n")
        + frame(2, STAMP + b"oops")
        + frame(1, STAMP + b"\n")
        + frame(2, STAMP + b" at last\n")
        + frame(1, b"2026-11-24T16:05:48Z of podman\r\n" + STAMP + b"same frame\n")
        + frame(1, STAMP + b"no end")
    )
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    if chunked:
        pieces = [*map(chunk, pieces), chunk(b"")]
    async with FarEngine(tmp_path) as far:
        far.on(f"/containers/{ID}/json", ok({"Config": {"Tty": False}}))
        far.on(f"/containers/{ID}/logs", saying(endless(chunked=chunked), *pieces, hang_up=True))
        engine = far.engine()
        lines = await collected(await engine.logs(ID, tail=9, since=2.25))
        assert [(line.stream, line.text) for line in lines] == [
            ("out", b"one"),
            ("out", b""),
            ("err", b"oops at last"),
            ("out", b"of podman\r"),
            ("out", b"same frame"),
            ("out", b"no end"),
        ]
        assert {line.at.isoformat() for line in lines} == {
            "2026-11-24T16:05:47.466858+00:00",
            "2026-11-24T16:05:48+00:00",
        }
        assert "tail=9&since=2.250000000" in far.heard[-1].query
        await engine.close()


async def test_a_log_of_a_terminal_has_no_frames_and_is_asked_about_once(tmp_path):
    async with FarEngine(tmp_path) as far:
        far.on(f"/containers/{ID}/json", ok({"Config": {"Tty": True}}))
        said = saying(endless(), STAMP[:9], STAMP[9:] + b"a\r\n" + STAMP + b"b", hang_up=True)
        far.on(f"/containers/{ID}/logs", said)
        engine = far.engine()
        for _ in range(2):
            lines = await collected(await engine.logs(ID))
            assert [line.text for line in lines] == [b"a\r", b"b"]
            assert all(line.at for line in lines)
        assert sum(each.path.endswith("/json") for each in far.heard) == 1
        await engine.close()


async def test_a_followed_log_ends_when_it_is_closed(tmp_path):
    async with FarEngine(tmp_path) as far:
        far.on(f"/containers/{ID}/json", ok({}))
        far.on(f"/containers/{ID}/logs", saying(endless(), frame(1, b"x\n"), stay=True))
        engine = far.engine()
        async with await engine.logs(ID, follow=True, timestamps=False) as log:
            assert [line.text for line in await anext(log)] == [b"x"]
            reading = asyncio.create_task(collected(log))
            await asyncio.sleep(0)
            log.close()
            assert await asyncio.wait_for(reading, 10) == []
        await engine.close()


async def test_a_log_that_breaks_off_or_has_no_frames_says_so(tmp_path):
    async with FarEngine(tmp_path) as far:
        far.on(f"/containers/{ID}/json", ok({}))
        engine = far.engine()
        broken = saying(endless(chunked=True), chunk(frame(1, b"x\n")), b"5\r\nab", hang_up=True)
        far.on(f"/containers/{ID}/logs", broken)
        with pytest.raises(HopError, match="middle of an answer"):
            await collected(await engine.logs(ID))
        far.on(f"/containers/{ID}/logs", saying(endless(), b"plain text\n", stay=True))
        with pytest.raises(HopError, match="not framed"):
            await collected(await engine.logs(ID))
        await engine.close()


def test_long_lines_are_joined_and_cut_and_say_how_much_is_missing():
    text = b"x" * (LINE_LIMIT + 1000)
    pieces = [text[at : at + PIECE] for at in range(0, len(text), PIECE)]
    lines = Lines("out", timestamps=True)
    found = [line for piece in pieces for line in lines.feed(STAMP + piece)]
    found += lines.feed(STAMP + b"\n")
    assert [(len(line.text), line.dropped) for line in found] == [(LINE_LIMIT, 1000)]

    raw = RawLines(timestamps=True)
    short = text[: 2 * PIECE + 5]
    stamped = b"".join(STAMP + short[at : at + PIECE] for at in range(0, len(short), PIECE))
    assert [line.text for line in raw.feed(stamped + b"\n")] == [short]
    (line,) = raw.feed(text + b"\n")
    assert (len(line.text), line.dropped) == (LINE_LIMIT, 1000)


@pytest.mark.parametrize(
    "head", [b"\x04\0\0\0\0\0\0\1x", b"\1\1\0\0\0\0\0\1x", b"\1\0\0\0\xff" * 4]
)
def test_bytes_that_are_no_frames_are_not_waited_for(head):
    with pytest.raises(HopError):
        Frames().feed(head)


def test_whole_lines_are_taken_at_once_and_all_others_one_by_one():
    plain = frame(1, STAMP + b"one\n") + frame(2, STAMP + b"\n") + frame(1, STAMP + b" x \r\n")
    found, used = whole_lines(plain + b"\1\0\0", LINE_LIMIT)
    assert used == len(plain)
    assert [(line.text, line.stream) for line in found] == [
        (b"one", "out"),
        (b"", "err"),
        (b" x \r", "out"),
    ]
    assert {line.at for line in found} == {moment(STAMP.strip())}
    odd = (
        frame(1, STAMP + b"a\n" + frame(2, STAMP + b"forged\n")),  # a frame inside a frame
        frame(1, STAMP + b"begun ") + frame(1, STAMP + b"ended\n"),
        frame(1, b"no time\n"),
        frame(1, STAMP + b"x" * (LINE_LIMIT + 1) + b"\n"),
    )
    for each in odd:
        assert whole_lines(each + plain, LINE_LIMIT) == ([], 0)


@pytest.mark.parametrize("size", [1, 7, 64, 4096])
def test_lines_are_the_same_however_the_bytes_come(size):
    output = b"".join(
        frame(1 + number % 2, STAMP + b"line %d\n" % number)
        + (frame(1, STAMP + b"in ") + frame(1, STAMP + b"two\n") if number % 9 == 4 else b"")
        for number in range(40)
    )
    once = FramedLines(timestamps=True).feed(output)
    lines = FramedLines(timestamps=True)
    pieces = [output[at : at + size] for at in range(0, len(output), size)]
    assert [line for piece in pieces for line in lines.feed(piece)] + lines.last() == once
    assert [line.text for line in once if b"line" not in line.text] == [b"in two"] * 4
