"""Logging in with the agent's keys and with key files, in OpenSSH's order."""

import base64
import binascii
import os
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from coreos_tui.core.errors import HopError
from coreos_tui.transport.ssh.faults import refused_login
from coreos_tui.transport.ssh.target import SshTarget
from coreos_tui.transport.ssh.wire import Wire

_AGENT_PATIENCE = 3.0


class Keyring:
    """The keys there are for one target. All of it blocks; raises HopError when none is taken."""

    def __init__(self, target: SshTarget) -> None:
        self._target = target
        self._agent: Any = None
        self.tried: list[str] = []
        self.skipped: list[str] = []

    def log_in(self, wire: Wire) -> None:
        """Offers key after key until the host takes one."""
        import paramiko

        allowed: list[str] = []
        try:
            for label, key in self._keys():
                self.tried.append(label)
                try:
                    missing = wire.auth_publickey(self._target.user, key)
                except paramiko.BadAuthenticationType as error:
                    allowed = list(error.allowed_types)
                    break
                except paramiko.AuthenticationException:
                    if not wire.active:
                        break
                    continue
                if not missing:
                    return
                allowed = list(missing)
                break
        finally:
            self._close_agent()
        if not allowed and wire.active:
            allowed = self._asked(wire)
        raise self._refusal(allowed, wire.remote_version)

    def _asked(self, wire: Any) -> list[str]:
        """Which methods the host has for this user, where no key told us."""
        import paramiko

        with suppress(paramiko.SSHException, EOFError):
            try:
                wire.auth_none(self._target.user)
            except paramiko.BadAuthenticationType as error:
                return list(error.allowed_types)
        return []

    def _refusal(self, allowed: list[str], version: str) -> HopError:
        return refused_login(self._target, self.tried, self.skipped, allowed, version)

    def _keys(self) -> Iterator[tuple[str, Any]]:
        """Agent keys that key files name, other agent keys, then the files themselves."""
        held = list(self._agent_keys())
        named = {blob for file in self._target.identity_files if (blob := public_blob(file))}
        offered = set()
        for key in sorted(held, key=lambda key: key.asbytes() not in named):
            if self._target.identities_only and key.asbytes() not in named:
                continue
            offered.add(key.asbytes())
            yield f"the agent's {key.get_name()}", key
        for file in self._target.identity_files:
            if public_blob(file) in offered:
                continue
            loaded = self._load(file)
            if loaded is not None and loaded.asbytes() not in offered:
                offered.add(loaded.asbytes())
                yield f"the key {file.name} ({loaded.get_name()})", loaded

    def _load(self, file: Path) -> Any:
        import paramiko

        if not file.is_file():
            return None
        try:
            return paramiko.PKey.from_path(file)
        except (paramiko.PasswordRequiredException, TypeError):
            self.skipped.append(f"{file.name} (locked with a passphrase)")
        except OSError as error:
            self.skipped.append(f"{file.name} ({error.strerror})")
        except Exception:
            self.skipped.append(f"{file.name} (of a kind that paramiko does not read)")
        return None

    def _agent_keys(self) -> tuple[Any, ...]:
        import paramiko.agent

        chosen = self._target.agent
        path = os.environ.get("SSH_AUTH_SOCK", "") if chosen is None else chosen
        if not path:
            return ()
        try:
            link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            link.settimeout(_AGENT_PATIENCE)
            link.connect(path)
            self._agent = paramiko.agent.AgentSSH()
            self._agent._connect(link)
        except (OSError, paramiko.SSHException):
            self.skipped.append("the agent (it does not answer)")
            return ()
        # Signing may wait for a finger on a hardware key.
        link.settimeout(None)
        return tuple(self._agent.get_keys())

    def _close_agent(self) -> None:
        if self._agent is not None:
            with suppress(OSError):
                self._agent._close()


def public_blob(file: Path) -> bytes:
    """The public key beside a key file (`FILE.pub`), or b""."""
    for path in (file.with_name(f"{file.name}.pub"), file):
        with suppress(OSError, binascii.Error, ValueError, IndexError):
            fields = path.read_bytes()[:16384].split(None, 2)
            if fields[0].startswith((b"ssh-", b"ecdsa-", b"sk-")):
                return base64.b64decode(fields[1], validate=True)
    return b""
