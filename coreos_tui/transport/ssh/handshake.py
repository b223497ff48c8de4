"""From nothing to an authenticated transport. All of it blocks: run it on a thread."""

import socket
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.transport.loading import load_paramiko
from coreos_tui.transport.ssh.faults import broken_handshake, no_answer, not_reached, refused_key
from coreos_tui.transport.ssh.keys import Keyring
from coreos_tui.transport.ssh.known_hosts import Verdict, judge, keys_for
from coreos_tui.transport.ssh.target import SshTarget
from coreos_tui.transport.ssh.wire import Wire, hang_up, wire_class

# Milliseconds that sent bytes may stay unacknowledged before the kernel gives the peer up.
_UNACKNOWLEDGED = 8000
_RSA = ("rsa-sha2-512", "rsa-sha2-256")


class Handshake:
    """One attempt to connect. `abort` may be called from any thread at any time."""

    def __init__(
        self, target: SshTarget, sock: Any, deadline: float, ended: Callable[[Any], None]
    ) -> None:
        self._target = target
        self._sock = sock
        self._seconds = deadline
        self._ended = ended
        self._wire: Wire | None = None
        self._aborted = False

    def run(self) -> Wire:
        """Connects, checks the host's key and logs in. Raises HopError, never anything else."""
        load_paramiko()
        import paramiko

        try:
            wire = self._run()
        except HopError:
            self.abort()
            raise
        except (paramiko.SSHException, EOFError, OSError) as error:
            self.abort()
            raise broken_handshake(error, self._target, self._seconds) from None
        if self._aborted:
            self.abort()
            raise no_answer(self._target, self._seconds)
        return wire

    def abort(self) -> None:
        """Closes whatever is open by now."""
        self._aborted = True
        if self._wire is not None:
            hang_up(self._wire)
        elif self._sock is not None:
            with suppress(OSError):
                self._sock.close()

    def _run(self) -> Wire:
        end = time.monotonic() + self._seconds
        if self._sock is None:
            self._sock = dialled(self._target, self._seconds)
        if self._aborted:
            raise no_answer(self._target, self._seconds)
        left = max(0.1, end - time.monotonic())
        wire = self._wire = wire_class()(self._sock, left, self._ended)
        known = keys_for(self._target.key_name, self._target.known_hosts)
        prefer(wire, [key.kind for key in known])
        try:
            wire.start_client(timeout=left)
        except EOFError:
            if time.monotonic() >= end - 0.2:
                raise no_answer(self._target, self._seconds) from None
            raise
        check_key(wire, self._target)
        Keyring(self._target).log_in(wire)
        # It wakes ten times a second to see whether it was closed; hanging up wakes it.
        self._sock.settimeout(2.0)
        return wire


def dialled(target: SshTarget, seconds: float) -> socket.socket:
    """A TCP socket to the host, with small packets sent at once and silence noticed."""
    try:
        sock = socket.create_connection((target.host, target.port), timeout=seconds)
    except OSError as error:
        raise not_reached(error, target) from None
    except (UnicodeError, OverflowError):
        raise HopError(Hop.SSH, f"{target.host} is no host name") from None
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _UNACKNOWLEDGED)
    return sock


def prefer(wire: Wire, kinds: list[str]) -> None:
    """Asks first for the key types that known_hosts has, as ssh does, so that they can match."""
    options = wire.get_security_options()
    every = list(options.key_types)
    wanted = [name for kind in kinds for name in (_RSA if kind == "ssh-rsa" else (kind,))]
    options.key_types = sorted(every, key=lambda kind: kind not in wanted)


def check_key(wire: Wire, target: SshTarget) -> None:
    """Raises HopError unless known_hosts has the host's key, or checking is off."""
    if not target.strict:
        return
    key = wire.get_remote_server_key()
    kind, blob = key.get_name(), key.asbytes()
    verdict, line = judge(kind, blob, keys_for(target.key_name, target.known_hosts))
    if verdict is Verdict.UNKNOWN and target.key_name.startswith("["):
        # OpenSSH also takes a key that is known for the host without the port.
        plain, _ = judge(kind, blob, keys_for(target.host, target.known_hosts))
        verdict = plain if plain in (Verdict.KNOWN, Verdict.REVOKED) else verdict
    if verdict is not Verdict.KNOWN:
        raise refused_key(verdict, kind, blob, line, target)
