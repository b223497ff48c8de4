"""Answers of an engine of the demo that go on: logs, events, stats, attach."""

import asyncio
import json

from coreos_tui.demo import filters
from coreos_tui.demo.clock import Clock
from coreos_tui.demo.container import SceneContainer
from coreos_tui.demo.exchange import Exchange
from coreos_tui.demo.execs import frame
from coreos_tui.demo.logbook import LogLine
from coreos_tui.demo.scene import RefusedError, SceneEngine
from coreos_tui.demo.stats import sample

_PIECE = 500


def _nanoseconds(raw: str) -> int:
    """A moment of `since` or `until`: seconds with up to nine decimals; 0 where it is not given."""
    whole, _, rest = raw.partition(".")
    if not raw:
        return 0
    if not whole.lstrip("-").isdigit() or not (rest or "0").isdigit():
        raise RefusedError(400, f'invalid value for "since": {raw}')
    return int(whole) * 1_000_000_000 + int(f"{rest[:9]:0<9}")


class _LogQuery:
    """What a client wants to see of a log."""

    def __init__(self, exchange: Exchange, tty: bool) -> None:
        self.tty, self.stamps = tty, exchange.flag("timestamps")
        self.streams = {n for n, name in ((1, "stdout"), (2, "stderr")) if exchange.flag(name)}
        self.since = _nanoseconds(exchange.query.get("since", ""))
        self.until = _nanoseconds(exchange.query.get("until", ""))
        tail = exchange.query.get("tail", "all")
        self.tail = int(tail) if tail.isdigit() else None

    def shows(self, line: LogLine) -> bool:
        """A terminal has one stream only."""
        return self.tty or line.stream in self.streams

    def wants(self, line: LogLine) -> bool:
        if not self.shows(line):
            return False
        return line.at >= self.since and (not self.until or line.at <= self.until)

    def wire(self, line: LogLine) -> bytes:
        """The line as it is sent: framed, or as a terminal's bytes."""
        plain = line.stamped() if self.stamps else line.text
        return plain + b"\r\n" if self.tty else frame(line.stream, plain + b"\n")


async def logs(exchange: Exchange, each: SceneContainer, scene: SceneEngine) -> None:
    """GET /containers/{id}/logs."""
    query = _LogQuery(exchange, each.tty)
    if not query.streams:
        raise RefusedError(400, "Bad parameters: you must choose at least one stream")
    kind = "application/vnd.docker.raw-stream" if each.tty else ""
    if not each.tty and _at_least(scene.api, 42):
        kind = "application/vnd.docker.multiplexed-stream"
    await exchange.begin(kind)
    seen = each.log.written
    kept = [line for line in each.log.kept if query.shows(line)]
    if query.tail is not None:
        kept = kept[max(0, len(kept) - query.tail) :]  # from the end, whatever the times say
    lines = [line for line in kept if query.wants(line)]
    await _send_lines(exchange, query, lines)
    if exchange.flag("follow") and each.state in ("running", "paused", "restarting"):
        await exchange.while_there(_follow(exchange, each, query, seen))
    await exchange.finish()


def _at_least(api: str, minor: int) -> bool:
    return int(api.partition(".")[2] or 0) >= minor


async def _send_lines(exchange: Exchange, query: _LogQuery, lines: list[LogLine]) -> None:
    for piece in range(0, len(lines), _PIECE):
        await exchange.send(b"".join(map(query.wire, lines[piece : piece + _PIECE])))
        await asyncio.sleep(0)


async def _follow(exchange: Exchange, each: SceneContainer, query: _LogQuery, seen: int) -> None:
    while True:
        if seen == each.log.written:
            if each.log.ended and each.state != "restarting":
                return
            await each.log.news()
        fresh, seen = each.log.since(seen), each.log.written
        await _send_lines(exchange, query, [line for line in fresh if query.wants(line)])
        if query.until and each.log.clock.time_ns() > query.until:
            return


async def attach(exchange: Exchange, each: SceneContainer) -> None:
    """POST /containers/{id}/attach: the log as it comes; what is typed is echoed by a terminal."""
    query = _LogQuery(exchange, each.tty)
    query.streams = query.streams or {1, 2}
    seen = each.log.written
    await exchange.hijack()
    if exchange.flag("logs"):
        await exchange.write_raw(b"".join(map(query.wire, each.log.kept)))
    if not exchange.flag("stream"):
        return
    work = {
        asyncio.ensure_future(_attached_output(exchange, each, query, seen)),
        asyncio.ensure_future(_attached_input(exchange, each)),
    }
    try:
        await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)


async def _attached_output(
    exchange: Exchange, each: SceneContainer, query: _LogQuery, seen: int
) -> None:
    while not (each.log.ended and seen == each.log.written):
        if seen == each.log.written:
            await each.log.news()
        fresh, seen = each.log.since(seen), each.log.written
        await exchange.write_raw(b"".join(query.wire(line) for line in fresh if query.wants(line)))


async def _attached_input(exchange: Exchange, each: SceneContainer) -> None:
    while keys := await exchange.read_raw():
        if each.tty:
            await exchange.write_raw(keys.replace(b"\r", b"\r\n"))


async def events(exchange: Exchange, scene: SceneEngine) -> None:
    """GET /events."""
    wanted = filters.parse(exchange.query.get("filters", ""), filters.EVENTS)
    since = _nanoseconds(exchange.query.get("since", ""))
    until = _nanoseconds(exchange.query.get("until", ""))
    queue, past = scene.listen(), list(scene.events)
    try:
        await exchange.begin("application/json")
        for event in past if since else ():
            if since <= event["timeNano"] and (not until or event["timeNano"] <= until):
                await _send_event(exchange, event, wanted)
        rest = (until - scene.clock.time_ns()) / 1e9 if until else None
        if rest is None or rest > 0:
            await exchange.while_there(_tell_events(exchange, queue, wanted, rest))
        await exchange.finish()
    finally:
        scene.unlisten(queue)


async def _send_event(exchange: Exchange, event: dict[str, object], wanted: filters.Wanted) -> None:
    if filters.tells(event, wanted):
        await exchange.send(json.dumps(event, separators=(",", ":")).encode() + b"\n")


async def _tell_events(
    exchange: Exchange,
    queue: asyncio.Queue[dict[str, object]],
    wanted: filters.Wanted,
    rest: float | None,
) -> None:
    try:
        async with asyncio.timeout(rest):
            while True:
                await _send_event(exchange, await queue.get(), wanted)
    except TimeoutError:
        return


async def stats(exchange: Exchange, each: SceneContainer, clock: Clock) -> None:
    """GET /containers/{id}/stats."""
    if exchange.query.get("stream", "1") in ("0", "false", "False"):
        first = exchange.flag("one-shot")
        await exchange.json(sample(each, clock.time(), None if first else clock.time() - 1))
        return
    await exchange.begin("application/json")
    await exchange.while_there(_samples(exchange, each, clock))
    await exchange.finish()


async def _samples(exchange: Exchange, each: SceneContainer, clock: Clock) -> None:
    before: float | None = None
    while True:
        now = clock.time()
        await exchange.send(json.dumps(sample(each, now, before)).encode() + b"\n")
        before = now
        await asyncio.sleep(1)
