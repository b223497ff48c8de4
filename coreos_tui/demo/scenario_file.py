"""A scenario from its TOML file; docs/demo.md describes every key."""

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from coreos_tui.core.errors import Hop, HopError
from coreos_tui.demo import values
from coreos_tui.demo.scenario import (
    ENTRYPOINT,
    KERNEL,
    NOW,
    ContainerPart,
    EnginePart,
    EtcdPart,
    MachinePart,
    Scenario,
    Step,
)
from coreos_tui.demo.scenario_host import load_of, unit_of, update_of
from coreos_tui.demo.steps import check_step
from coreos_tui.demo.values import Table

SCENARIOS = Path(__file__).parent / "scenarios"
DEFAULT = SCENARIOS / "default.toml"
_LIMIT = 4 << 20
# The oldest API that the app's client speaks, whatever the product's true age.
_OLDEST = (1, 24)
_NEWEST = {"docker": ("28.0.4", "1.48"), "podman": ("5.2.5", "1.41")}
_STATES = ("running", "exited", "created", "paused", "restarting", "dead")


def read_scenario(path: Path = DEFAULT) -> Scenario:
    """Reads a file. Raises HopError(CONFIG) naming the file and the key."""
    try:
        with path.open("rb") as stream:
            plain = stream.read(_LIMIT).decode()
    except UnicodeDecodeError:
        raise HopError(Hop.CONFIG, f"{path} is not a text in UTF-8") from None
    except OSError as error:
        raise HopError(Hop.CONFIG, f"{path} cannot be read: {error.strerror}") from None
    return parse_scenario(plain, str(path))


def parse_scenario(plain: str, place: str) -> Scenario:
    """A scenario from text; `place` stands in errors. Raises HopError(CONFIG)."""
    try:
        raw = tomllib.loads(plain)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise HopError(Hop.CONFIG, f"{place} is not TOML: {error}") from None
    table = Table(place, raw)
    title = table.take("title", values.text, "demo")
    now = table.take("now", _moment, NOW)
    machines = tuple(_machine(Table(*each)) for each in table.tables("machine"))
    _check_machines(table, machines)
    scenario = Scenario(title, now, machines, etcd=_etcd(table.table("etcd"), machines))
    steps = tuple(_step(Table(*each), scenario) for each in table.tables("at"))
    table.end()
    return replace(scenario, steps=steps)


def _check_machines(table: Table, machines: tuple[MachinePart, ...]) -> None:
    for twice in _twice(each.name for each in machines):
        raise table.wrong("machine", f'has two that are called "{twice}"')
    if sum(each.way == "workstation" for each in machines) != 1:
        raise table.wrong("machine", 'needs exactly one with way = "workstation"')


def _twice(names: Iterator[str]) -> list[str]:
    listed = list(names)
    return [name for place, name in enumerate(listed) if name in listed[:place]]


def _moment(value: Any) -> datetime:
    if not isinstance(value, datetime):
        raise ValueError("must be a moment, like 2026-03-02T09:30:00Z")
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _machine(table: Table) -> MachinePart:
    way = table.take("way", values.one_of("workstation", "vagrant", "ssh"), "vagrant")
    off = values.one_of("running", "poweroff", "saved", "aborted", "not_created")
    part = MachinePart(
        name=table.must("name", values.name),
        way=way,  # type: ignore[arg-type]  # one of the three
        release=values.release(table, "flatcar-4459"),
        kernel=table.take("kernel", values.text, KERNEL),
        user=table.take("user", values.name, "core"),
        uid=table.take("uid", values.whole, 500),
        booted=table.take("booted", values.span, 7200.0),
        created=table.take("created", values.span, 86_400.0),
        state=table.take("state", off, "running"),
        provider=table.take("provider", values.name, "virtualbox"),
        files=table.take("files", values.files, {}),
        systemd=table.take("systemd", values.whole, 255),
        units=tuple(unit_of(Table(*each)) for each in table.tables("unit")),
        update=update_of(table.table("update")),
        load=load_of(table.table("load")),
        engines=tuple(_engine(Table(*each)) for each in table.tables("engine")),
    )
    if way != "vagrant" and part.state != "running":
        raise table.wrong("state", "is only for machines of Vagrant")
    for twice in _twice(each.name for each in part.units):
        raise table.wrong("unit", f'has two that are called "{twice}"')
    for twice in _twice(each.product for each in part.engines):
        raise table.wrong("engine", f"has two of {twice}")
    table.end()
    return part


def _etcd(table: Table, machines: tuple[MachinePart, ...]) -> EtcdPart:
    """`[etcd]`, of which there may be none."""
    part = EtcdPart(
        members=table.take("members", values.texts, ()),
        version=table.take("version", values.text, "3.5.16"),
        keys=table.take("keys", values.pairs, {}),
        old_keys=table.take("old_keys", values.pairs, {}),
    )
    unknown = set(part.members) - {each.name for each in machines}
    if unknown:
        raise table.wrong("members", f"must name machines of this file, not {min(unknown)}")
    table.end()
    return part


def _engine(table: Table) -> EnginePart:
    product = table.take("product", values.one_of("docker", "podman"), "docker")
    version, api = _NEWEST[product]
    part = EnginePart(
        product=product,  # type: ignore[arg-type]  # one of the two
        version=table.take("version", values.text, version),
        api=table.take("api", _api, api),
        rootless=table.take("rootless", values.flag, False),
        containers=tuple(_container(Table(*each)) for each in table.tables("container")),
    )
    for twice in _twice(each.name for each in part.containers):
        raise table.wrong("container", f'has two that are called "{twice}"')
    table.end()
    return part


def _api(value: object) -> str:
    major, _, minor = values.text(value).partition(".")
    if not (major.isdecimal() and minor.isdecimal()) or (int(major), int(minor)) < _OLDEST:
        raise ValueError("must be a version of the Engine API from 1.24 on")
    return values.text(value)


def _container(table: Table) -> ContainerPart:
    name = table.must("name", values.name)
    part = ContainerPart(
        name=name,
        image=table.must("image", values.text),
        release=values.release(table, "none"),
        command=table.take("command", values.words, ENTRYPOINT),
        state=table.take("state", values.one_of(*_STATES), "running"),
        exit_code=table.take("exit_code", values.whole, 0),
        health=table.take("health", values.one_of("healthy", "unhealthy", "starting"), ""),
        tty=table.take("tty", values.flag, False),
        shell=table.take("shell", values.flag, True),
        labels=_labels(table, name),
        ports=table.take("ports", values.ports, ()),
        env=table.take("env", values.texts, ()),
        address=table.take("address", values.text, ""),
        log=table.take("log", values.texts, ()),
        says=table.take("says", values.texts, ()),
        every=table.take("every", values.span, 0.0),
        loop=table.take("loop", values.span, 0.0),
        age=table.take("age", values.span, 3600.0),
        ended=table.take("ended", values.span, 60.0),
        cpu=table.take("cpu", values.number, 0.1),
        memory=table.take("memory", values.size, 4 << 20),
        files=table.take("files", values.files, {}),
    )
    if part.says and not (part.every or part.loop):
        raise table.wrong("says", "needs `every`: how long it is from line to line")
    table.end()
    return part


def _labels(table: Table, name: str) -> dict[str, str]:
    """`project` and `service` are short for the labels that Compose gives."""
    labels = dict(table.take("labels", values.pairs, dict[str, str]()))
    project = table.take("project", values.name, "")
    service = table.take("service", values.name, name)
    if project:
        labels["com.docker.compose.project"] = project
        labels["com.docker.compose.service"] = service
        labels["com.docker.compose.container-number"] = "1"
    return labels


def _step(table: Table, scenario: Scenario) -> Step:
    step = Step(
        seconds=table.must("seconds", values.span),
        words=table.must("do", values.words),
        on=table.take("on", values.name, ""),
        again=table.take("again", values.span, 0.0),
    )
    problem = check_step(step, scenario)
    if problem:
        raise table.wrong(*problem)
    table.end()
    return step
