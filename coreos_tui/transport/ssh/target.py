"""Where an SSH host is and how one gets in."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class SshTarget:
    """One SSH host, resolved: nothing here is a pattern or an alias any more.

    `known_hosts` None means OpenSSH's own files. `strict` is False for Vagrant's machines alone.
    `agent` is the agent's socket; None means $SSH_AUTH_SOCK and "" none at all. `configured`
    says that `ssh NAME` leads there, so that advice can name it.
    """

    name: str
    host: str
    port: int = 22
    user: str = ""
    identity_files: tuple[Path, ...] = ()
    identities_only: bool = False
    known_hosts: tuple[Path, ...] | None = None
    strict: bool = True
    proxy_jump: tuple["SshTarget", ...] = ()
    proxy_command: str = ""
    host_key_alias: str = ""
    agent: str | None = None
    configured: bool = False

    @property
    def where(self) -> str:
        """Host and port for a sentence."""
        return f"{self.host} port {self.port}"

    @property
    def key_name(self) -> str:
        """The name that known_hosts files have it under."""
        if self.host_key_alias:
            return self.host_key_alias
        return self.host if self.port == 22 else f"[{self.host}]:{self.port}"
