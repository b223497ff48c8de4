"""Hosts reached by SSH: `resolve` a name, `connect` to it, ask its `SshLink`."""

from coreos_tui.transport.ssh.config import parse_ssh_config_block, resolve
from coreos_tui.transport.ssh.connect import connect
from coreos_tui.transport.ssh.link import SshLink
from coreos_tui.transport.ssh.target import SshTarget

__all__ = ["SshLink", "SshTarget", "connect", "parse_ssh_config_block", "resolve"]
