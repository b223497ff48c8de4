"""Which keys a template of confd is made of, and whether its file is behind them."""

from dataclasses import dataclass
from datetime import datetime

from coreos_tui.core.confd import Confd, TemplateResource


def watched(confd: Confd, resource: TemplateResource) -> tuple[str, ...]:
    """The prefixes that confd reads for a resource.

    With a prefix in both files it depends on which confd it is: kelseyhightower/confd lets the one
    of confd.toml stand in the place of the resource's own, abtreece/confd puts it in front. Nothing
    on the host tells them apart, so both are watched then.
    """
    both = [confd.prefix or resource.prefix]
    if confd.prefix and resource.prefix:
        both.append(_joined(confd.prefix, resource.prefix))
    return tuple(_joined(prefix, key) for prefix in both for key in resource.keys)


def _joined(*parts: str) -> str:
    return "/" + "/".join(each.strip("/") for each in parts if each.strip("/"))


@dataclass(frozen=True, slots=True)
class Freshness:
    """Whether a file is what its keys and its template would make it; `words` say why."""

    words: str
    behind: bool = False


def freshness(resource: TemplateResource, changed: datetime | None, *, seen: bool) -> Freshness:
    """`changed` is when a change of its keys was last seen: etcd itself does not know.

    `seen` says whether anybody looks at them.
    """
    written = resource.dest_changed
    if written is None:
        return Freshness("file not seen", behind=True)
    if changed is not None and changed > written:
        return Freshness(f"behind since {changed.astimezone():%H:%M}", True)
    if resource.src_changed is not None and resource.src_changed > written:
        return Freshness("template is newer", behind=True)
    return Freshness("no change seen" if seen else "keys not read yet")
