"""The etcd that runs on a host, as the host itself knows it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EtcdHere:
    """An etcd of a host: whom to ask.

    `unit` is its service and `active` that one's state, both empty where no unit is known;
    `version` is empty where the host does not say. `urls` are client URLs as seen from the host
    (`http://127.0.0.1:2379`), the most telling first; they may be dialled through its link.
    """

    unit: str = ""
    active: str = ""
    version: str = ""
    urls: tuple[str, ...] = ()
