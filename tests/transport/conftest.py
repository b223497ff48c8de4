"""Far ends that the tests of this folder reach."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from coreos_tui.transport.ssh import SshLink, connect
from tests.transport.far_ssh import Far, InProcess
from tests.transport.sshd import SSHD, start_sshd

KINDS = ["openssh", "in-process"] if SSHD.exists() else ["in-process"]


def start(kind: str, directory: Path) -> Far:
    return start_sshd(directory) if kind == "openssh" else InProcess(directory)


@pytest.fixture(params=KINDS, scope="session")
def far(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Far]:
    """An SSH server for all; every test runs on the real one too where it is installed."""
    server = start(request.param, tmp_path_factory.mktemp("ssh") / "far")
    yield server
    server.stop()


@pytest.fixture(params=KINDS)
def mortal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Far]:
    """An SSH server for one test, which may stop it."""
    server = start(request.param, tmp_path / "far")
    yield server
    server.stop()


@pytest.fixture
async def link(far: Far) -> AsyncIterator[SshLink]:
    """A link to it."""
    made = await connect(far.target())
    yield made
    await made.close()


@pytest.fixture
async def echo_socket(tmp_path: Path) -> AsyncIterator[Path]:
    """A Unix socket that says back what it is told."""

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        writer.close()

    path = tmp_path / "echo.sock"
    server = await asyncio.start_unix_server(echo, str(path))
    yield path
    server.close()
