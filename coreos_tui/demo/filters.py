"""The `filters` of the Engine API: which containers and events a client wants."""

import json
import re
from typing import Any

from coreos_tui.demo.scene import RefusedError, SceneContainer

LIST = frozenset({"id", "name", "label", "status", "health", "ancestor", "exited", "network"})
EVENTS = frozenset({"type", "event", "container", "image", "label", "scope", "network"})
Wanted = dict[str, list[str]]


def parse(raw: str, known: frozenset[str]) -> Wanted:
    """Lists, or the older maps of true, by name. Raises RefusedError 400 and 500 as dockerd."""
    if not raw:
        return {}
    try:
        found = json.loads(raw)
    except ValueError as error:
        raise RefusedError(500, f"invalid filters: {error}") from None
    if not isinstance(found, dict):
        raise RefusedError(400, "invalid filters")
    for name in found:
        if name not in known:
            raise RefusedError(400, f"invalid filter '{name}'")
    return {name: [str(each) for each in values] for name, values in found.items() if values}


def _has_label(labels: dict[str, str], wanted: str) -> bool:
    name, sign, value = wanted.partition("=")
    return name in labels and (not sign or labels[name] == value)


def keeps(each: SceneContainer, wanted: Wanted) -> bool:
    """Whether the list shows this container."""
    tests: dict[str, Any] = {
        "id": each.id.startswith,
        "name": lambda value: re.search(value.lstrip("/"), each.name) is not None,
        "status": lambda value: value == each.state,
        "health": lambda value: value == (each.health or "none"),
        "ancestor": lambda value: value in (each.image, each.image_id),
        "exited": lambda value: value == str(each.exit_code),
        "network": lambda _value: True,
    }
    for name, values in wanted.items():
        if name == "label":
            if not all(_has_label(each.labels, value) for value in values):
                return False
        elif not any(tests[name](value) for value in values):
            return False
    return True


def tells(event: dict[str, Any], wanted: Wanted) -> bool:
    """Whether a client that wants these hears of this event."""
    actor, action = event["Actor"], event["Action"]
    labels = actor["Attributes"]
    tests: dict[str, Any] = {
        "type": lambda value: value == event["Type"],
        "event": lambda value: value in (action, action.split(":")[0]),
        "container": lambda value: (
            event["Type"] == "container"
            and (actor["ID"].startswith(value) or labels.get("name") == value)
        ),
        "image": lambda value: labels.get("image") == value,
        "label": lambda value: _has_label(labels, value),
        "network": lambda value: event["Type"] == "network" and labels.get("name") == value,
        "scope": lambda value: value == "local",
    }
    return all(any(tests[name](each) for each in values) for name, values in wanted.items())
