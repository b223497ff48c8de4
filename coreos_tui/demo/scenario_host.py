"""What a scenario file says of a host itself: its units, its updates, its load."""

import re

from coreos_tui.demo import values
from coreos_tui.demo.scenario import LoadPart, UnitPart, UpdatePart
from coreos_tui.demo.values import Table

_UNIT = re.compile(r"[A-Za-z0-9:_.\\@-]{1,200}\.(service|timer|socket|mount|target|scope|path)")
_STATES = ("active", "inactive", "failed", "activating")
_OPERATIONS = (
    "IDLE",
    "CHECKING_FOR_UPDATE",
    "UPDATE_AVAILABLE",
    "DOWNLOADING",
    "VERIFYING",
    "FINALIZING",
    "UPDATED_NEED_REBOOT",
    "REPORTING_ERROR_EVENT",
)


def unit_of(table: Table) -> UnitPart:
    """One `[[machine.unit]]`."""
    part = UnitPart(
        name=table.must("name", _unit_name),
        state=table.take("state", values.one_of(*_STATES), "active"),
        sub=table.take("sub", values.name, ""),
        load=table.take("load", values.one_of("loaded", "not-found", "masked"), "loaded"),
        description=table.take("description", _line, ""),
        status=table.take("status", _line, ""),
        activates=table.take("activates", _unit_name, ""),
        listens=table.take("listens", values.texts, ()),
        next=table.take("next", values.span, 0.0),
        last=table.take("last", values.span, 0.0),
        says=table.take("says", values.texts, ()),
        every=table.take("every", values.span, 10.0),
    )
    table.end()
    return part


def update_of(table: Table) -> UpdatePart:
    """`[machine.update]`, of which there may be none."""
    part = UpdatePart(
        kind=table.take("kind", values.one_of("update_engine", "ostree"), ""),
        operation=table.take("operation", values.one_of(*_OPERATIONS), "IDLE"),
        next=table.take("next", values.name, ""),
        previous=table.take("previous", values.name, ""),
        status=table.take("status", _line, ""),
        checked=table.take("checked", values.span, 0.0),
        progress=table.take("progress", values.number, 0.0),
        locked_by=table.take("locked_by", values.name, ""),
    )
    table.end()
    return part


def load_of(table: Table) -> LoadPart:
    """`[machine.load]`, each key of which may be left out."""
    plain = LoadPart()
    part = LoadPart(
        averages=table.take("averages", _averages, plain.averages),
        cores=table.take("cores", values.whole, plain.cores),
        memory=table.take("memory", values.size, plain.memory),
        memory_available=table.take("memory_available", values.size, plain.memory_available),
        disk=table.take("disk", values.size, plain.disk),
        disk_free=table.take("disk_free", values.size, plain.disk_free),
    )
    table.end()
    return part


def _unit_name(value: object) -> str:
    if not _UNIT.fullmatch(values.text(value)):
        raise ValueError("must be the name of a unit, such as web.service")
    return values.text(value)


def _line(value: object) -> str:
    if "\t" in values.text(value) or "\n" in values.text(value):
        raise ValueError("must be one line without tabs")
    return values.text(value)


def _averages(value: object) -> tuple[float, float, float]:
    if not isinstance(value, list) or len(value) != 3:
        raise ValueError("must be three numbers, like [0.4, 0.3, 0.2]")
    one, five, fifteen = map(values.number, value)
    return one, five, fifteen
