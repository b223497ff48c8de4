"""Scenario files: what they say is what is played, and what is wrong in one is named."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from coreos_tui.core.container import Port
from coreos_tui.core.errors import Hop, HopError
from coreos_tui.demo.scenario import Step
from coreos_tui.demo.scenario_file import DEFAULT, parse_scenario, read_scenario

SMALL = """
title = "small"
now = 2026-01-01T00:00:00Z
[[machine]]
name = "laptop"
way = "workstation"
release = "ubuntu-24.04"
[[machine]]
name = "core-01"
booted = "3h 20m"
[[machine.engine]]
[[machine.engine.container]]
name = "web"
image = "nginx:1.27"
release = "debian-12"
project = "shop"
command = "nginx -g 'daemon off;'"
ports = ["80", "127.0.0.1:8080:80", "53:53/udp"]
memory = "1.5M"
age = "2d"
[[at]]
seconds = 5
do = "stop web"
on = "core-01"
"""


def test_a_file_says_what_is_played() -> None:
    found = parse_scenario(SMALL, "small.toml")
    assert (found.title, found.now) == ("small", datetime(2026, 1, 1, tzinfo=UTC))
    laptop, core = found.machines
    assert (laptop.way, core.way, core.booted) == ("workstation", "vagrant", 12_000.0)
    assert "noble" in (laptop.release.lsb_release or "")
    (web,) = core.engines[0].containers
    assert (web.memory, web.age) == (3 << 19, 172_800.0)
    assert web.command == ("nginx", "-g", "daemon off;")
    assert web.ports == (Port(80), Port(80, 8080, "127.0.0.1"), Port(53, 53, "0.0.0.0", "udp"))
    assert web.labels["com.docker.compose.service"] == "web"
    assert found.steps == (Step(5.0, ("stop", "web"), "core-01"),)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("title", "titel", "small.toml: `titel` is not a key of this table. Did you mean `title`?"),
        ('"1.5M"', '"lots"', 'machine "core-01": engine 1: container "web": `memory` must be'),
        ('"2d"', '"2 moons"', 'container "web": `age` must be seconds'),
        ('image = "nginx:1.27"', "", 'container "web": `image` is missing'),
        ('image = "nginx:1.27"', 'imag = "nginx"', "missing. Did you mean it by `imag`?"),
        ('"debian-12"', '"debian-1"', "`release` must be one of coreos-106"),
        ('"3h 20m"', "-1", 'machine "core-01": `booted` must be a number'),
        ('"80", ', '"http", ', '`ports` has "http", which is no port'),
        ("'daemon off;'", "'daemon off;", "`command` must be a command line"),
        ('way = "workstation"', "", "needs exactly one with way"),
        ('name = "core-01"', 'name = "laptop"', 'has two that are called "laptop"'),
        ('name = "core-01"', 'name = "../core"', "`name` must be letters"),
        ("[[machine.engine]]", '[[machine.engine]]\napi = "1.12"', "engine 1: `api` must be"),
        ("[[machine.engine]]", '[machine.files]\n"/etc/../x" = ""\n[[machine.engine]]', "`files`"),
        ('"stop web"', '"stop db"', "at 1: `do` must name a container of core-01: web"),
        ('"stop web"', '"stpo web"', "at 1: `do` cannot be `stpo`"),
        ('"stop web"', '"engine explode"', "at 1: `do` must go on with one of hang, drop"),
        ('on = "core-01"', 'on = "core-09"', "at 1: `on` must name a machine"),
        ("[[at]]", "[at]", "`at` must be an array of tables"),
        ("[[machine]]", "[[machine", "small.toml is not TOML"),
    ],
)
def test_what_is_wrong_is_named_by_file_and_key(old, new, said) -> None:
    with pytest.raises(HopError) as caught:
        parse_scenario(SMALL.replace(old, new, 1), "small.toml")
    assert caught.value.hop is Hop.CONFIG
    assert "small.toml" in caught.value.sentence
    assert said in caught.value.sentence


def test_a_file_that_is_not_there_is_a_sentence(tmp_path) -> None:
    with pytest.raises(HopError, match=r"none\.toml cannot be read: No such file"):
        read_scenario(tmp_path / "none.toml")


def test_every_scenario_that_ships_can_be_read() -> None:
    for file in DEFAULT.parent.glob("*.toml"):
        assert read_scenario(file).machines, file


def test_the_example_of_the_documentation_can_be_read() -> None:
    text = (Path(__file__).parents[2] / "docs" / "demo.md").read_text()
    found = parse_scenario(text.split("```toml")[1].split("```")[0], "docs/demo.md")
    assert [step.words for step in found.steps] == [("engine", "hang"), ("engine", "heal")]
