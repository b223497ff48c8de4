"""The whole container stack on one screen."""

__version__ = "0.1.0"
