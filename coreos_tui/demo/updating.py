"""How a demo host updates: what update_engine, ostree and Zincati say there."""

import json
import uuid
from collections.abc import Mapping

from coreos_tui.core.release import Release
from coreos_tui.demo.clock import Clock
from coreos_tui.demo.scenario import UnitPart, UpdatePart

_SUM = "0123456789abcdef" * 4


def commands_of(part: UpdatePart, release: Release, clock: Clock) -> dict[str, str]:
    """Scripts of the programs that tell of updates."""
    if release.id in ("debian", "ubuntu"):
        return {"dpkg": "exit 0"}
    if part.kind == "ostree":
        return {"ostree": _printing(_deployments(part, release.version))}
    if part.kind == "update_engine":
        checked = int(clock.time() - part.checked) if part.checked else 0
        engine = (
            f"LAST_CHECKED_TIME={checked}\nPROGRESS={part.progress:.6f}\n"
            f"CURRENT_OP=UPDATE_STATUS_{part.operation}\n"
            f"NEW_VERSION={part.next or '0.0.0'}\nNEW_SIZE={458_234_665 if part.next else 0}\n"
        )
        lock = _printing(_lock(machine_id(part.locked_by))) if part.locked_by else "exit 22"
        return {"update_engine_client": _printing(engine), "curl": lock}
    return {}


def files_of(part: UpdatePart) -> Mapping[str, str]:
    """Files that tell of updates."""
    files = {}
    if part.kind == "ostree":
        files["/run/ostree-booted"] = ""
        if part.operation == "UPDATED_NEED_REBOOT":
            files["/run/ostree/staged-deployment"] = ""
    elif part.kind == "update_engine" and part.previous:
        files["/var/lib/update_engine/prefs/previous-version"] = part.previous
    return files


def after_boot(
    part: UpdatePart, version: str, files: Mapping[str, str]
) -> tuple[UpdatePart, dict[str, str]]:
    """What an update that waited for the boot comes to, and the release files that it brings."""
    if part.operation != "UPDATED_NEED_REBOOT":
        return part, {}
    named = [path for path in files if path.endswith(("/os-release", "/lsb-release"))]
    release = {path: files[path].replace(version, part.next) for path in named}
    return UpdatePart(part.kind, previous=version), release


def units_of_updating(part: UpdatePart) -> tuple[UnitPart, ...]:
    """The services that update the host."""
    if part.kind == "ostree":
        words = part.status
        zincati = UnitPart("zincati.service", description="Zincati Update Agent", status=words)
        daemon = UnitPart(
            "rpm-ostreed.service", "inactive", description="rpm-ostree System Management Daemon"
        )
        return zincati, daemon
    if part.kind == "update_engine":
        return (UnitPart("update-engine.service", description="Update Engine"),)
    return ()


def machine_id(name: str) -> str:
    """/etc/machine-id of the machine of that name."""
    return uuid.uuid5(uuid.NAMESPACE_DNS, f"{name} machine").hex


def _lock(holder: str) -> str:
    """locksmith's key as etcd's v2 API has it."""
    value = json.dumps({"semaphore": 0, "max": 1, "holders": [holder]})
    return json.dumps({"action": "get", "node": {"key": "/coreos.com", "value": value}})


def _printing(text: str) -> str:
    return f"cat <<'END'\n{text.rstrip()}\nEND"


def _deployments(part: UpdatePart, version: str) -> str:
    """As `ostree admin status` prints them, in the order of the next boot."""
    staged = part.next if part.operation == "UPDATED_NEED_REBOOT" else ""
    rows = [(" ", staged, " (staged)"), ("*", version, ""), (" ", part.previous, " (rollback)")]
    found = []
    for place, (mark, each, note) in enumerate(rows):
        if each:
            sum_ = _SUM[place:] + _SUM[:place]
            found.append(f"{mark} fedora-coreos {sum_}.0{note}\n    Version: {each}\n")
            found.append("    origin refspec: fedora/x86_64/coreos/stable\n")
    return "".join(found)
