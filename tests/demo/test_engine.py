"""The demo engine, as docker-py finds it."""

import io
import tarfile
import time

import docker
import pytest
from docker.errors import APIError

from coreos_tui.core.container import parse_containers
from coreos_tui.core.release import parse_release
from coreos_tui.demo.engine import DemoEngine
from coreos_tui.demo.scene import SceneContainer, SceneEngine
from tests.waiting import until


async def test_says_who_it_is(engine, client, ask):
    assert client.api_version == engine.scene.api
    assert (await ask(client.version))["Version"] == "28.0.4"
    assert (await ask(client.info))["ContainersPaused"] == 1


async def test_lists_what_the_screen_should_show(client, ask):
    everything = {
        each.name: each for each in parse_containers(await ask(client.containers, all=True))
    }
    assert set(everything) == {"web", "ubuntu", "db", "cache", "app", "frozen", "job", "loop"}
    assert [port.text for port in everything["web"].ports] == ["8080→80", "443"]
    assert (everything["web"].health, everything["web"].lasting) == ("healthy", "3 h")
    assert (everything["job"].exit_code, everything["job"].bad) == (1, True)
    assert everything["frozen"].state == "paused"
    assert everything["loop"].state == "restarting"
    assert everything["db"].project == "shop"


async def test_filters_by_id_name_label_and_status(engine, client, ask):
    async def names(**filters):
        found = await ask(client.containers, all=True, filters=filters)
        return {each["Names"][0] for each in found}

    web = engine.scene.find("web")
    assert await names(id=[web.id[:12]]) == {"/web"}
    assert await names(id=[web.id, engine.scene.find("job").id]) == {"/web", "/job"}
    assert await names(label="com.docker.compose.service=db") == {"/db"}
    assert await names(status=["exited", "paused"]) == {"/job", "/frozen"}
    assert await names(name="^ubun") == {"/ubuntu"}
    assert "/job" not in {each["Names"][0] for each in await ask(client.containers)}
    with pytest.raises(APIError, match="invalid filter 'colour'"):
        await names(colour="blue")


async def test_inspect_and_top(client, ask):
    found = await ask(client.inspect_container, "web")
    assert found["State"]["Health"]["Status"] == "healthy"
    assert found["NetworkSettings"]["Ports"]["80/tcp"][0]["HostPort"] == "8080"
    top = await ask(client.top, "web")
    assert top["Processes"][0][top["Titles"].index("CMD")].startswith("/docker-entrypoint.sh")


async def test_refuses_as_an_engine_does(engine, client, ask):
    async def refusal(call, *args, **named):
        with pytest.raises(APIError) as raised:
            await ask(call, *args, **named)
        return raised.value.response.status_code, raised.value.explanation

    frozen = engine.scene.find("frozen").id
    assert await refusal(client.inspect_container, "nope") == (404, "No such container: nope")
    assert await refusal(client.pause, "frozen") == (409, f"Container {frozen} is already paused")
    assert await refusal(client.unpause, "web") == (
        500,
        f"Container {engine.scene.find('web').id} is not paused",
    )
    assert (await refusal(client.remove_container, "web"))[0] == 409
    assert (await refusal(client.kill, "job"))[0] == 409
    assert (await refusal(client.exec_create, "frozen", "sh"))[0] == 409


async def test_actions_change_it_and_are_told(engine, client, ask):
    stream = await ask(client.events, decode=True, filters={"type": "container"})
    await ask(client.stop, "web")
    await ask(client.stop, "web")
    await ask(client.start, "web")
    await ask(client.pause, "web")
    await ask(client.unpause, "web")
    await ask(client.restart, "web")
    await ask(client.rename, "web", "site")
    await ask(client.kill, "site")
    await ask(client.remove_container, "site")
    engine.scene.create(SceneContainer(name="new"))
    engine.scene.set_health("new", "unhealthy")
    told = []
    while not told or told[-1] != "health_status: unhealthy":
        told.append((await ask(next, stream))["Action"])
    assert " ".join(told) == (
        "kill die stop start pause unpause kill die stop start restart rename"
        " kill die destroy create start health_status: unhealthy"
    )
    stream.close()
    await until(lambda: engine.scene.listeners == 0, "the engine noticed that nobody listens")
    again = [each["Action"] for each in await ask(_past_events, client)]
    assert again == told


def _past_events(client):
    now = f"{time.time():.9f}"
    return list(client.events(decode=True, since=1, until=now, filters={"type": "container"}))


async def test_logs_tail_follow_and_end(engine, client, ask):
    job = await ask(client.logs, "job")
    assert job == b"importing orders\nimport-orders: orders.csv: No such file\n"
    assert await ask(client.logs, "job", stdout=False) == job.split(b"\n", 1)[1]
    stamped = await ask(client.logs, "job", timestamps=True, tail=1)
    assert stamped.count(b"\n") == 1
    assert stamped[:2] == b"20"
    stream = await ask(client.logs, "web", stream=True, follow=True, tail=0)
    engine.scene.find("web").log.write("hello")
    assert await ask(next, stream) == b"hello\n"
    engine.scene.stop("web")
    assert await ask(next, stream, None) is None


async def test_terminal_logs_are_raw(client, ask):
    assert await ask(client.logs, "ubuntu") == b"root@ubuntu:/# \r\n"


async def test_a_script_of_lines_is_written_by_itself(tmp_path, ask):
    container = SceneContainer(name="busy")
    container.log.lines, container.log.period = ("one", "!two"), 0.01
    served = DemoEngine(SceneEngine([container]), tmp_path / "busy.sock")
    await served.start()
    client = await ask(docker.APIClient, base_url=served.url, version="auto")
    stream = await ask(client.logs, "busy", stream=True, follow=True, stderr=False)
    assert [await ask(next, stream) for _ in range(3)] == [b"one\n"] * 3
    stream.close()
    client.close()
    await until(lambda: served.connections == 0, "the stream was noticed to be closed")
    await served.stop()


async def test_stats_give_the_share_that_was_asked_for(client, ask):
    found = await ask(client.stats, "app", stream=False)
    before, now = found["precpu_stats"], found["cpu_stats"]
    used = now["cpu_usage"]["total_usage"] - before["cpu_usage"]["total_usage"]
    share = used / (now["system_cpu_usage"] - before["system_cpu_usage"]) * now["online_cpus"]
    assert 0.01 < share < 0.04
    stream = await ask(client.stats, "app", decode=True)
    assert (await ask(next, stream))["memory_stats"]["usage"] > 38 << 20
    once = await ask(client.stats, "app", stream=False, one_shot=True)
    assert once["precpu_stats"]["cpu_usage"]["total_usage"] == 0


async def test_archive_has_the_release_of_a_container_without_a_shell(client, ask):
    async def unpacked(container, path):
        pieces, stat = await ask(client.get_archive, container, path)
        with tarfile.open(fileobj=io.BytesIO(b"".join(pieces))) as tar:
            entry = tar.getmembers()[0]
            return entry, b"" if entry.issym() else tar.extractfile(entry).read(), stat

    link, _, stat = await unpacked("app", "/etc/os-release")
    assert (link.issym(), link.linkname) == (True, "../usr/lib/os-release")
    assert stat["linkTarget"] == "/usr/lib/os-release"
    _, text, _ = await unpacked("app", "/usr/lib/os-release")
    assert parse_release(text).title == "Debian 12"
    _, text, _ = await unpacked("ubuntu", "/etc/lsb-release")
    assert b"DISTRIB_RELEASE=12.04" in text
    with pytest.raises(APIError, match="Could not find the file"):
        await ask(client.get_archive, "job", "/etc/os-release")
