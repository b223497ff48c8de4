"""How the demo engine misbehaves, and that it gets well again."""

import asyncio

import docker
import pytest
import requests
from docker.errors import APIError

from coreos_tui.demo.engine import DemoEngine
from coreos_tui.demo.faults import Fault
from coreos_tui.demo.scene import SceneEngine
from coreos_tui.demo.shop import shop
from tests.waiting import until


async def _ping(engine):
    reader, writer = await asyncio.open_unix_connection(engine.path)
    writer.write(b"GET /_ping HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n")
    answer = await reader.read()
    writer.close()
    return answer


async def test_hangs_and_wakes(engine):
    await engine.fault(Fault.HANG)
    asked = asyncio.create_task(_ping(engine))
    await until(lambda: engine.requests == ["GET /_ping"], "the engine took the request")
    assert not asked.done()
    await engine.heal()
    assert (await asked).startswith(b"HTTP/1.1 200 OK\r\nApi-Version: 1.48\r\n")


@pytest.mark.parametrize(
    ("fault", "error"),
    [(Fault.REFUSE, ConnectionRefusedError), (Fault.GONE, FileNotFoundError)],
)
async def test_is_down_and_up_again(engine, fault, error):
    await engine.fault(fault)
    with pytest.raises(error):
        await _ping(engine)
    await engine.heal()
    assert (await _ping(engine)).endswith(b"OK")


async def test_hangs_up_on_everybody(engine, client, ask):
    stream = await ask(client.events, decode=True)
    await engine.fault(Fault.DROP)
    assert await ask(next, stream, None) is None
    with pytest.raises(ConnectionError):
        await _ping(engine)


async def test_fails_and_cuts_answers_short_where_told(engine, client, ask):
    await engine.fault(Fault.ERROR, only="/containers/json")
    with pytest.raises(APIError, match="the demo was told to fail"):
        await ask(client.containers)
    assert await ask(client.version)
    await engine.fault(Fault.TRUNCATED, only="/containers/json")
    with pytest.raises(requests.exceptions.RequestException):
        await ask(client.containers)
    await engine.heal()
    assert await ask(client.containers)


async def test_an_engine_that_is_too_new_for_a_client(tmp_path, ask):
    engine = DemoEngine(SceneEngine(min_api="1.44"), tmp_path / "new.sock")
    await engine.start()
    client = await ask(docker.APIClient, base_url=engine.url, version="1.40")
    with pytest.raises(APIError, match="is too old"):
        await ask(client.version)
    client.close()
    await engine.stop()


async def test_podman_speaks_a_little_differently(tmp_path, ask):
    engine = DemoEngine(
        shop(lively=False, product="podman", version="5.4.2", api="1.41"), tmp_path / "p.sock"
    )
    await engine.start()
    client = await ask(docker.APIClient, base_url=engine.url, version="auto")
    stream = await ask(client.events, decode=True)
    assert "HostConfig" not in (await ask(client.containers))[0]
    await ask(client.stop, "web")
    assert [(await ask(next, stream))["Action"] for _ in range(3)] == ["kill", "die", "cleanup"]
    stream.close()
    client.close()
    await engine.stop()
