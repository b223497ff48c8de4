"""Fedora CoreOS and other ostree hosts: deployments, what is staged, and Zincati's strategy."""

import json
import re
import tomllib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from coreos_tui.core.answer import Answer, not_here
from coreos_tui.core.release import Release
from coreos_tui.core.sanitize import clean
from coreos_tui.core.update import ANY_TIME, Family, Need, Reboot, Update
from coreos_tui.transport.probe.frame import Parts, Section
from coreos_tui.transport.probe.services import Service

# `rpm-ostree status` starts rpm-ostreed, so it is asked only in the first minute of a daemon that
# somebody else has started: asking on and on would never let it end. `ostree admin status` reads
# files. bootc wants root.
BEHIND = r"""
ostree_host() {
  [ "$family" = ostree ] || return
  part staged; for f in /run/ostree/staged-deployment /run/ostree/staged-deployment-locked; do
    if [ -e "$f" ]; then echo "${f##*-}"; fi
  done
  ask ostree 2 32768 ostree admin status
  since=$(slow 2 systemctl show -p ActiveState -p ActiveEnterTimestampMonotonic \
    rpm-ostreed.service 2>/dev/null | sed -n -e '/^ActiveState=active/h' \
    -e '/^Active.*Monotonic=[1-9]/{s/.*=\([0-9]*\)[0-9]\{6\}$/\1/;x;/./{x;p;}}')
  up=$(sed -n 's/^\([0-9]*\).*/\1/p' /proc/uptime 2>/dev/null)
  if [ -n "$since" ] && [ -n "$up" ] && [ $((up - since)) -lt 60 ]; then
    ask rpm-ostree 2 262144 rpm-ostree status --json
  fi
  for f in /usr/lib/zincati/config.d/*.toml /run/zincati/config.d/*.toml \
    /etc/zincati/config.d/*.toml; do
    [ -r "$f" ] || continue
    part zincati-conf; printf '%s\n' "${f##*/}"
    grep -E '^[[:space:]]*(\[|(strategy|enabled|days|start_time|length_minutes)[[:space:]]*=)' \
      "$f" | head -c 8192
  done
}
"""
_STREAMS = {"1": "next", "2": "testing", "3": "stable"}
_CHECKED = re.compile(r"last checked (?:\w{3} )?(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)")


@dataclass(frozen=True, slots=True)
class Deployment:
    """One bootable tree, in the order of the next boot."""

    version: str
    booted: bool = False
    staged: bool = False
    stream: str = ""


def parse_ostree(parts: Parts, release: Release, services: dict[str, Service]) -> Update:
    """The sections of BEHIND, and the words of zincati.service."""
    trees = parse_rpm_ostree(parts["rpm-ostree"].body) or parse_deployments(parts["ostree"].text)
    flags = parts["staged"].text.split()
    zincati = services.get("zincati.service", Service("zincati.service"))
    version = release.field("OSTREE_VERSION") or release.version
    newer, older = _around(trees)
    staged = "deployment" in flags or newer is not None
    strategy = _strategy(parts, zincati)
    return Update(
        family=Family.OSTREE,
        version=version,
        next=_next(newer, staged, zincati, parts["ostree"]),
        staged=staged,
        previous=_previous(older, parts["ostree"]),
        channel=_stream(trees, version),
        strategy=strategy,
        window=_window(parts, zincati),
        last_checked=_checked(zincati),
        operation=_operation(zincati),
        waits_for=_waits(zincati, staged, strategy, "locked" in flags),
        reboot=_reboot(parts, staged, newer),
        lock=not_here("no reboot lock that can be read"),
    )


def parse_deployments(text: str) -> tuple[Deployment, ...]:
    """`ostree admin status`: a star before the booted one, `(staged)` or `(rollback)` after."""
    found: list[Deployment] = []
    for line in text.splitlines():
        head = re.match(r"\s*(\*?)\s*\S+ [0-9a-f]{16,64}\.\d+(.*)", line)
        if head:
            found.append(Deployment("", bool(head[1]), "(staged)" in head[2]))
        version = re.match(r"\s+Version: (.+)", line)
        if version and found:
            found[-1] = replace(found[-1], version=clean(version[1].strip()))
    return tuple(found)


def parse_rpm_ostree(body: bytes) -> tuple[Deployment, ...]:
    """`rpm-ostree status --json`. OCI-based hosts have no `origin`, and a manifest as a text."""
    try:
        raw = json.loads(body.decode("utf-8", "replace"))["deployments"]
        return tuple(_deployment(each) for each in raw)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ()


def _deployment(raw: dict[str, Any]) -> Deployment:
    return Deployment(
        clean(str(raw.get("version") or "")),
        raw.get("booted") is True,
        raw.get("staged") is True,
        clean(_said_stream(raw.get("base-commit-meta"))),
    )


def _said_stream(meta: object) -> str:
    if not isinstance(meta, dict):
        return ""
    plain = meta.get("fedora-coreos.stream")
    if not plain and isinstance(meta.get("ostree.manifest"), str):
        annotations = json.loads(meta["ostree.manifest"]).get("annotations") or {}
        plain = annotations.get("fedora-coreos.stream")
    return plain if isinstance(plain, str) else ""


def _around(trees: tuple[Deployment, ...]) -> tuple[Deployment | None, Deployment | None]:
    """What the next boot takes where that is not what runs, and what a rollback would take."""
    running = next((n for n, tree in enumerate(trees) if tree.booted), None)
    if running is None:
        return None, None
    return (trees[0] if running else None), (trees[running + 1 :] or (None,))[0]


def _next(newer: Deployment | None, staged: bool, zincati: Service, asked: Section) -> Answer[str]:
    if newer and newer.version:
        return Answer(newer.version)
    found = re.search(r"(?:found update on remote|update staged|for reboot): (\S+)", zincati.status)
    if found:
        return Answer(found[1].rstrip(";,"))
    if staged:
        return Answer("a newer version")
    return asked.lack("ostree") or not_here("nothing is staged")


def _previous(older: Deployment | None, asked: Section) -> Answer[str]:
    if older:
        return Answer(older.version or "an older version")
    return asked.lack("ostree") or not_here("no other deployment")


def _stream(trees: tuple[Deployment, ...], version: str) -> Answer[str]:
    """Fedora CoreOS says it in its third group of digits too: 41.20241109.3.0 is stable."""
    said = next((tree.stream for tree in trees if tree.booted and tree.stream), "")
    if said:
        return Answer(said)
    groups = version.split(".")
    if len(groups) == 4 and len(groups[1]) == 8 and groups[2] in _STREAMS:
        return Answer(_STREAMS[groups[2]])
    return not_here("the version names no stream")


def _config(parts: Parts) -> dict[str, Any]:
    """The fragments of zincati over one another: the highest name last, /etc last of one name."""
    named: dict[str, str] = {}
    for section in parts.every("zincati-conf"):
        name, _, lines = section.text.partition("\n")
        named[name] = lines
    whole: dict[str, Any] = {}
    for name in sorted(named):
        try:
            fragment = tomllib.loads(named[name])
        except (tomllib.TOMLDecodeError, RecursionError):
            continue
        for table, values in fragment.items():
            if isinstance(values, dict):
                whole[table] = {**whole.get(table, {}), **values}
    return whole


def _strategy(parts: Parts, zincati: Service) -> Answer[str]:
    config = _config(parts)
    if config.get("updates", {}).get("enabled") is False:
        return Answer("updates are off")
    if not zincati.here:
        return not_here("no zincati")
    return Answer(clean(str(config.get("updates", {}).get("strategy") or "immediate")))


def _window(parts: Parts, zincati: Service) -> Answer[str]:
    updates = _config(parts).get("updates", {})
    if not zincati.here or updates.get("enabled") is False:
        return not_here("nothing reboots it by itself")
    periodic = updates.get("periodic", {}) if updates.get("strategy") == "periodic" else {}
    windows = periodic.get("window") if isinstance(periodic, dict) else None
    said = [_one_window(each) for each in windows or () if isinstance(each, dict)]
    return Answer(", ".join(said) or ANY_TIME)


def _one_window(raw: dict[str, Any]) -> str:
    days = raw.get("days")
    named = " ".join(str(day) for day in days) if isinstance(days, list) else ""
    return clean(f"{named} {raw.get('start_time', '')} for {raw.get('length_minutes', '?')} min")


def _checked(zincati: Service) -> Answer[datetime]:
    found = _CHECKED.search(zincati.status)
    if not found:
        return not_here("zincati does not say")
    try:
        moment = datetime.fromisoformat(f"{found[1]}T{found[2]}").replace(tzinfo=UTC)
    except ValueError:
        return not_here("zincati does not say")
    return Answer(moment)


def _operation(zincati: Service) -> Answer[str]:
    if not zincati.here:
        return not_here("no zincati")
    return Answer(zincati.status or f"zincati is {zincati.active}")


def _waits(zincati: Service, staged: bool, strategy: Answer[str], locked: bool) -> tuple[str, ...]:
    found = []
    if "active user sessions" in zincati.status:
        found.append("Active user sessions delay the reboot; a look by ssh may count as one")
    elif "due to update strategy" in zincati.status or (staged and locked):
        found.append(f"The strategy {strategy.value or ''} has not given way to the reboot yet")
    if staged and not (zincati.active == "active" and strategy.value != "updates are off"):
        found.append("Somebody has to reboot it: nothing here does so by itself")
    return tuple(" ".join(each.split()) for each in found)


def _reboot(parts: Parts, staged: bool, newer: Deployment | None) -> Reboot:
    if staged:
        version = newer.version if newer else ""
        return Reboot(Need.YES, f"{version or 'an update'} is staged for the next boot")
    if parts["reboot-required"].text:
        return Reboot(Need.YES, "/run/reboot-required is there")
    return Reboot(Need.NO_EVIDENCE, "no deployment is staged")
