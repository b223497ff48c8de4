"""The whole container stack on one screen."""

from importlib.metadata import version

__version__ = version("coreos-tui")
