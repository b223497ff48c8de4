"""Far ends in a box, simulated at the wire: an engine, an SSH server, a `vagrant`."""
