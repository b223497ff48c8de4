"""confd: the files of a host that are written from keys."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class TemplateResource:
    """One file of conf.d: template `src` and `keys` (below `prefix`) become `dest`.

    The times are those of the files; None where a file is missing or may not be seen.
    """

    name: str
    src: str
    dest: str
    keys: tuple[str, ...] = ()
    prefix: str = ""
    src_changed: datetime | None = None
    dest_changed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Confd:
    """confd of a host. `nodes` carry no passwords: those never leave the host.

    `prefix` is the one of confd.toml. kelseyhightower/confd puts it in the place of a resource's
    own, abtreece/confd in front of it. `active` is the state of confd.service, empty where there
    is none.
    """

    backend: str = ""
    nodes: tuple[str, ...] = ()
    prefix: str = ""
    active: str = ""
    resources: tuple[TemplateResource, ...] = ()
