"""How a member is dialled: from here or through a link, plain or with TLS."""

import ssl
from collections.abc import Awaitable, Callable

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.etcd_access import Address, EtcdAccess
from coreos_tui.transport.http.exchange import Dial
from coreos_tui.transport.link import ByteStream
from coreos_tui.transport.sockets import dial_tcp
from coreos_tui.transport.tls import wrap

DialPort = Callable[[str, int], Awaitable[ByteStream]]


def dial_member(address: Address, access: EtcdAccess, dial_port: DialPort = dial_tcp) -> Dial:
    """Dials an address, by `dial_port` where it is seen from another host. Raises HopError.

    Without a scheme it is TLS where the access has certificates.
    """
    contexts: list[ssl.SSLContext] = []

    async def dial() -> ByteStream:
        stream = await dial_port(address.host, address.port)
        with_tls = bool(access.ca or access.cert) if address.tls is None else address.tls
        if not with_tls:
            return stream
        try:
            if not contexts:
                contexts.append(context_of(access))
        except HopError:
            stream.close()
            raise
        return await wrap(stream, contexts[0], address.host)

    return dial


def context_of(access: EtcdAccess) -> "ssl.SSLContext":
    """TLS as etcdctl does it with --cacert, --cert and --key. Raises HopError(CONFIG)."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        if access.ca:
            context.load_verify_locations(access.ca)
        else:
            context.load_default_certs()
        if access.cert:
            context.load_cert_chain(access.cert, access.key)
    except OSError as error:
        said = f"the certificates for etcd cannot be used: {error.strerror or error}"
        raise HopError(Hop.CONFIG, said, "Look at ca, cert and key under [etcd]") from None
    return context
