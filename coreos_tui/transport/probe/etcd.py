"""The etcd of a host: its unit, its version, and where it may be asked."""

import re
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from coreos_tui.core.answer import Answer, not_here
from coreos_tui.core.etcd_here import EtcdHere
from coreos_tui.core.sanitize import clean
from coreos_tui.transport.probe.frame import Parts
from coreos_tui.transport.probe.pairs import pairs
from coreos_tui.transport.probe.services import Service, is_url

# Ports 2379 (094B) and 4001 (0FA1), listening (0A): so an etcd in a container is found too, and
# nobody has to be asked. The one of 2013 has no client URLs in its environment, only the port.
SCRIPT = r"""
part etcd-ports
grep -hE ':(094B|0FA1) [0-9A-F]+:0000 0A' /proc/net/tcp /proc/net/tcp6 2>/dev/null | head -c 4096
part etcd-conf
for f in /etc/default/etcd /etc/etcd/etcd.conf /etc/etcd.env; do
  sed -n -e 's,//[^/@ ]*@,//,g' -e '/^ETCD_LISTEN_CLIENT_URLS=/p' \
    -e '/^ETCD_ADVERTISE_CLIENT_URLS=/p' "$f" 2>/dev/null
done | head -c 4096
"""
BEHIND = r"""
etcd_version() {
  for f in etcd etcd2; do
    if has "$f"; then ask etcd 2 512 "$f" --version; return; fi
  done
}
"""
_UNITS = ("etcd-member.service", "etcd.service", "etcd2.service")
_ANY = ("0.0.0.0", "::")  # noqa: S104 - what others listen on


def parse_etcd(parts: Parts, services: dict[str, Service]) -> Answer[EtcdHere]:
    """The sections of SCRIPT and BEHIND, and the units of an etcd."""
    here = [services[name] for name in _UNITS if name in services and services[name].here]
    service = next((each for each in here if each.active == "active"), here[0] if here else None)
    listening = tuple(_listening(parts["etcd-ports"].text))
    if service is None and not listening:
        binary = parts["etcd"].code == 0
        return not_here("etcd is installed and does not run" if binary else "no etcd runs here")
    conf = pairs(parts["etcd-conf"].text)
    said = [*(service.urls if service else ()), *_of_conf(conf)]
    urls = dict.fromkeys(_dialled(url) for url in said if is_url(url))
    taken = {urlsplit(url).port for url in urls}
    urls |= dict.fromkeys(url for url in listening if urlsplit(url).port not in taken)
    version = re.search(r"etcd version:?\s*(\S{1,40})", parts["etcd"].text, re.IGNORECASE)
    return Answer(
        EtcdHere(
            unit=service.name if service else "",
            active=service.active if service else "",
            version=clean(version[1]) if version else "",
            urls=tuple(urls),
        )
    )


def _of_conf(conf: dict[str, str]) -> Iterator[str]:
    for name in ("ETCD_LISTEN_CLIENT_URLS", "ETCD_ADVERTISE_CLIENT_URLS"):
        yield from (clean(each) for each in conf.get(name, "").strip("\"'").split(","))


def _dialled(url: str) -> str:
    """All addresses are the host's own too."""
    parts = urlsplit(url)
    host = "127.0.0.1" if parts.hostname in _ANY else parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}:{port}"


def _listening(text: str) -> Iterator[str]:
    """Lines of /proc/net/tcp: the second word is address and port, in hexadecimal."""
    for line in text.splitlines():
        found = re.match(r"\s*\d+: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) ", line)
        if found:
            yield _dialled(f"http://{_shown(_address(found[1]))}:{int(found[2], 16)}")


def _address(digits: str) -> IPv4Address | IPv6Address:
    """The kernel writes words of 32 bits, the lowest byte first."""
    raw = bytes.fromhex(digits)
    words = b"".join(raw[n : n + 4][::-1] for n in range(0, len(raw), 4))
    found = ip_address(words)
    return getattr(found, "ipv4_mapped", None) or found


def _shown(address: IPv4Address | IPv6Address) -> str:
    return f"[{address}]" if address.version == 6 else str(address)
