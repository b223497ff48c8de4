"""All that is known of one host's updates, as labelled lines: pure."""

from textual.content import Content

from coreos_tui.core import topics
from coreos_tui.core.answer import Answer
from coreos_tui.core.store import Store
from coreos_tui.core.text import age
from coreos_tui.core.update import Family, Need, Update
from coreos_tui.panes.updates.holders import holders_of, waits_of

Line = tuple[str, str, str]
_FAMILIES = {
    Family.FLATCAR: "update_engine, two /usr partitions in turn",
    Family.OSTREE: "ostree deployments",
    Family.DEBIAN: "packages; only the kernel and its marks are looked at",
    Family.UNKNOWN: "not known here, so nothing is called fine",
}
_LOOKS = {"warn": "$text-warning", "dim": "$foreground 60%", "accent": "$text-accent"}


def lines_of(store: Store, host: str) -> list[Line]:
    """`(label, words, look)`; an empty list where the host has not said anything yet."""
    update = store.value(topics.update(host))
    if update is None:
        return []
    lines = [("updated by", _FAMILIES[update.family], "dim"), ("runs", update.version or "—", "")]
    lines += [
        _line("next", update.next, "none found", "staged" if update.staged else ""),
        _line("back to", update.previous, "—"),
        _line("channel", update.channel, "—"),
        _line("strategy", update.strategy, "—"),
        _line("window", update.window, "any time"),
        _checked(update),
        _line("updater says", update.operation, "—"),
        _reboot(update),
    ]
    lines += [("waits for", sentence, "warn") for sentence in waits_of(store, update)]
    if update.lock.value is not None:
        lock = update.lock.value
        holders = ", ".join(holders_of(store, lock)) or "nobody"
        free = f"{lock.semaphore} of {lock.most} free, held by {holders}"
        lines.append(("reboot lock", free, "warn" if lock.holders else ""))
    elif update.lock.why:
        lines.append(("reboot lock", update.lock.words, "dim"))
    return lines


def _line(label: str, answer: Answer[str], none: str, after: str = "") -> Line:
    if answer.lack is not None:
        return label, answer.words, "dim"
    if not answer.value:
        return label, none, "dim"
    return label, f"{answer.value} {after}".strip(), "warn" if after else ""


def _checked(update: Update) -> Line:
    answer = update.last_checked
    if answer.lack is not None:
        return "last check", answer.words, "dim"
    return "last check", f"{age(answer.value)} ago" if answer.value else "never", ""


def _reboot(update: Update) -> Line:
    need, why = update.reboot.need, update.reboot.why
    words = f"{need.value}: {why}" if why else need.value
    return "reboot", words, "warn" if need is Need.YES else ("dim" if need is Need.UNKNOWN else "")


def draw(host: str, lines: list[Line], width: int) -> Content:
    """The lines under the host's name, long ones wrapped beside their labels."""
    label_width = 14
    drawn = [Content.styled(host, "bold")]
    for label, words, look in lines:
        wrapped = Content.styled(words, _LOOKS.get(look, "")).wrap(max(8, width - label_width))
        for at, line in enumerate(wrapped):
            lead = label if at == 0 else ""
            drawn.append(Content.assemble((lead.ljust(label_width), "$foreground 60%"), line))
    return Content("\n").join(drawn)
