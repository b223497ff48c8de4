"""An engine for measuring on: its own daemon, its own image, nobody else's containers."""
