"""Flatcar and Container Linux: update_engine, its two partitions, and locksmith's reboot lock."""

import json
from datetime import datetime

from coreos_tui.core.answer import NOT_ASKED, Answer, not_here, not_permitted
from coreos_tui.core.release import Release
from coreos_tui.core.sanitize import clean
from coreos_tui.core.update import ANY_TIME, Family, Lock, Need, Reboot, Update
from coreos_tui.transport.probe.frame import Parts
from coreos_tui.transport.probe.pairs import pairs, seconds, whole
from coreos_tui.transport.probe.partitions import Partition, is_staged, parse_partitions

# A stopped update_engine makes its client wait for half a minute, so its unit is asked first.
# The lock is read by a plain GET: `locksmithctl status` would create it where there is none.
BEHIND = r"""
conf() {
  part "$1"; shift
  for f in "$@"; do
    grep -E '^(GROUP|SERVER|REBOOT_STRATEGY|LOCKSMITHD_(GROUP|ENDPOINT|REBOOT_WINDOW_[A-Z]+))=' \
      "$f" 2>/dev/null | sed 's,//[^/@ ]*@,//,g' | head -c 8192
  done
}
flatcar() {
  [ "$family" = update_engine ] || return
  ask engine-state 2 64 systemctl is-active update-engine.service
  case $code in 0) ask engine 2 4096 update_engine_client -status ;; esac
  conf update-image /usr/share/coreos/update.conf /usr/share/flatcar/update.conf
  conf update-conf /etc/coreos/update.conf /etc/flatcar/update.conf
  partitions
  part previous; first /var/lib/update_engine/prefs/previous-version | head -c 128
  part locksmith; slow 2 systemctl is-active locksmithd.service 2>/dev/null | head -c 64
  strategy=$(cat /etc/coreos/update.conf /etc/flatcar/update.conf 2>/dev/null |
    sed -n 's/^REBOOT_STRATEGY=["'\'']*\([a-z-]*\).*/\1/p' | tail -n 1)
  [ "$strategy" = etcd-lock ] && has curl || return
  group=$(cat /etc/coreos/update.conf /etc/flatcar/update.conf 2>/dev/null |
    sed -n 's/^LOCKSMITHD_GROUP=["'\'']*\([A-Za-z0-9._-]*\).*/groups\/\1\//p' | tail -n 1)
  ask lock 2 8192 curl -fs --max-time 2 \
    "http://127.0.0.1:2379/v2/keys/coreos.com/updateengine/rebootlock/${group}semaphore"
}
"""
_OPERATION = "UPDATE_STATUS_"
_STAGED = "updated, needs a reboot"
_WORDS = {
    "IDLE": "idle",
    "CHECKING_FOR_UPDATE": "checking for an update",
    "UPDATE_AVAILABLE": "update available",
    "DOWNLOADING": "downloading",
    "VERIFYING": "verifying",
    "FINALIZING": "finalizing",
    "UPDATED_NEED_REBOOT": _STAGED,
    "REPORTING_ERROR_EVENT": "reporting an error",
}
_WHERE = "http://127.0.0.1:2379"


def parse_flatcar(parts: Parts, release: Release) -> Update:
    """The sections of BEHIND. Passwords of update.conf never left the host."""
    image, conf = pairs(parts["update-image"].text), pairs(parts["update-conf"].text)
    both = {name: clean(value.strip("\"'")) for name, value in (image | conf).items()}
    said, operation = _operation(parts)
    version = _version(said)
    running, other = parse_partitions(parts)
    staged = operation.value == _STAGED or is_staged(running, other)
    strategy = both.get("REBOOT_STRATEGY") or "reboot"
    lock = parse_lock(parts, strategy)
    waits = _waits(parts, strategy, lock, both) if staged else ()
    return Update(
        family=Family.FLATCAR,
        version=release.version,
        next=_next(version, staged, operation),
        staged=staged,
        previous=_previous(parts["previous"].text, other, staged),
        channel=_channel(both.get("GROUP", ""), image.get("GROUP", "").strip("\"'")),
        strategy=Answer(strategy),
        window=_window(both, strategy),
        last_checked=_checked(said, operation),
        operation=_disabled(both, operation),
        progress=_progress(said),
        waits_for=waits,
        reboot=_reboot(parts, staged, version, operation),
        lock=lock,
    )


def _operation(parts: Parts) -> tuple[dict[str, str], Answer[str]]:
    """What update_engine says, and what it does in words.

    For users other than root and core D-Bus refuses, and the client says `(null)` with code 0.
    """
    state = parts["engine-state"]
    lack = state.lack("systemctl")
    if lack:
        return {}, lack
    if state.code:
        return {}, not_here(f"update-engine is {clean(state.text) or 'not active'}")
    section = parts["engine"]
    lack = section.lack("update_engine_client")
    if lack:
        return {}, lack
    said = pairs(section.text)
    raw = clean(said.get("CURRENT_OP", ""))
    if raw in ("", "(null)"):
        return {}, not_permitted("update_engine answers only root and core")
    raw = raw.removeprefix(_OPERATION)
    return said, Answer(_WORDS.get(raw, raw.lower().replace("_", " ")))


def _version(said: dict[str, str]) -> str:
    """Idle it is 0.0.0, and before 2017 it was never told."""
    version = clean(said.get("NEW_VERSION", ""))
    return "" if version in ("0.0.0", "0.0.0.0", "(null)") else version  # noqa: S104 - a version


def _next(version: str, staged: bool, operation: Answer[str]) -> Answer[str]:
    if not operation.known:
        return Answer(None, operation.lack, operation.why)
    if version:
        return Answer(version)
    return Answer("a newer version") if staged else not_here("no update was found")


def _previous(text: str, other: Partition | None, staged: bool) -> Answer[str]:
    """Once an update is staged, the other partition holds that, and nothing older any more."""
    if staged:
        return not_here("the update has taken its place")
    if text:
        return Answer(clean(text))
    if other is None:
        return not_permitted("only root may see the other partition")
    return Answer(f"what {other.label} has") if other.bootable else not_here("it does not boot")


def _channel(group: str, running: str) -> Answer[str]:
    """The channel of the next update; the running one beside it while it changes."""
    if not group:
        return not_here("update.conf names no group")
    running = clean(running)
    return Answer(group if running in ("", group) else f"{running}, next {group}")


def _window(conf: dict[str, str], strategy: str) -> Answer[str]:
    if strategy == "off":
        return not_here("nothing reboots it by itself")
    start = conf.get("LOCKSMITHD_REBOOT_WINDOW_START", "")
    length = conf.get("LOCKSMITHD_REBOOT_WINDOW_LENGTH", "")
    return Answer(f"{start} for {length}" if start and length else ANY_TIME)


def _checked(said: dict[str, str], operation: Answer[str]) -> Answer[datetime]:
    """It is not written down where no newer version was found."""
    if not operation.known:
        return Answer(None, operation.lack, operation.why)
    moment = seconds(said.get("LAST_CHECKED_TIME", ""))
    return Answer(moment) if moment else not_here("no check is recorded")


def _disabled(conf: dict[str, str], operation: Answer[str]) -> Answer[str]:
    return Answer("switched off") if conf.get("SERVER") == "disabled" else operation


def _progress(said: dict[str, str]) -> float | None:
    if said.get("CURRENT_OP") != "UPDATE_STATUS_DOWNLOADING":
        return None
    try:
        return min(1.0, max(0.0, float(said.get("PROGRESS", ""))))
    except ValueError:
        return None


def _reboot(parts: Parts, staged: bool, version: str, operation: Answer[str]) -> Reboot:
    if staged:
        return Reboot(Need.YES, f"{version or 'an update'} is in place for the next boot")
    if parts["reboot-required"].text:
        return Reboot(Need.YES, "/run/reboot-required is there")
    if operation.known:
        return Reboot(Need.NO_EVIDENCE, "update_engine does not wait for one")
    return Reboot(Need.UNKNOWN, f"update_engine: {operation.words}")


def parse_lock(parts: Parts, strategy: str) -> Answer[Lock]:
    """The semaphore of locksmith as etcd's v2 API gives it."""
    if strategy != "etcd-lock":
        return not_here(f"the strategy is {strategy}")
    section = parts["lock"]
    if section.code is None:
        return NOT_ASKED if "lock" in parts else not_here("no curl to ask etcd with")
    if section.code == 22:
        return not_here("etcd has no such key in its v2 store")
    lack = section.lack("etcd")
    if lack:
        return lack
    if section.code:
        return not_here(f"no etcd answers at {_WHERE}")
    try:
        inner = json.loads(json.loads(section.text)["node"]["value"])
        holders = tuple(clean(str(each)) for each in inner["holders"] or ())
        free, most = whole(str(inner["semaphore"])), whole(str(inner["max"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return not_here("the lock cannot be read")
    return Answer(Lock(free or 0, most or 0, holders, _WHERE))


def _waits(
    parts: Parts, strategy: str, lock: Answer[Lock], conf: dict[str, str]
) -> tuple[str, ...]:
    found = []
    id_, locksmith = parts["machine-id"].text, parts["locksmith"].text
    if strategy == "off":
        found.append("Somebody has to reboot it: the strategy is off")
    elif locksmith in ("inactive", "failed"):
        found.append(f"Somebody has to reboot it: locksmithd is {locksmith}")
    if lock.value and id_ in lock.value.holders:
        found.append("It holds the reboot lock itself and is about to reboot")
    elif lock.value and lock.value.semaphore == 0:
        found += [f"The reboot lock is held by {holder}" for holder in lock.value.holders]
    window = _window(conf, strategy)
    if window.value not in (None, ANY_TIME):
        found.append(f"The reboot window opens {window.value}")
    return tuple(found)
