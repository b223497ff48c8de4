"""What holds of every engine our client speaks to, a real one or the demo's.

Plain functions that assert: the quick suite calls them with the demo's engine, the lab's suite
with a real one. Each needs only the containers that its parameters name.
"""

import asyncio
from collections.abc import Callable

import pytest

from coreos_tui.core.container import Container
from coreos_tui.core.errors import Hop, HopError
from coreos_tui.transport.engine.api import Engine
from coreos_tui.transport.engine.events import Event
from coreos_tui.transport.link import Program

PATIENCE = 20.0


async def names_itself(engine: Engine, product: str) -> None:
    theirs = await engine.ping()
    facts = await engine.facts()
    assert facts.product == product
    assert facts.api == theirs
    assert facts.version
    assert engine.api


async def lists_all_or_only_those_asked_for(engine: Engine, *ids: str) -> None:
    listed = {each.id: each for each in await engine.containers()}
    assert set(ids) <= set(listed)
    for id_ in ids:
        assert await engine.containers([id_, "0" * 64]) == (listed[id_],)
        assert (await engine.inspect(id_))["Id"] == id_
    assert await engine.containers(["0" * 64]) == ()


async def tells_what_happens(engine: Engine, running: str) -> None:
    """Pauses and resumes a running container and hears of both."""
    heard: list[Event] = []
    async with engine.events() as stream:
        listening = asyncio.create_task(_listen(stream, heard))
        await engine.act("pause", running)
        await _until(lambda: ("pause", running) in [(e.action, e.id) for e in heard])
        await becomes(engine, running, "paused")
        await engine.act("unpause", running)
        await _until(lambda: ("unpause", running) in [(e.action, e.id) for e in heard])
        await becomes(engine, running, "running")
    await asyncio.wait_for(listening, PATIENCE)
    assert all(e.time_nano > 1_000_000_000 for e in heard)


async def stops_and_starts(engine: Engine, running: str) -> None:
    for verb, wanted in (("stop", "exited"), ("start", "running"), ("restart", "running")):
        await engine.act(verb, running)
        await becomes(engine, running, wanted)


async def refuses_what_cannot_be(engine: Engine, stopped: str) -> None:
    """A container that is not there, and one that is not running."""
    for call in (
        engine.inspect("0" * 64),
        engine.logs("0" * 64),
        engine.release("0" * 64),
        engine.act("start", "0" * 64),
        engine.shell("0" * 64, 80, 24),
        engine.shell(stopped, 80, 24),
    ):
        with pytest.raises(HopError) as caught:
            await call
        assert caught.value.hop is Hop.CONTAINER, caught.value


async def reads_a_log(engine: Engine, logging: str) -> None:
    """`logging` has written ten lines or more."""
    async with await engine.logs(logging) as log:
        lines = [line async for batch in log for line in batch]
    assert len(lines) >= 10
    assert all(line.at for line in lines)
    async with await engine.logs(logging, tail=5, until=lines[-1].at.timestamp() + 1) as log:
        last = [line async for batch in log for line in batch]
    assert len(last) >= 5
    async with await engine.logs(logging, tail=5, timestamps=False) as log:
        assert (await anext(log))[0].at is None


async def follows_a_log(engine: Engine, writing: str) -> None:
    """`writing` goes on writing while it is followed; closing ends the iteration."""
    async with await engine.logs(writing, tail=0, follow=True) as log:
        for _ in range(2):
            assert await asyncio.wait_for(anext(log), PATIENCE)
        rest = asyncio.create_task(_all(log))
        await asyncio.sleep(0)
        log.close()
        await asyncio.wait_for(rest, PATIENCE)


async def measures(engine: Engine, running: str) -> None:
    usage = await engine.usage(running)
    async with asyncio.timeout(PATIENCE):
        # What has just begun may have no memory to its name yet.
        while usage.cpu is None or not usage.memory:
            await asyncio.sleep(0.05)
            usage = await engine.usage(running)
    assert 0 <= usage.cpu < 10_000


async def reads_a_release(engine: Engine, container: str, title: str) -> None:
    """`title` is empty for a container without any."""
    release = await engine.release(container)
    assert (release.title if release.known else "") == title


async def lists_processes(engine: Engine, running: str) -> None:
    top = await engine.top(running)
    assert top.titles
    assert top.rows
    assert all(len(row) == len(top.titles) for row in top.rows)


async def runs_a_shell(engine: Engine, running: str) -> None:
    shell = await engine.shell(running, 100, 30)
    # The quotes tell what the shell says from what it echoes.
    await shell.write(b"echo 4'2-there'\n")
    await _seen(shell, b"42-there")
    await shell.resize(90, 20)
    await shell.write(b"exit 3\n")
    async with asyncio.timeout(PATIENCE):
        while await shell.read():
            pass
    assert await shell.wait() == 3
    shell.close()


async def has_no_shell(engine: Engine, bare: str) -> None:
    with pytest.raises(HopError, match="no shell in it"):
        await engine.shell(bare, 80, 24)


async def hangs_up_what_is_closed(engine: Engine, running: str) -> None:
    """A shell and what runs in it end when their terminal is closed; of a real engine only."""
    shell = await engine.shell(running, 80, 24)
    await shell.write(b"sleep 4321\n")
    async with asyncio.timeout(PATIENCE):
        while not await _sleeping(engine, running):
            await asyncio.sleep(0.05)
    shell.close()
    async with asyncio.timeout(PATIENCE):
        while await _sleeping(engine, running):
            await asyncio.sleep(0.05)


async def becomes(engine: Engine, id_: str, wanted: str) -> None:
    """Waits for a state: an engine may list the old one for a moment after the act."""
    found: tuple[Container, ...] = ()
    async with asyncio.timeout(PATIENCE):
        while not found or found[0].state != wanted:
            found = await engine.containers([id_])


async def _sleeping(engine: Engine, running: str) -> bool:
    return any("sleep 4321" in " ".join(row) for row in (await engine.top(running)).rows)


async def _listen(stream, heard: list[Event]) -> None:
    async for batch in stream:
        heard += batch


async def _all(log) -> None:
    async for _ in log:
        pass


async def _seen(program: Program, text: bytes) -> None:
    seen = b""
    async with asyncio.timeout(PATIENCE):
        while text not in seen:
            data = await program.read()
            assert data, seen
            seen += data


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await asyncio.sleep(0.005)
