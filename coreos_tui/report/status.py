"""`coreos-tui status`: the snapshot for scripts and for a quick look."""

import json
import sys
from collections.abc import Iterator
from typing import Any

from coreos_tui.fleet.fleet import Site
from coreos_tui.report.snapshot import gather, snapshot


async def print_status(site: Site, as_json: bool, deadline: float) -> int:
    """Prints it; 1 where something could not be asked."""
    fleet, store = await gather(site, deadline)
    found = snapshot(store)
    await fleet.stop()
    text = json.dumps(found, indent=2, ensure_ascii=False) if as_json else "\n".join(lines(found))
    sys.stdout.write(text + "\n")
    return 1 if broken(found) else 0


def broken(found: dict[str, Any]) -> bool:
    """Whether a hop failed. A machine that is off is not a failure."""
    hosts = found["hosts"]
    off = [h for h in hosts if h["machine"] and not h["machine"]["running"]]
    failed = any(h["error"] for h in hosts if h not in off)
    engines = [e for h in hosts if h not in off for e in h["engines"]]
    return bool(
        found["vagrant"]["error"] or failed or any(e["error"] and not e["asleep"] for e in engines)
    )


def lines(found: dict[str, Any]) -> Iterator[str]:
    """The snapshot as indented lines."""
    if found["vagrant"]["error"]:
        yield found["vagrant"]["error"]
    for host in found["hosts"]:
        yield from _host_lines(host)


def _host_lines(host: dict[str, Any]) -> Iterator[str]:
    machine = host["machine"]
    state = f"{machine['provider']} {machine['state']}" if machine else host["kind"]
    release = host["release"]["title"] if host["release"] else "—"
    yield f"{host['name']}  {state}  {release}"
    if host["error"]:
        yield f"  {host['error']}"
    for engine in host["engines"]:
        yield f"  {engine['name']} {engine['version'] or ''}".rstrip()
        if engine["error"]:
            yield f"    {engine['error']}"
        for each in engine["containers"]:
            name = each["release"]["title"] if each["release"] else "no release file"
            yield f"    {each['name']:<24} {each['state']:<11} {name:<18} {each['image']}"
