"""The machine id, and what systemd says of the whole."""

import re

from coreos_tui.core.answer import Answer, not_here, not_permitted
from coreos_tui.core.sanitize import clean
from coreos_tui.core.system import System, Systemd
from coreos_tui.transport.probe.frame import Parts, Section
from coreos_tui.transport.probe.pairs import pairs, whole, written

SCRIPT = r"""
part machine-id; first /etc/machine-id | head -c 64
"""
# Its complaints are worth hearing: they tell a missing bus from a shut one.
BEHIND = r"""
manager() {
  if [ "${systemd:-0}" -gt 0 ]; then
    ask systemd 2 8192 sh -c 'exec systemctl show -p Version -p SystemState -p NFailedUnits \
      -p NJobs -p FinishTimestamp 2>&1'
  else
    ask systemd 2 8192 systemctl --version
  fi
}
"""
_ID = re.compile(r"[0-9a-f]{32}")


def parse_system(parts: Parts) -> System:
    """The section `machine-id` and `systemd`."""
    id_ = parts["machine-id"].text
    known = _ID.fullmatch(id_) is not None
    return System(Answer(id_) if known else not_here("no machine id"), _systemd(parts["systemd"]))


def _systemd(section: Section) -> Answer[Systemd]:
    lack = section.lack("systemctl")
    if lack:
        return lack
    said = pairs(section.text)
    number = re.search(r"\d+", said.get("Version", ""))
    if number is None:
        return refused(section.text)
    return Answer(
        Systemd(
            int(number.group()[:6]),
            clean(said.get("SystemState", "")),
            whole(said.get("NFailedUnits", "")),
            whole(said.get("NJobs", "")),
            written(said.get("FinishTimestamp", "")),
        )
    )


def refused(words: str) -> Answer[Systemd]:
    """What systemctl says when it gets no answer from systemd."""
    why = clean(words.partition("\n")[0])[:200]
    shut = "denied" in why.lower() or "not permitted" in why.lower()
    return not_permitted(why) if shut else not_here(why or "systemd does not run here")
