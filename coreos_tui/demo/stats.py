"""What containers of the demo use, as samples of the Engine API.

Source: GET /containers/{id}/stats, cgroup version 2.
"""

import math
import os
from datetime import UTC, datetime
from typing import Any

from coreos_tui.demo.container import SceneContainer

_NEVER = "0001-01-01T00:00:00Z"
_CORES = os.cpu_count() or 1


def _cpu(each: SceneContainer, now: float) -> dict[str, Any]:
    """Sums since a moment long ago, of a share that swings a little around `each.cpu`."""
    seconds = now - 1_600_000_000
    used = seconds + 2.4 * (1 - math.cos(seconds / 8))
    total = int(each.cpu / 100 * used * 1e9)
    return {
        "cpu_usage": {
            "total_usage": total,
            "usage_in_kernelmode": total // 4,
            "usage_in_usermode": total - total // 4,
        },
        "system_cpu_usage": int(seconds * _CORES * 1e9),
        "online_cpus": _CORES,
        "throttling_data": {"periods": 0, "throttled_periods": 0, "throttled_time": 0},
    }


def _nothing() -> dict[str, Any]:
    return {
        "cpu_usage": {"total_usage": 0, "usage_in_kernelmode": 0, "usage_in_usermode": 0},
        "throttling_data": {"periods": 0, "throttled_periods": 0, "throttled_time": 0},
    }


def _stamp(now: float) -> str:
    return datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f000Z")


def sample(each: SceneContainer, now: float, before: float | None) -> dict[str, Any]:
    """One sample of `now`; `before` is when the one before was taken (seconds since 1970)."""
    named = {"name": f"/{each.name}", "id": each.id}
    if not each.running:
        return {
            **named,
            "read": _NEVER,
            "preread": _NEVER,
            "pids_stats": {},
            "cpu_stats": _nothing(),
            "precpu_stats": _nothing(),
            "memory_stats": {},
        }
    moved = int(now - each.created.timestamp()) * 120
    return {
        **named,
        "read": _stamp(now),
        "preread": _stamp(before) if before else _NEVER,
        "pids_stats": {"current": 1, "limit": 4096},
        "cpu_stats": _cpu(each, now),
        "precpu_stats": _cpu(each, before) if before else _nothing(),
        "memory_stats": {
            "usage": each.memory + (1 << 20),
            "stats": {"inactive_file": 1 << 20, "active_file": 0, "anon": each.memory},
            "limit": each.limit,
        },
        "networks": {"eth0": {"rx_bytes": moved * 2, "tx_bytes": moved}},
        "blkio_stats": {"io_service_bytes_recursive": None},
    }
