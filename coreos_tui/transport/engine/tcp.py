"""Dialling an engine's TCP port, plain or with TLS."""

import asyncio
import ssl
from pathlib import Path

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.transport.engine.sockets import StreamPair

_HANDSHAKE = 10.0


async def dial_tcp(host: str, port: int, tls: "ssl.SSLContext | None" = None) -> StreamPair:
    """Connects to a TCP port. Raises HopError naming the host, or the engine where refused."""
    try:
        reader, writer = await asyncio.open_connection(
            host,
            port,
            ssl=tls,
            server_hostname=host if tls else None,
            ssl_handshake_timeout=_HANDSHAKE if tls else None,
        )
    except ssl.SSLCertVerificationError as error:
        said = f"the certificate of {host}:{port} does not hold: {error.verify_message}"
        raise HopError(Hop.ENGINE, said, "Look at the ca.pem of this engine") from error
    except ssl.SSLError as error:
        said = f"no TLS with {host}:{port}: {error.reason or error}"
        raise HopError(
            Hop.ENGINE, said, "Look at DOCKER_TLS_VERIFY and the certificates"
        ) from error
    except ConnectionRefusedError as error:
        raise HopError(Hop.ENGINE, f"nothing listens on {host}:{port}") from error
    except OSError as error:
        raise HopError(Hop.HOST, f"{host}:{port}: {error.strerror or error}") from error
    return StreamPair(reader, writer)


def tls_context(folder: Path | None, *, verify: bool = True) -> "ssl.SSLContext":
    """TLS as the Docker CLI does it: `ca.pem`, `cert.pem` and `key.pem` of one folder.

    Raises HopError where a file that is there cannot be used.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    names = ("ca.pem", "cert.pem", "key.pem")
    authority, own, key = ((folder / name) if folder else None for name in names)
    try:
        # An authority of its own is the only one that counts, as it is for the CLI.
        if authority and authority.exists():
            context.load_verify_locations(authority)
        else:
            context.load_default_certs()
        if own and own.exists():
            context.load_cert_chain(own, key)
    except OSError as error:
        said = f"the certificates in {folder} cannot be used: {error.strerror or error}"
        raise HopError(Hop.CONFIG, said) from error
    return context
