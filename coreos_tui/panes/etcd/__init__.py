"""etcd: its members, its keys, and the files that confd makes of them."""

from coreos_tui.panes.etcd.view import EtcdPane

__all__ = ["EtcdPane"]
