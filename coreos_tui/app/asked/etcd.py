"""What is asked of etcd: values opened, and written where that was said."""

from typing import Any

from coreos_tui.app.asked.hands import Hands
from coreos_tui.app.tabs.etcd_value import EtcdValueTab
from coreos_tui.core import topics
from coreos_tui.core.confd_keys import freshness, watched
from coreos_tui.core.errors import HopError
from coreos_tui.core.etcd import Cluster, KeyRef, Revision, Status, key_text
from coreos_tui.core.etcd_value import one_line
from coreos_tui.core.secrets import MASK, is_secret, mask_text
from coreos_tui.panes.etcd.templates import TemplatePlace
from coreos_tui.panes.etcd.tree import Place
from coreos_tui.panes.etcd.view import Subject
from coreos_tui.ui.ask import Ask, AskLine

_LONGEST = 400


async def carry_out(hands: Hands, verb: str, subject: Subject) -> None:
    """`subject` is where the cursor stands in which cluster."""
    if verb == "again":
        hands.fleet.etcd.wake()
        hands.acting.tell("Asking every member again …")
    elif verb == "inspect":
        await _inspect(hands, subject)
    elif verb == "copy" and subject.ref:
        hands.copy(subject.ref.name)
    else:
        try:
            await (_write if verb == "write" else _delete)(hands, subject)
        except HopError as error:
            hands.acting.tell(error.sentence, bad=True)


async def _inspect(hands: Hands, subject: Subject) -> None:
    ref, place, cluster = subject.ref, subject.place, subject.cluster
    if ref is not None:
        key = f"etcd {ref.cluster} {ref.api} {ref.raw!r}"
        await hands.opening.open(EtcdValueTab(key, ref, hands.fleet.etcd.values))
    elif isinstance(place, TemplatePlace):
        facts = _template_facts(hands, place)
        await hands.opening.known(f"confd {place.host} {place.name}", place.name, facts)
    else:
        await hands.opening.known(f"etcd {cluster.id}", "etcd", _facts(cluster))


def _facts(cluster: Cluster) -> dict[str, Any]:
    leader = cluster.leader
    return {
        "cluster": cluster.id,
        "leader": leader.title if leader else None,
        "revision": cluster.revision,
        "quorum": f"{cluster.up} of {cluster.voters} well, {cluster.quorum} needed",
        "alarms": [f"{each.kind} on {each.member}" for each in cluster.alarms],
        "stores": [each.value for each in cluster.apis],
        "members": {
            each.title: {
                "id": each.id,
                "host": each.host or None,
                "clients at": list(each.client_urls),
                "peers at": list(each.peer_urls),
                "learner": each.learner,
                "error": each.error.sentence if each.error else None,
            }
            | (_status(each.status) if each.status else {})
            for each in cluster.members
        },
    }


def _status(status: Status) -> dict[str, Any]:
    return {
        "version": status.version,
        "revision": status.revision,
        "raft index": status.raft_index,
        "raft term": status.raft_term,
        "database bytes": status.db_size,
        "database bytes in use": status.db_in_use,
        "problems": list(status.problems),
    }


def _template_facts(hands: Hands, place: TemplatePlace) -> dict[str, Any]:
    store = hands.fleet.store
    answer = store.value(topics.confd(place.host))
    confd = answer.value if answer else None
    found = [each for each in confd.resources if each.name == place.name] if confd else []
    if confd is None or not found:
        return {}
    resource = found[0]
    seen = (store.value(topics.observed(place.host)) or {}).get(resource.name)
    fresh = freshness(resource, seen.changed if seen else None, seen=seen is not None)
    written, template = resource.dest_changed, resource.src_changed
    return {
        "file": resource.dest,
        "state": fresh.words,
        "written": written.astimezone().isoformat(" ", "seconds") if written else None,
        "template": resource.src,
        "template changed": template.astimezone().isoformat(" ", "seconds") if template else None,
        "keys": list(resource.keys),
        "prefix": resource.prefix or None,
        "prefix of confd.toml": confd.prefix or None,
        "reads": list(watched(confd, resource)),
        "newest revision": seen.mark.revision if seen else None,
        "keys there": seen.mark.count if seen else None,
        "backend": confd.backend,
        "nodes": list(confd.nodes),
    }


async def _write(hands: Hands, subject: Subject) -> None:
    ref = subject.ref or await _new_key(hands, subject)
    if ref is None:
        return
    values = hands.fleet.etcd.values
    values.check_write(f"write {ref.name}")
    old = await values.get(ref)
    line = one_line(old.value) if old else ""
    if line is None:
        hands.acting.tell("Its value is not one line of text; etcdctl put writes such.", bad=True)
        return
    secret = is_secret(ref.name.rpartition("/")[2])
    asked = AskLine(f"Value of {ref.name}", "one line of text", "" if secret else line)
    new = await hands.app.push_screen_wait(asked)
    if not new or new == line:
        return
    about = [_was(ref, old), f"now: {MASK if secret else mask_text(new)[:_LONGEST]}"]
    about.append(_where(subject.cluster, ref))
    ask = Ask(f"Write {ref.name}?", about, "write", loss="Whatever watches this key acts on it.")
    if await hands.app.push_screen_wait(ask):
        await values.put(ref, new.encode(), old.key.mod_revision if old else 0)
        hands.acting.tell(f"{ref.name} written")
        hands.fleet.etcd.wake()


async def _new_key(hands: Hands, subject: Subject) -> KeyRef | None:
    """Asks for the name of a key below the folder at the cursor."""
    place = subject.place
    if not isinstance(place, Place):
        return None
    prefix = place.raw
    hands.fleet.etcd.values.check_write(f"write below {key_text(prefix) or '/'}")
    asked = AskLine("Which key?", "its whole name", key_text(prefix))
    name = await hands.app.push_screen_wait(asked)
    if not name or name.encode() == prefix:
        return None
    return KeyRef(subject.cluster.id, place.api, name.encode())


async def _delete(hands: Hands, subject: Subject) -> None:
    ref, values = subject.ref, hands.fleet.etcd.values
    if ref is None:
        return
    values.check_write(f"delete {ref.name}")
    old = await values.get(ref)
    if old is None:
        hands.acting.tell(f"{ref.name} is gone already")
        return
    about = [_was(ref, old), _where(subject.cluster, ref)]
    ask = Ask(f"Delete {ref.name}?", about, "delete", loss="Whatever watches this key acts on it.")
    if await hands.app.push_screen_wait(ask):
        await values.delete(ref, old.key.mod_revision)
        hands.acting.tell(f"{ref.name} deleted")
        hands.fleet.etcd.wake()


def _was(ref: KeyRef, old: Revision | None) -> str:
    """The old value in a line, at its revision; secrets masked."""
    if old is None:
        return "was: no such key"
    line = one_line(old.value)
    said = f"{len(old.value):,} bytes" if line is None else mask_text(line)[:_LONGEST]
    if is_secret(ref.name.rpartition("/")[2]):
        said = MASK
    return f"was: {said}  (revision {old.key.mod_revision:,})"


def _where(cluster: Cluster, ref: KeyRef) -> str:
    return f"in {ref.api.value} of {', '.join(each.title for each in cluster.members)}"
