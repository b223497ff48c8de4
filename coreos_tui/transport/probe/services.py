"""The few units that other sections lean on, asked for in one call."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from coreos_tui.core.sanitize import clean
from coreos_tui.transport.probe.frame import Parts
from coreos_tui.transport.probe.pairs import pairs

UNITS = (
    "docker.service",
    "docker.socket",
    "podman.service",
    "podman.socket",
    "zincati.service",
    "rpm-ostreed.service",
    "confd.service",
    "etcd-member.service",
    "etcd.service",
    "etcd2.service",
)
# Environments and command lines hold passwords, so only URLs of clients leave the host, and
# those without credentials.
SCRIPT = r"""
services() {
  part services
  [ "${systemd:-0}" -gt 0 ] || return
  slow 2 systemctl show -p Id -p LoadState -p ActiveState -p StatusText -p Environment \
    -p ExecStart UNITS 2>/dev/null |
  sed -n -e 's,//[^/@ ]*@,//,g' -e '/^Id=/p' -e '/^LoadState=/p' -e '/^ActiveState=/p' \
    -e '/^StatusText=/p' -e '/^$/p' -e '/^E[nx]/{
      h
      s/.*ETCD_LISTEN_CLIENT_URLS=\([^ "]*\).*/listen=\1/p
      g
      s/.*-listen-client-urls[ =]\([^ ";]*\).*/listen=\1/p
      g
      s/.*ETCD_ADVERTISE_CLIENT_URLS=\([^ "]*\).*/advertise=\1/p
      g
      s/.*-advertise-client-urls[ =]\([^ ";]*\).*/advertise=\1/p
    }' | head -c 65536
}
""".replace("UNITS", " ".join(UNITS))


@dataclass(frozen=True, slots=True)
class Service:
    """One unit: `name` is the one it was asked by, `status` its own words, clean."""

    name: str
    load: str = ""
    active: str = ""
    status: str = ""
    urls: tuple[str, ...] = ()

    @property
    def here(self) -> bool:
        """Whether the host has this unit at all."""
        return self.load == "loaded"


def parse_services(parts: Parts) -> dict[str, Service]:
    """The units by the name they were asked by; none where the host did not answer for all."""
    blocks = [block for block in parts["services"].text.split("\n\n") if block.strip()]
    if len(blocks) != len(UNITS):
        return {}
    return {name: _service(name, block) for name, block in zip(UNITS, blocks, strict=True)}


def _service(name: str, block: str) -> Service:
    said = pairs(block)
    urls = f"{said.get('listen', '')},{said.get('advertise', '')}".split(",")
    return Service(
        name,
        clean(said.get("LoadState", "")),
        clean(said.get("ActiveState", "")),
        clean(said.get("StatusText", "")),
        tuple(dict.fromkeys(clean(url) for url in urls if is_url(url))),
    )


def is_url(text: str) -> bool:
    """Whether this is the URL of something that may be dialled."""
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
