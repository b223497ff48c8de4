"""Scene containers as the JSON of the Engine API.

Source: GET /containers/json, /containers/{id}/json, /top, /version, /info.
"""

import os
import platform
import shlex
from datetime import datetime
from typing import Any

from coreos_tui.demo.container import SceneContainer, hex_id
from coreos_tui.demo.lasting import status
from coreos_tui.demo.scene import SceneEngine

_NEVER = "0001-01-01T00:00:00Z"


def _stamp(moment: datetime | None) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%f000Z") if moment else _NEVER


def _words(each: SceneContainer, now: datetime) -> str:
    return status(each.state, now, each.started, each.finished, each.exit_code, each.health)


def _networks(each: SceneContainer) -> dict[str, Any]:
    project = each.labels.get("com.docker.compose.project")
    name = f"{project}_default" if project else "bridge"
    return {
        name: {
            "NetworkID": hex_id(f"network {name}"),
            "Gateway": "172.18.0.1" if project else "172.17.0.1",
            "IPAddress": each.address if each.running else "",
            "IPPrefixLen": 16 if each.running and each.address else 0,
            "Aliases": None,
        }
    }


def _port(port: Any) -> dict[str, Any]:
    raw = {"PrivatePort": port.private, "Type": port.protocol}
    return raw | {"IP": port.address, "PublicPort": port.public} if port.public else raw


def listed(each: SceneContainer, scene: SceneEngine) -> dict[str, Any]:
    """One entry of the list."""
    raw: dict[str, Any] = {
        "Id": each.id,
        "Names": [f"/{each.name}"],
        "Image": each.image,
        "ImageID": each.image_id,
        "Command": shlex.join(each.command),
        "Created": int(each.created.timestamp()),
        "Ports": [_port(port) for port in each.ports] if each.running else [],
        "Labels": each.labels,
        "State": each.state,
        "Status": _words(each, scene.clock.now()),
        "NetworkSettings": {"Networks": _networks(each)},
        "Mounts": [],
    }
    if scene.product != "podman":
        raw["HostConfig"] = {"NetworkMode": next(iter(_networks(each)))}
    return raw


def inspected(each: SceneContainer) -> dict[str, Any]:
    """What inspect says."""
    state: dict[str, Any] = {
        "Status": each.state,
        "Running": each.running or each.state == "restarting",
        "Paused": each.state == "paused",
        "Restarting": each.state == "restarting",
        "OOMKilled": False,
        "Dead": each.state == "dead",
        "Pid": _pid(each) if each.running else 0,
        "ExitCode": each.exit_code,
        "Error": "",
        "StartedAt": _stamp(each.started),
        "FinishedAt": _stamp(each.finished),
    }
    if each.health:
        state["Health"] = {"Status": each.health, "FailingStreak": 0, "Log": []}
    return {
        "Id": each.id,
        "Created": _stamp(each.created),
        "Path": each.command[0],
        "Args": list(each.command[1:]),
        "State": state,
        "Image": each.image_id,
        "Name": f"/{each.name}",
        "RestartCount": each.restarts,
        "Driver": "overlay2",
        "Platform": "linux",
        "HostConfig": {
            "NetworkMode": next(iter(_networks(each))),
            "RestartPolicy": {"Name": "always" if each.loop else "no", "MaximumRetryCount": 0},
            "LogConfig": {"Type": "json-file", "Config": {}},
            "Memory": each.limit,
            "PortBindings": _bindings(each, published=True),
        },
        "Mounts": [],
        "Config": {
            "Hostname": each.id[:12],
            "User": "",
            "Tty": each.tty,
            "OpenStdin": each.tty,
            "Env": list(each.env),
            "Cmd": list(each.command),
            "Image": each.image,
            "WorkingDir": "",
            "Entrypoint": None,
            "Labels": each.labels,
        },
        "NetworkSettings": {
            "Ports": _bindings(each) if each.running else {},
            "Networks": _networks(each),
        },
    }


def _bindings(each: SceneContainer, published: bool = False) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for port in each.ports:
        key = f"{port.private}/{port.protocol}"
        if port.public:
            found.setdefault(key, []).append({"HostIp": port.address, "HostPort": str(port.public)})
        elif not published:
            found.setdefault(key, None)
    return found


def _pid(each: SceneContainer) -> int:
    return 2000 + int(each.id[:3], 16)


def processes(each: SceneContainer, arguments: str) -> dict[str, Any]:
    """What top says, with the columns of `ps -ef` or of `ps aux`."""
    pid, began = str(_pid(each)), (each.started or each.created).strftime("%H:%M")
    command = " ".join(each.command)
    if "aux" in arguments:
        titles = "USER PID %CPU %MEM VSZ RSS TTY STAT START TIME COMMAND"
        rss = str(each.memory // 1024)
        row = ["root", pid, f"{each.cpu:.1f}", "0.1", rss, rss, "?", "Ss", began, "0:00", command]
    else:
        titles = "UID PID PPID C STIME TTY TIME CMD"
        row = ["root", pid, str(int(pid) - 20), "0", began, "?", "00:00:00", command]
    return {"Processes": [row], "Titles": titles.split()}


def version(scene: SceneEngine) -> dict[str, Any]:
    """What /version says."""
    name = "Podman Engine" if scene.product == "podman" else "Engine"
    kernel, machine = scene.kernel, _machine()
    details = {"ApiVersion": scene.api, "MinAPIVersion": scene.min_api, "Os": "linux"}
    return {
        "Platform": {"Name": ""},
        "Components": [{"Name": name, "Version": scene.version, "Details": details}],
        "Version": scene.version,
        "ApiVersion": scene.api,
        "MinAPIVersion": scene.min_api,
        "Os": "linux",
        "Arch": machine,
        "KernelVersion": kernel,
    }


def _machine() -> str:
    return {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())


def described(scene: SceneEngine) -> dict[str, Any]:
    """What /info says."""
    states = [each.state for each in scene.containers.values()]
    return {
        "ID": hex_id(scene.host)[:32],
        "Name": scene.host,
        "Containers": len(states),
        "ContainersRunning": sum(state in ("running", "restarting") for state in states),
        "ContainersPaused": states.count("paused"),
        "ContainersStopped": sum(s in ("exited", "created", "dead") for s in states),
        "Images": len({each.image_id for each in scene.containers.values()}),
        "Driver": "overlay2",
        "NEventsListener": scene.listeners,
        "SystemTime": _stamp(scene.clock.now()),
        "CgroupVersion": "2",
        "CgroupDriver": "systemd",
        "KernelVersion": scene.kernel,
        "OperatingSystem": "coreos-tui demo",
        "OSType": "linux",
        "Architecture": platform.machine(),
        "NCPU": os.cpu_count() or 1,
        "MemTotal": 8 << 30,
        "ServerVersion": scene.version,
        "SecurityOptions": ["name=seccomp,profile=default"],
        "Warnings": None,
        "Labels": [],
    }
