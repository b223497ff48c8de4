"""Keeps every etcd read: members each by a task of its own, keys only while somebody looks."""

from coreos_tui.fleet.etcd.clusters import EtcdClusters

__all__ = ["EtcdClusters"]
