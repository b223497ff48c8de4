"""Which engines this workstation has, in the Docker CLI's own order of precedence.

DOCKER_HOST beats DOCKER_CONTEXT, that beats `currentContext` of the CLI's config.json, and where
nobody has chosen, the sockets that exist count. Podman's sockets are always looked for.
Source: docker CLI 28, context store under `$DOCKER_CONFIG/contexts`.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.sanitize import clean
from coreos_tui.transport.engine.api import Engine
from coreos_tui.transport.engine.tcp import dial_tcp, tls_context
from coreos_tui.transport.engine.unix import dial_unix
from coreos_tui.transport.link import ByteStream

Kind = Literal["unix", "tcp", "ssh", "broken"]
OF_THE_SYSTEM = (("docker", "/var/run/docker.sock"), ("podman", "/run/podman/podman.sock"))
_OF_THE_USER = (("docker-rootless", "docker.sock"), ("podman-rootless", "podman/podman.sock"))
_PLAIN, _TLS = 2375, 2376


@dataclass(frozen=True, slots=True)
class EngineAddress:
    """Where an engine is: a Unix socket, or a TCP port with or without TLS.

    `tls` is the folder of its certificates; `secure` and `verify` say whether TLS is spoken and
    the far end's certificate checked. `problem` says why a `broken` one cannot be dialled.
    """

    name: str
    kind: Kind
    path: str = ""
    host: str = ""
    port: int = 0
    tls: Path | None = None
    secure: bool = False
    verify: bool = True
    problem: str = ""

    @property
    def text(self) -> str:
        """The address as a person writes it; clean."""
        if self.kind == "unix":
            return clean(f"unix://{self.path}")
        if self.kind == "broken":
            return "—"
        port = f":{self.port}" if self.port else ""
        return clean(f"{self.kind}://{self.host}{port}")


async def dial(address: EngineAddress) -> ByteStream:
    """Connects to an engine. Raises HopError, CONFIG where its address cannot be used here."""
    if address.kind == "unix":
        return await dial_unix(address.path)
    if address.kind == "tcp":
        tls = tls_context(address.tls, verify=address.verify) if address.secure else None
        return await dial_tcp(address.host, address.port, tls)
    if address.kind == "ssh":
        said = f"the engine {address.name} is reached by SSH ({address.text})"
        raise HopError(Hop.CONFIG, said, f"Start with --host {address.host} to see that whole host")
    raise HopError(Hop.CONFIG, address.problem)


def local_engine(address: EngineAddress) -> Engine:
    """The client of an engine of this workstation."""
    socket = address.path if address.kind == "unix" else None
    return Engine(address.name, lambda: dial(address), address=address.text, socket=socket)


def local_engines(environ: Mapping[str, str] | None = None) -> tuple[EngineAddress, ...]:
    """The engines to show for this workstation, the chosen one first; reads files, never raises.

    A choice made through DOCKER_HOST or a context stands for Docker as a whole, as it does for
    the CLI, and is listed even where its socket is missing.
    """
    env = os.environ if environ is None else environ
    chosen = _chosen(env)
    run = env.get("XDG_RUNTIME_DIR", "")
    own = [(name, f"{run}/{path}") for name, path in _OF_THE_USER if run]
    found = {os.path.realpath(chosen.path): chosen} if chosen and chosen.path else {}
    for name, path in sorted([*OF_THE_SYSTEM, *own]):
        if not (chosen and name.startswith("docker")) and Path(path).exists():
            found.setdefault(os.path.realpath(path), EngineAddress(name, "unix", path=path))
    first = (chosen,) if chosen and not chosen.path else ()
    return first + tuple(found.values())


def _chosen(env: Mapping[str, str]) -> EngineAddress | None:
    if host := env.get("DOCKER_HOST", "").strip():
        folder = Path(env.get("DOCKER_CERT_PATH") or _config_folder(env))
        verify = bool(env.get("DOCKER_TLS_VERIFY"))
        secure = verify or bool(env.get("DOCKER_TLS"))
        return _address("docker", host, folder if secure else None, secure, verify)
    folder = _config_folder(env)
    name = env.get("DOCKER_CONTEXT", "").strip()
    if not name:
        config = _json(folder / "config.json")
        current = config.get("currentContext") if config else None
        name = current if isinstance(current, str) else ""
    return _context(folder, name) if name not in ("", "default") else None


def _config_folder(env: Mapping[str, str]) -> Path:
    home = env.get("HOME")
    return Path(env.get("DOCKER_CONFIG") or (Path(home) if home else Path.home()) / ".docker")


def _context(folder: Path, name: str) -> EngineAddress:
    import hashlib  # late: most have no contexts

    digest = hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()
    meta = _json(folder / "contexts" / "meta" / digest / "meta.json")
    if meta is None:
        problem = f"the Docker context {name} does not exist or cannot be read"
        return EngineAddress(clean(name), "broken", problem=problem)
    endpoint = meta
    for key in ("Endpoints", "docker"):
        inner = endpoint.get(key)
        endpoint = inner if isinstance(inner, dict) else {}
    host = str(endpoint.get("Host") or "")
    tls = folder / "contexts" / "tls" / digest / "docker"
    skip = bool(endpoint.get("SkipTLSVerify"))
    secure = skip or tls.is_dir()
    return _address(clean(name), host, tls if secure else None, secure, not skip)


def _json(path: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _address(name: str, host: str, tls: Path | None, secure: bool, verify: bool) -> EngineAddress:
    """An address from the `scheme://…` of DOCKER_HOST; a bare `host:port` is TCP."""
    scheme, found, rest = host.partition("://")
    if not found:
        scheme, rest = "tcp", host
    if scheme == "unix" and rest:
        return EngineAddress(name, "unix", path=rest)
    if scheme in ("tcp", "http", "https"):
        secure = secure or scheme == "https"
        return _tcp(name, rest, tls, secure, verify)
    if scheme == "ssh" and rest:
        return EngineAddress(name, "ssh", host=rest.partition("/")[0])
    problem = f"{host or 'an empty address'} is no address of an engine that can be used here"
    return EngineAddress(name, "broken", problem=problem)


def _tcp(name: str, rest: str, tls: Path | None, secure: bool, verify: bool) -> EngineAddress:
    try:
        parts = urlsplit(f"//{rest}")
        port = parts.port or (_TLS if secure else _PLAIN)
    except ValueError:
        return EngineAddress(name, "broken", problem=f"tcp://{rest} has no port that is a number")
    return EngineAddress(
        name,
        "tcp",
        host=parts.hostname or "localhost",
        port=port,
        tls=tls,
        secure=secure,
        verify=verify,
    )
