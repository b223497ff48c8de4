"""An engine at the wire and a site that has nothing but it."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from coreos_tui.demo.engine import DemoEngine
from coreos_tui.demo.scene import SceneEngine
from coreos_tui.demo.shop import shop
from coreos_tui.fleet.fleet import Site

HERE = "this machine"


@asynccontextmanager
async def served(scene: SceneEngine | None = None) -> AsyncIterator[DemoEngine]:
    """The demo engine on a socket with a short path: Unix sockets have room for 107 bytes."""
    folder = Path(tempfile.mkdtemp(prefix="ct-"))
    engine = DemoEngine(scene or shop(lively=False), folder / "docker.sock")
    await engine.start()
    try:
        yield engine
    finally:
        await engine.stop()
        shutil.rmtree(folder, ignore_errors=True)


def environ_of(engine: DemoEngine | None, folder: Path, **more: str) -> Mapping[str, str]:
    """An environment in which this workstation has that engine, and no other."""
    home = {"HOME": str(folder), "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh", "LANG": "C.UTF-8"}
    socket = {"DOCKER_HOST": engine.url} if engine else {}
    return {**home, **socket, **more}


def site_of(engine: DemoEngine | None, folder: Path, **more: Any) -> Site:
    """A site of this workstation alone."""
    return Site(environ=environ_of(engine, folder), **more)
