"""What one SSH connection may do on a demo host, and what is started for it.

paramiko asks these methods by name, so they have its names; numbers are those of the protocol
(RFC 4252, 4254). paramiko's own class joins in `server_for`, because importing it is slow.
"""

import os
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from coreos_tui.demo.bridge import carry_script, carry_shell, carry_socket, on_thread
from coreos_tui.demo.host import DemoHost
from coreos_tui.demo.shell import Shell

if TYPE_CHECKING:
    import paramiko

STREAMLOCAL = "direct-streamlocal@openssh.com"
_WELCOME, _REFUSED = 0, 2
_OPEN, _PROHIBITED, _CONNECT_FAILED = 0, 1, 2


class Doorman:
    """Answers for one connection."""

    def __init__(self, host: DemoHost, keys: frozenset[bytes], forwarding: bool) -> None:
        self._host, self._keys, self._forwarding = host, keys, forwarding
        self._behind: dict[int, socket.socket] = {}
        self._terminals: dict[int, Shell] = {}
        self._pending: list[Callable[[], None]] = []
        self._opened: list[paramiko.Channel] = []
        self.wanted_socket = ""

    def get_allowed_auths(self, _username: str) -> str:
        return "publickey"

    def check_auth_publickey(self, username: str, key: "paramiko.PKey") -> int:
        known = username == self._host.user and key.asbytes() in self._keys
        return _WELCOME if known else _REFUSED

    def check_channel_request(self, kind: str, chanid: int) -> int:
        if kind == STREAMLOCAL:
            return self._connect_socket(chanid)
        return _OPEN if kind == "session" else _PROHIBITED

    def _connect_socket(self, chanid: int) -> int:
        if not self._forwarding:
            return _PROHIBITED
        path = self._host.sockets.get(self.wanted_socket)
        if path is None:
            return _CONNECT_FAILED
        far = socket.socket(socket.AF_UNIX)
        try:
            far.connect(os.fspath(path))
        except OSError:
            far.close()
            return _CONNECT_FAILED
        self._behind[chanid] = far
        return _OPEN

    def check_channel_direct_tcpip_request(
        self, chanid: int, _origin: tuple[str, int], destination: tuple[str, int]
    ) -> int:
        """Only to what the host is said to reach; where nothing is said, to the loopback."""
        port = destination[1]
        if self._host.ports is not None:
            port = self._host.ports.get(destination, 0)
        elif destination[0] not in ("127.0.0.1", "localhost", "::1"):
            return _PROHIBITED
        if not port:
            return _CONNECT_FAILED
        try:
            far = socket.create_connection(("127.0.0.1", port), timeout=5)
        except OSError:
            return _CONNECT_FAILED
        far.settimeout(None)
        self._behind[chanid] = far
        return _OPEN

    def check_channel_env_request(self, _channel: Any, _name: bytes, _value: bytes) -> bool:
        return False

    def check_channel_pty_request(
        self,
        channel: "paramiko.Channel",
        _term: bytes,
        width: int,
        height: int,
        *_pixels: object,
    ) -> bool:
        self._terminals[channel.get_id()] = Shell(self._host.place(), width, height)
        return True

    def check_channel_window_change_request(
        self, channel: "paramiko.Channel", width: int, height: int, *_pixels: object
    ) -> bool:
        if channel.get_id() in self._terminals:
            self._terminals[channel.get_id()].resize(width, height)
        return True

    def check_channel_shell_request(self, channel: "paramiko.Channel") -> bool:
        self._start(channel, None)
        return True

    def check_channel_exec_request(self, channel: "paramiko.Channel", command: bytes) -> bool:
        self._start(channel, command.decode("utf-8", "replace"))
        return True

    def _start(self, channel: "paramiko.Channel", command: str | None) -> None:
        shell = self._terminals.get(channel.get_id())
        if shell is not None:
            self._pending.append(lambda: carry_shell(channel, shell, command))
        else:
            self._pending.append(lambda: carry_script(channel, self._host, command))

    def start_pending(self) -> None:
        """Starts what was asked for, after the client was told that it may have it."""
        while self._pending:
            on_thread(self._pending.pop(0), "session")

    def opened(self, channel: "paramiko.Channel") -> None:
        """A channel is through: those that lead to a socket are carried from now on.

        paramiko holds channels weakly and closes those that nobody keeps: also one whose first
        request is still on its way.
        """
        self._opened = [each for each in self._opened if not each.closed] + [channel]
        far = self._behind.pop(channel.get_id(), None)
        if far is not None:
            on_thread(lambda: carry_socket(channel, far), "bridge")


def server_for(doorman: Doorman) -> "paramiko.ServerInterface":
    """The doorman as paramiko takes one: a ServerInterface that he answers for."""
    import paramiko  # slow, and needed only once a demo host is really opened

    server = paramiko.ServerInterface()
    for name in dir(doorman):
        if name.startswith(("check_", "get_")):
            setattr(server, name, getattr(doorman, name))
    return server


def attend(transport: "paramiko.Transport", doorman: Doorman) -> None:
    """Lets the doorman hear what paramiko keeps to itself: which socket a client wants, and
    that a request has been answered.
    """
    import paramiko  # slow, and needed only once a demo host is really opened

    inside: Any = transport  # there is no public way to these tables
    number = paramiko.common.MSG_CHANNEL_OPEN
    judge = inside._handler_table[number]

    def listen(message: "paramiko.Message") -> None:
        if message.get_text() == STREAMLOCAL:
            for _ in range(3):
                message.get_int()
            doorman.wanted_socket = message.get_text()
        message.rewind()
        judge(message)

    request = paramiko.common.MSG_CHANNEL_REQUEST
    answer = inside._channel_handler_table[request]

    def answer_first(channel: "paramiko.Channel", message: "paramiko.Message") -> None:
        answer(channel, message)
        doorman.start_pending()

    inside._handler_table[number] = listen
    inside._channel_handler_table = {**inside._channel_handler_table, request: answer_first}
