"""How an etcd is asked: where, by whom, and with which certificates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from coreos_tui.core.errors import Hop, HopError


@dataclass(frozen=True, slots=True)
class Address:
    """One client URL in its parts. `tls` None: nobody knows yet."""

    host: str
    port: int
    tls: bool | None = None

    @property
    def text(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class EtcdAccess:
    """What the configuration says of etcd, else the environment that etcdctl reads.

    `write` says that keys may be written. A password is never shown.
    """

    endpoints: tuple[Address, ...] = ()
    ca: Path | None = None
    cert: Path | None = None
    key: Path | None = None
    user: str = ""
    password: str = field(default="", repr=False)
    write: bool = False


def parse_address(url: str) -> Address | None:
    """`https://10.0.0.7:2379`, `core-01:2379`, `10.0.0.7`; None where it is no address."""
    marked = url.strip() if "://" in url else f"//{url.strip()}"
    try:
        parts = urlsplit(marked)
        port = parts.port or 2379
    except ValueError:
        return None
    if parts.scheme not in ("", "http", "https") or not parts.hostname:
        return None
    return Address(parts.hostname, port, None if not parts.scheme else parts.scheme == "https")


def access_of(table: Mapping[str, object], environ: Mapping[str, str]) -> EtcdAccess:
    """The access that a checked [etcd] table and etcdctl's environment describe.

    Raises HopError(CONFIG) where an endpoint of the environment is none.
    """

    def named(key: str, variable: str) -> str:
        return str(table.get(key) or environ.get(variable) or "")

    def file(key: str, variable: str) -> Path | None:
        name = named(key, variable)
        return Path(name).expanduser() if name else None

    listed = table.get("endpoints") or environ.get("ETCDCTL_ENDPOINTS", "").split(",")
    endpoints = []
    for each in listed if isinstance(listed, list | tuple) else ():
        if not str(each).strip():
            continue
        address = parse_address(str(each))
        if address is None:
            raise HopError(Hop.CONFIG, f"`{each}` is not the address of an etcd")
        endpoints.append(address)
    user, _, password = named("user", "ETCDCTL_USER").partition(":")
    return EtcdAccess(
        tuple(endpoints),
        file("ca", "ETCDCTL_CACERT"),
        file("cert", "ETCDCTL_CERT"),
        file("key", "ETCDCTL_KEY"),
        user,
        password or environ.get("ETCDCTL_PASSWORD", ""),
        table.get("write") is True,
    )
