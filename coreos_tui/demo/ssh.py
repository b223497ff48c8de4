"""An SSH server in a box: one demo host on a port of the loopback, with its engines' sockets."""

import asyncio
import base64
import contextlib
import socket
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from coreos_tui.demo.bridge import on_thread
from coreos_tui.demo.doorman import Doorman, attend, server_for
from coreos_tui.demo.host import DemoHost

if TYPE_CHECKING:
    import paramiko


class GatedSocket:
    """A socket that neither reads nor writes while the gate is shut."""

    def __init__(self, inner: socket.socket, gate: threading.Event) -> None:
        self._inner, self._gate = inner, gate

    def recv(self, size: int) -> bytes:
        self._pass()
        return self._inner.recv(size)

    def send(self, data: bytes) -> int:
        self._pass()
        return self._inner.send(data)

    def _pass(self) -> None:
        if not self._gate.wait(0.1):
            raise TimeoutError  # paramiko tries again, and sees whether it was closed meanwhile

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


class DemoSshd:
    """Serves one host from `start` to `stop`, to whoever holds the key.

    Without `authorized_key` (a line of an OpenSSH public key) it makes a pair, whose private
    half lies in `identity_file`. `forwarding` is AllowStreamLocalForwarding. Faults may be
    called from any thread and take effect at once.
    """

    def __init__(
        self, host: DemoHost, authorized_key: str = "", forwarding: bool = True, port: int = 0
    ) -> None:
        self.host, self.forwarding, self.port = host, forwarding, port
        self.identity_file = host.root.parent / f"{host.name}.key"
        self.address = "127.0.0.1"
        self.public_host_key = ""
        self._authorized = authorized_key
        self._keys: frozenset[bytes] = frozenset()
        self._host_key: Any = None
        self._listener: socket.socket | None = None
        self._gate = threading.Event()
        self._lock = threading.Lock()
        self._transports: list[paramiko.Transport] = []

    async def start(self) -> None:
        """Makes its keys and listens; `port` is known afterwards."""
        await asyncio.to_thread(self._start)

    async def stop(self) -> None:
        """Hangs up on everybody."""
        await asyncio.to_thread(self._stop)

    def refuse(self) -> None:
        """Nobody listens any more; who is connected stays so."""
        if self._listener:
            # Closing alone would not wake the thread that waits in accept().
            with contextlib.suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None

    def cut(self) -> None:
        """Closes every connection, once."""
        with self._lock:
            transports, self._transports = self._transports, []
        for transport in transports:
            transport.close()

    def hang(self) -> None:
        """Takes connections, reads and writes nothing."""
        self._gate.clear()

    def heal(self) -> None:
        """Behaves again; an open port is the same as before."""
        self._gate.set()
        if self._listener is None:
            self._listen()

    def change_host_key(self) -> None:
        """Another host key for connections from now on."""
        import paramiko  # slow, and needed only once a demo host is really opened

        self._host_key = paramiko.ECDSAKey.generate()
        self.public_host_key = f"{self._host_key.get_name()} {self._host_key.get_base64()}"

    @property
    def connections(self) -> int:
        """How many connections are alive just now."""
        with self._lock:
            return sum(transport.is_active() for transport in self._transports)

    def known_hosts_line(self) -> str:
        """The line that a known_hosts file needs for it."""
        return f"[{self.address}]:{self.port} {self.public_host_key}\n"

    def config_block(self) -> str:
        """As `vagrant ssh-config` prints it."""
        return (
            f"Host {self.host.name}\n  HostName {self.address}\n  User {self.host.user}\n"
            f"  Port {self.port}\n  UserKnownHostsFile /dev/null\n  StrictHostKeyChecking no\n"
            f"  PasswordAuthentication no\n  IdentityFile {self.identity_file}\n"
            "  IdentitiesOnly yes\n  LogLevel FATAL\n\n"
        )

    def _start(self) -> None:
        import paramiko  # slow, and needed only once a demo host is really opened

        if self._authorized:
            parts = self._authorized.split()
            accepted = paramiko.PKey.from_type_string(parts[0], base64.b64decode(parts[1]))
        else:
            accepted = paramiko.ECDSAKey.generate()
            self.identity_file.unlink(missing_ok=True)
            accepted.write_private_key_file(str(self.identity_file))
        self._keys = frozenset({accepted.asbytes()})
        self.change_host_key()
        self._gate.set()
        self._listen()

    def _stop(self) -> None:
        self.refuse()
        self.cut()
        self._gate.set()

    def _listen(self) -> None:
        listener = self._listener = socket.create_server((self.address, self.port))
        self.port = listener.getsockname()[1]
        on_thread(lambda: self._accept(listener), "listener")

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = listener.accept()
                client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                on_thread(_serving(self, client), "connection")

    def serve(self, client: socket.socket) -> None:
        """One connection, to its end."""
        import paramiko  # slow, and needed only once a demo host is really opened

        doorman = Doorman(self.host, self._keys, self.forwarding)
        transport = paramiko.Transport(GatedSocket(client, self._gate))  # type: ignore[arg-type]  # a socket in all it is asked for
        transport.set_log_channel("coreos_tui.demo.ssh")
        transport.add_server_key(self._host_key)
        attend(transport, doorman)
        with self._lock:
            self._transports.append(transport)
        try:
            transport.start_server(server=server_for(doorman))
            while transport.is_active():
                channel = transport.accept(0.5)
                if channel is not None:
                    doorman.opened(channel)
        except (paramiko.SSHException, OSError, EOFError):
            pass
        finally:
            transport.close()
            with self._lock, contextlib.suppress(ValueError):
                self._transports.remove(transport)


def _serving(server: DemoSshd, client: socket.socket) -> Callable[[], None]:
    return lambda: server.serve(client)
