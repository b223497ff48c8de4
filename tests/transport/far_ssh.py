"""SSH servers for the tests: what both kinds share, and one that runs in this process."""

import contextlib
import fcntl
import getpass
import os
import shutil
import socket
import struct
import subprocess
import termios
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import paramiko

from coreos_tui.transport.ssh import SshTarget

NOISE = "echo noise; echo noise >&2\n"


def make_key(path: Path) -> Path:
    """An ed25519 pair without a passphrase; hands back the private file."""
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    openssh = form.PrivateFormat.OpenSSH
    private = key.private_bytes(form.Encoding.PEM, openssh, form.NoEncryption())
    public = key.public_key().public_bytes(form.Encoding.OpenSSH, form.PublicFormat.OpenSSH)
    path.write_bytes(private)
    path.chmod(0o600)
    path.with_name(f"{path.name}.pub").write_bytes(public + b" test\n")
    return path


@dataclass
class Far:
    """Where a server listens, and the files of it."""

    directory: Path
    port: int

    def known_line(self, name: str = "") -> str:
        kind, blob = (self.directory / "host_ed25519.pub").read_text().split()[:2]
        return f"{name or f'[127.0.0.1]:{self.port}'} {kind} {blob}\n"

    def target(self, **changes: Any) -> SshTarget:
        """A target that gets in, unless it is changed."""
        known = self.directory / "known_hosts"
        known.write_text(self.known_line())
        values: dict[str, Any] = {
            "name": "far",
            "host": "127.0.0.1",
            "port": self.port,
            "user": getpass.getuser(),
            "identity_files": (self.directory / "user",),
            "known_hosts": (known,),
            "agent": "",
        }
        return SshTarget(**(values | changes))

    def stop(self) -> None:
        raise NotImplementedError


def prepare(directory: Path) -> None:
    """Keys of the host and the user."""
    directory.mkdir(exist_ok=True)
    make_key(directory / "host_ed25519")
    make_key(directory / "user")
    shutil.copy(directory / "user.pub", directory / "authorized_keys")
    for name in ("noise", ".bashrc", ".bash_profile"):
        (directory / name).write_text(NOISE)


class _Door(paramiko.ServerInterface):
    """Lets the one key in, runs commands by bash, and connects to sockets and ports."""

    wanted = ""  # the path of the stream-local channel that is being opened

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.sizes: dict[int, tuple[int, int]] = {}
        self.masters: dict[int, int] = {}
        self.links: dict[int, socket.socket] = {}

    def check_auth_publickey(self, username: str, key: paramiko.PKey) -> int:
        wanted = (self.directory / "authorized_keys").read_text().split()[1]
        same = key.get_base64() == wanted and username == getpass.getuser()
        return paramiko.AUTH_SUCCESSFUL if same else paramiko.AUTH_FAILED

    def get_allowed_auths(self, username: str) -> str:
        return "publickey"

    def check_channel_request(self, kind: str, chanid: int) -> int:
        if kind == "session":
            return paramiko.OPEN_SUCCEEDED
        if kind == "direct-streamlocal@openssh.com":
            return self._link(chanid, socket.AF_UNIX, self.wanted)
        return paramiko.OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED

    def check_channel_direct_tcpip_request(self, chanid: int, origin: Any, wanted: Any) -> int:
        return self._link(chanid, socket.AF_INET, wanted)

    def _link(self, chanid: int, family: int, address: Any) -> int:
        link = socket.socket(family)
        try:
            link.connect(address)
        except OSError:
            link.close()
            return paramiko.OPEN_FAILED_CONNECT_FAILED
        self.links[chanid] = link
        return paramiko.OPEN_SUCCEEDED

    def check_channel_pty_request(
        self, channel: Any, term: Any, width: int, height: int, *rest: Any
    ) -> bool:
        self.sizes[channel.chanid] = (width, height)
        return True

    def check_channel_window_change_request(
        self, channel: Any, width: int, height: int, *rest: Any
    ) -> bool:
        _resize(self.masters[channel.chanid], width, height)
        return True

    def check_channel_exec_request(self, channel: Any, command: bytes) -> bool:
        _thread(self._run, channel, ["bash", "-c", command.decode()])
        return True

    def check_channel_shell_request(self, channel: Any) -> bool:
        _thread(self._run, channel, ["bash"])
        return True

    def _run(self, channel: Any, argv: list[str]) -> None:
        env = {**os.environ, "BASH_ENV": str(self.directory / "noise"), "TERM": "xterm-256color"}
        run = self._on_terminal if channel.chanid in self.sizes else _on_pipes
        code = run(channel, argv, env)
        if code >= 0:
            with contextlib.suppress(OSError, EOFError):
                channel.send_exit_status(code)
        channel.close()

    def _on_terminal(self, channel: Any, argv: list[str], env: dict[str, str]) -> int:
        master, slave = os.openpty()
        self.masters[channel.chanid] = master
        _resize(master, *self.sizes[channel.chanid])
        process = subprocess.Popen(
            argv, stdin=slave, stdout=slave, stderr=slave, env=env, start_new_session=True
        )
        os.close(slave)
        _thread(_pump, lambda: channel.recv(65536), lambda data: os.write(master, data))
        _pump(lambda: os.read(master, 65536), channel.sendall)
        return process.wait()


def _on_pipes(channel: Any, argv: list[str], env: dict[str, str]) -> int:
    pipe = subprocess.PIPE
    process: Any = subprocess.Popen(
        argv, stdin=pipe, stdout=pipe, stderr=pipe, env=env, start_new_session=True, bufsize=0
    )
    errors = _thread(_pump, lambda: process.stderr.read(65536), channel.sendall_stderr)

    def feed() -> None:
        _pump(lambda: channel.recv(65536), process.stdin.write)
        process.stdin.close()

    _thread(feed)
    _pump(lambda: process.stdout.read(65536), channel.sendall)
    errors.join()
    code: int = process.wait()
    process.stdout.close()
    process.stderr.close()
    return code


def _resize(terminal: int, width: int, height: int) -> None:
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))


def _pump(read: Callable[[], bytes], write: Callable[[bytes], object]) -> None:
    with contextlib.suppress(OSError, EOFError, ValueError):
        while data := read():
            write(data)


def _thread(function: Callable[..., object], *args: Any) -> threading.Thread:
    def work() -> None:
        # The far end of a connection that is closed has nobody to complain to.
        with contextlib.suppress(OSError, EOFError, paramiko.SSHException):
            function(*args)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


class _Server(paramiko.Transport):
    """paramiko's server side, with the path of stream-local channels kept for the door."""

    def _parse_channel_open(self, message: Any) -> None:
        if message.get_text() == "direct-streamlocal@openssh.com":
            for _ in range(3):
                message.get_int()
            self.server_object.wanted = message.get_text()  # type: ignore[attr-defined]  # not in the stubs
        message.rewind()
        super()._parse_channel_open(message)  # type: ignore[misc]  # not in the stubs


def _serve(transport: paramiko.Transport, door: _Door) -> None:
    kept = []  # paramiko closes a channel that nobody holds
    while transport.is_active():
        channel: Any = transport.accept(0.2)
        kept.append(channel)
        link = door.links.pop(channel.chanid, None) if channel else None
        if channel and link:
            _thread(_both_ways, channel, link)


def _both_ways(channel: Any, link: socket.socket) -> None:
    def back() -> None:
        _pump(lambda: link.recv(65536), channel.sendall)
        channel.close()

    thread = _thread(back)
    _pump(lambda: channel.recv(65536), link.sendall)
    with contextlib.suppress(OSError):
        link.shutdown(socket.SHUT_RDWR)
    thread.join()
    link.close()


class InProcess(Far):
    """A server on threads of this process."""

    def __init__(self, directory: Path) -> None:
        prepare(directory)
        self._door = socket.create_server(("127.0.0.1", 0))
        self._served: list[paramiko.Transport] = []
        super().__init__(directory, self._door.getsockname()[1])
        _thread(self._accept)

    def _accept(self) -> None:
        key = paramiko.PKey.from_path(self.directory / "host_ed25519")
        with contextlib.suppress(OSError, EOFError, paramiko.SSHException):
            while True:
                link, _ = self._door.accept()
                transport = _Server(link)
                transport.add_server_key(key)
                door = _Door(self.directory)
                self._served.append(transport)
                with contextlib.suppress(EOFError, paramiko.SSHException):
                    transport.start_server(server=door)
                    _thread(_serve, transport, door)

    def stop(self) -> None:
        self._door.close()
        for transport in self._served:
            transport.close()
