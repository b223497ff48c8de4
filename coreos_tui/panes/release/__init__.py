"""The release ladder: which system each layer runs, one under the other."""

from coreos_tui.panes.release.view import ReleasePane

__all__ = ["ReleasePane"]
