"""What a host prints, written down: sections by name, framed as the script frames them."""

from coreos_tui.transport.probe import Probe, parse_probe
from coreos_tui.transport.probe.services import UNITS

NONCE = "n0nce"
FLATCAR = 'NAME="Flatcar Container Linux by Kinvolk"\nID=flatcar\nVERSION_ID=4459.2.1\n'
FCOS = "NAME=Fedora\nID=fedora\nVARIANT_ID=coreos\nOSTREE_VERSION='41.20241109.3.0'\n"
MACHINE_ID = "69d27b356a94476da859461d3a3bc6fd"


def framed(
    *sections: tuple[str, str | bytes] | tuple[str, str | bytes, int], end: bool = True
) -> bytes:
    """Sections of a name, a text, and the exit code of its command where it had one."""
    whole = b"noise of an rc file\n@@"
    for name, body, *code in sections:
        text = body if isinstance(body, bytes) else body.encode()
        whole += f"\n{NONCE} {name}\n".encode() + text
        whole += f"\n{NONCE} = {code[0]}\n".encode() if code else b""
    return whole + (f"\n{NONCE} end\n".encode() if end else b"")


def services(**said: str) -> tuple[str, str]:
    """The section `services`: zincati="LoadState=loaded\\nActiveState=active", …"""
    return "services", "\n\n".join(
        f"Id={unit}\n" + said.get(unit.removesuffix(".service").replace("-", "_"), _NONE)
        for unit in UNITS
    )


_NONE = "LoadState=not-found\nActiveState=inactive\nStatusText="


def parsed(*sections: tuple[str, str | bytes] | tuple[str, str | bytes, int]) -> Probe:
    """The probe of a host that printed these sections."""
    return parse_probe(framed(*sections), NONCE)
