"""Which engines of this workstation are found, and in which order."""

import asyncio
import hashlib
import json
from pathlib import Path

import pytest

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.transport.contexts import dial, local_engine, local_engines
from tests.transport.certified import certified
from tests.transport.far_engine import FarEngine, ok


def chosen(**environ):
    return local_engines(environ)[0]


@pytest.fixture
def home(tmp_path):
    """A home whose CLI uses the context `work`, and knows `tls` and a broken one besides."""
    docker = tmp_path / ".docker"
    docker.mkdir()
    (docker / "config.json").write_text('{"currentContext": "work"}')
    for name, endpoint in {
        "work": {"Host": "unix:///work.sock"},
        "tls": {"Host": "tcp://[fe80::1]:99", "SkipTLSVerify": True},
    }.items():
        digest = hashlib.sha256(name.encode()).hexdigest()
        meta = docker / "contexts" / "meta" / digest
        meta.mkdir(parents=True)
        (meta / "meta.json").write_text(json.dumps({"Endpoints": {"docker": endpoint}}))
    (docker / "contexts" / "tls" / hashlib.sha256(b"tls").hexdigest() / "docker").mkdir(
        parents=True
    )
    return str(tmp_path)


def test_docker_host_beats_docker_context_beats_current_context(home):
    assert chosen(HOME=home).text == "unix:///work.sock"
    assert chosen(HOME=home).name == "work"
    assert chosen(HOME=home, DOCKER_CONTEXT="tls").text == "tcp://fe80::1:99"
    both = chosen(HOME=home, DOCKER_CONTEXT="tls", DOCKER_HOST="unix:///h.sock")
    assert (both.name, both.path) == ("docker", "/h.sock")
    assert chosen(HOME="/nowhere", DOCKER_CONFIG=f"{home}/.docker").text == "unix:///work.sock"


def test_tls_is_of_the_context_or_of_the_environment(home):
    context = chosen(HOME=home, DOCKER_CONTEXT="tls")
    assert (context.secure, context.verify) == (True, False)
    assert context.tls
    assert context.tls.is_dir()
    host = chosen(HOME=home, DOCKER_HOST="tcp://box", DOCKER_TLS_VERIFY="1")
    assert (host.port, host.secure, host.verify) == (2376, True, True)
    assert str(host.tls) == f"{home}/.docker"
    plain = chosen(HOME=home, DOCKER_HOST="box:1234")
    assert (plain.host, plain.port, plain.secure) == ("box", 1234, False)


async def test_what_cannot_be_used_here_says_why(home):
    for environ, sentence in (
        ({"DOCKER_HOST": "ssh://core@box:22"}, "Start with --host core@box:22"),
        ({"DOCKER_HOST": "npipe:////./pipe/x"}, "no address of an engine"),
        ({"DOCKER_HOST": "tcp://box:none"}, "no port that is a number"),
        ({"DOCKER_CONTEXT": "gone\x1b"}, "context gone␛ does not exist"),
    ):
        with pytest.raises(HopError) as caught:
            await dial(chosen(HOME=home, **environ))
        assert caught.value.hop is Hop.CONFIG
        assert sentence in caught.value.sentence


def test_sockets_that_exist_are_found_without_any_choice(tmp_path):
    (tmp_path / "podman").mkdir()
    for name in ("docker.sock", "podman/podman.sock"):
        (tmp_path / name).touch()
    environ = {"HOME": "/nowhere", "XDG_RUNTIME_DIR": str(tmp_path)}
    names = [each.name for each in local_engines(environ)]
    assert [n for n in names if "rootless" in n] == ["docker-rootless", "podman-rootless"]
    named = local_engines({**environ, "DOCKER_HOST": f"unix://{tmp_path}/podman/podman.sock"})
    assert [each.name for each in named if each.path.startswith(str(tmp_path))] == ["docker"]


def test_docker_comes_before_podman_and_a_choice_stands_for_docker(tmp_path, monkeypatch):
    assert local_engines({"HOME": str(tmp_path)}) == (), "tests see no engine of this machine"
    system = tuple((name, str(tmp_path / name)) for name in ("docker", "podman"))
    monkeypatch.setattr("coreos_tui.transport.contexts.OF_THE_SYSTEM", system)
    for name in ("docker", "podman", "docker.sock"):
        (tmp_path / name).touch()
    environ = {"HOME": "/nowhere", "XDG_RUNTIME_DIR": str(tmp_path)}
    names = [each.name for each in local_engines(environ)]
    assert names == ["docker", "docker-rootless", "podman"]
    named = local_engines({**environ, "DOCKER_HOST": f"unix://{tmp_path}/docker.sock"})
    assert [(each.name, Path(each.path).name) for each in named] == [
        ("docker", "docker.sock"),
        ("podman", "podman"),
    ]


async def test_an_engine_behind_tls_knows_us_and_we_know_it(tmp_path):
    async with FarEngine(tmp_path) as far:
        far.on("/_ping", ok(b"OK", Api_Version="1.41"))
        port = await far.listen_tcp(certified(tmp_path / "own"))
        certified(tmp_path / "other")
        environ = {"DOCKER_HOST": f"tcp://127.0.0.1:{port}", "DOCKER_TLS_VERIFY": "1"}
        engine = local_engine(chosen(**environ, DOCKER_CERT_PATH=str(tmp_path / "own")))
        assert await engine.ping(10) == "1.41"
        await engine.close()
        with pytest.raises(HopError, match=r"certificate of .* does not hold"):
            await dial(chosen(**environ, DOCKER_CERT_PATH=str(tmp_path / "other")))
        (tmp_path / "own" / "key.pem").unlink()
        with pytest.raises(HopError, match=r"configuration: the certificates in .* cannot be used"):
            await dial(chosen(**environ, DOCKER_CERT_PATH=str(tmp_path / "own")))
        plain = await far.listen_tcp()
        engine = local_engine(chosen(DOCKER_HOST=f"127.0.0.1:{plain}"))
        assert await engine.ping(10) == "1.41"
        await engine.close()


async def test_tls_with_a_port_that_speaks_none_says_so():
    def accept(_, far):
        far.write(b"HTTP/1.1 400 Bad\r\n\r\n")
        far.close()

    server = await asyncio.start_server(accept, "127.0.0.1")
    port = server.sockets[0].getsockname()[1]
    with pytest.raises(HopError, match=r"no TLS with|127\.0\.0\.1"):
        await dial(chosen(DOCKER_HOST=f"https://127.0.0.1:{port}"))
    server.close()


async def test_an_engine_is_dialled_where_its_address_says(tmp_path):
    async with FarEngine(tmp_path) as far:
        far.on("/_ping", ok(b"OK", Api_Version="1.41"))
        engine = local_engine(chosen(DOCKER_HOST=f"unix://{far.path}"))
        assert await engine.ping() == "1.41"
        assert engine.address == f"unix://{far.path}"
        await engine.close()
    with pytest.raises(HopError, match="engine: nothing listens on 127"):
        await dial(chosen(DOCKER_HOST="tcp://127.0.0.1:1"))
