"""The parts of a scenario as what plays them: containers, engines, hosts."""

from datetime import timedelta
from pathlib import Path

from coreos_tui.demo.clock import Clock
from coreos_tui.demo.container import SceneContainer, hex_id
from coreos_tui.demo.host import DemoHost
from coreos_tui.demo.logbook import Logbook
from coreos_tui.demo.scenario import ContainerPart, EnginePart, MachinePart
from coreos_tui.demo.scene import SceneEngine

# So much of a log that goes on has been written when the scenario begins.
_PAST = 300


def container_of(part: ContainerPart, machine: str, clock: Clock) -> SceneContainer:
    """One container, as it is when the scenario begins."""
    now = clock.now()
    began = now - timedelta(seconds=part.age)
    ended = part.state in ("exited", "restarting", "dead")
    every = part.loop / len(part.says) if part.loop and part.says else part.every
    over = not every or part.state in ("exited", "created", "dead")
    past = 0 if over else min(_PAST, int(part.age / every))
    log = Logbook(part.log, part.says, every, past, clock)
    return SceneContainer(
        name=part.name,
        id=hex_id(f"{machine} {part.name}"),
        image=part.image,
        command=part.command,
        os_release=part.release.os_release,
        lsb_release=part.release.lsb_release,
        linked=part.release.lsb_release is None,
        state=part.state,
        exit_code=part.exit_code,
        health=part.health,
        tty=part.tty,
        has_shell=part.shell,
        labels=dict(part.labels),
        ports=part.ports,
        env=part.env,
        address=part.address,
        log=log,
        cpu=part.cpu,
        memory=part.memory,
        loop=part.loop,
        created=began,
        started=None if part.state == "created" else began,
        finished=now - timedelta(seconds=min(part.ended, part.age)) if ended else None,
        restarts=int(part.age / part.loop) if part.loop else 0,
        own_files=dict(part.files),
        settles="healthy" if part.health == "starting" else part.health,
    )


def scene_of(part: EnginePart, machine: MachinePart, clock: Clock) -> SceneEngine:
    """One engine with its containers."""
    scene = SceneEngine(
        (container_of(each, machine.name, clock) for each in part.containers),
        product=part.product,
        version=part.version,
        api=part.api,
        host=machine.name,
        clock=clock,
        kernel=machine.kernel,
    )
    scene.tick(clock.elapsed())
    return scene


def socket_of(part: EnginePart, machine: MachinePart) -> str:
    """Where the host has the engine's socket."""
    below = f"/run/user/{machine.uid}" if part.rootless else "/run"
    return f"{below}/docker.sock" if part.product == "docker" else f"{below}/podman/podman.sock"


def host_of(part: MachinePart, folder: Path, sockets: dict[str, Path], clock: Clock) -> DemoHost:
    """The host, with its files below `folder`."""
    release = part.release
    files = dict(part.files)
    if release.os_release is not None:
        files |= {"/etc/os-release": release.os_release, "/usr/lib/os-release": release.os_release}
    if release.lsb_release is not None:
        files["/etc/lsb-release"] = release.lsb_release
    return DemoHost(
        part.name,
        folder,
        files=files,
        sockets=sockets,
        user=part.user,
        uid=part.uid,
        kernel=part.kernel,
        up_for=part.booted,
        clock=clock,
        part=part,
    )
