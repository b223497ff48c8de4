"""Vagrant's machines: `Vagrant(directory, environ)` asks and drives them."""

from coreos_tui.transport.vagrant.machines import Vagrant, Verb
from coreos_tui.transport.vagrant.run import VagrantRun

__all__ = ["Vagrant", "VagrantRun", "Verb"]
