"""confd's configuration and its template resources."""

import tomllib
from collections.abc import Iterable
from typing import Any

from coreos_tui.core.answer import Answer, not_here, not_permitted
from coreos_tui.core.confd import Confd, TemplateResource
from coreos_tui.core.sanitize import clean
from coreos_tui.transport.probe.frame import Parts, Section
from coreos_tui.transport.probe.pairs import seconds
from coreos_tui.transport.probe.services import Service

# confd.toml may hold passwords and tokens, so only the named keys leave the host, lists of several
# lines whole, and URLs without their credentials.
SCRIPT = r"""
chosen() {
  sed 's,//[^/@ ]*@,//,g' "$1" | awk '
    open { print; if (/\]/) open = 0; next }
    /^[ \t]*\[/ { print; next }
    /^[ \t]*(backend|nodes|prefix|src|dest|keys)[ \t]*=/ {
      print; if (/=[ \t]*\[/ && !/\]/) open = 1
    }' | head -c 16384
}
quoted() { sed -n "s/^[ \t]*$2[ \t]*=[ \t]*[\"']\([^\"']*\).*/\1/p" "$1" | head -n 1; }
moment() { stat -c %Y "$1" 2>/dev/null || echo 0; }
confd_files() {
  [ -d /etc/confd ] || has confd || return
  part confd; if [ -d /etc/confd/conf.d ] && ! [ -r /etc/confd/conf.d ]; then echo shut; fi
  part confd-toml; if [ -r /etc/confd/confd.toml ]; then chosen /etc/confd/confd.toml; fi
  left=200
  for f in /etc/confd/conf.d/*.toml; do
    [ -r "$f" ] && [ "$left" -gt 0 ] || continue
    left=$((left - 1))
    part confd-resource; printf '%s\n' "${f##*/}"
    moment "/etc/confd/templates/$(quoted "$f" src)"
    moment "$(quoted "$f" dest)"
    chosen "$f"
  done
}
"""


def parse_confd(parts: Parts, service: Service | None) -> Answer[Confd]:
    """The sections of SCRIPT; `service` is confd.service."""
    if "confd" not in parts:
        return not_here("no confd")
    if parts["confd"].text == "shut":
        return not_permitted("this user may not read /etc/confd/conf.d")
    said = _toml(parts["confd-toml"].text)
    resources = (_resource(section) for section in parts.every("confd-resource"))
    return Answer(
        Confd(
            backend=_word(said.get("backend")) or "etcd",
            nodes=_words(said.get("nodes")),
            prefix=_word(said.get("prefix")),
            active=service.active if service and service.here else "",
            resources=tuple(each for each in resources if each),
        )
    )


def _resource(section: Section) -> TemplateResource | None:
    name, source, destination, *lines = [*section.text.split("\n"), "", ""]
    table = _toml("\n".join(lines)).get("template")
    if not isinstance(table, dict):
        return None
    return TemplateResource(
        name=clean(name),
        src=_word(table.get("src")),
        dest=_word(table.get("dest")),
        keys=_words(table.get("keys")),
        prefix=_word(table.get("prefix")),
        src_changed=seconds(source),
        dest_changed=seconds(destination),
    )


def _toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


def _word(value: object) -> str:
    return clean(value) if isinstance(value, str) else ""


def _words(value: object) -> tuple[str, ...]:
    listed: Iterable[object] = value if isinstance(value, list) else ()
    return tuple(_word(each) for each in listed if _word(each))
