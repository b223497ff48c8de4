"""paramiko's transport, taught to report its end and to open any kind of channel.

paramiko knows no `direct-streamlocal@openssh.com`, blocks a thread for every channel that it
opens, and keeps one saved exception for all of them. Here the opener registers an event of its
own before the message is sent, and refusals are kept by channel.
"""

import functools
import logging
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol, cast

if TYPE_CHECKING:
    import paramiko

Field = str | int
WINDOW = 2 * 1024 * 1024
PACKET = 32768


class Event(Protocol):
    """What a paramiko thread sets when something has come."""

    def set(self) -> None: ...


class Wire(Protocol):
    """A paramiko transport that keeps what was refused, as its users see it."""

    active: bool
    remote_version: str
    refusals: dict[int, tuple[int, str]]
    sock: Any

    def start_client(self, *, timeout: float) -> None: ...
    def get_remote_server_key(self) -> "paramiko.PKey": ...
    def auth_publickey(self, username: str, key: Any) -> list[str]: ...
    def get_security_options(self) -> Any: ...
    def close(self) -> None: ...


@functools.cache
def wire_class() -> Callable[..., Wire]:
    """The class of a Wire. Imports paramiko, which takes 150 ms: call it on a thread."""
    import paramiko

    # Its lines about channels that a host refused would end up on the terminal.
    logging.getLogger("paramiko").addHandler(logging.NullHandler())
    logging.getLogger("paramiko").propagate = False

    class ParamikoWire(paramiko.Transport):
        def __init__(self, sock: Any, deadline: float, ended: Callable[[Any], None]) -> None:
            super().__init__(sock, default_window_size=WINDOW, default_max_packet_size=PACKET)
            self.refusals: dict[int, tuple[int, str]] = {}
            self.banner_timeout = self.handshake_timeout = self.auth_timeout = deadline
            self._ended = ended

        @property
        def preferred_keys(self) -> tuple[str, ...]:
            # Without the certificate variants: those would need @cert-authority lines.
            filtered: Any = getattr(self, "_filter_algorithm")  # noqa: B009 - not in the stubs
            return tuple(filtered("keys"))

        def run(self) -> None:
            try:
                super().run()
            finally:
                self._ended(self.saved_exception)

        def _parse_channel_open_failure(self, message: Any) -> None:
            number, code, words = message.get_int(), message.get_int(), message.get_text()
            self.refusals[number] = (code, words)
            message.rewind()
            parent: Any = super()
            parent._parse_channel_open_failure(message)

    return cast("Callable[..., Wire]", ParamikoWire)


def begin_open(wire: Any, kind: str, fields: tuple[Field, ...], event: Event) -> Any:
    """Sends the request for a channel; the event is set once it was granted or refused.

    The fields are the strings and uint32s that follow the packet size (RFC 4254, 5.1).
    """
    import paramiko  # by now loaded

    message = paramiko.Message()
    channel = _registered(wire, message, kind, event)
    for field in fields:
        if isinstance(field, int):
            message.add_int(field)
        else:
            message.add_string(field)
    wire._send_user_message(message)
    if not wire.active:
        event.set()
    return channel


def _registered(wire: Any, message: "paramiko.Message", kind: str, event: Event) -> Any:
    import paramiko

    with wire.lock:
        number = wire._next_channel()
        message.add_byte(paramiko.common.cMSG_CHANNEL_OPEN)
        message.add_string(kind)
        for size in (number, WINDOW, PACKET):
            message.add_int(size)
        channel: Any = paramiko.Channel(number)
        wire._channels.put(number, channel)
        wire.channel_events[number] = event
        wire.channels_seen[number] = True
        channel._set_transport(wire)
        channel._set_window(WINDOW, PACKET)
    return channel


def hang_up(wire: Wire) -> None:
    """Ends a transport from any thread but its own, without waiting for the far end."""
    # The socket first: whoever is stuck in it comes out, and close() cannot block.
    with suppress(OSError, EOFError):
        wire.sock.shutdown(socket.SHUT_RDWR)
    with suppress(OSError, EOFError):
        wire.sock.close()
    wire.close()
