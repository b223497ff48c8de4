"""Containers from an engine's list."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coreos_tui.core.container import Port, parse_container, parse_containers
from coreos_tui.core.sanitize import clean

ID = "a1" * 32


def listed(**fields: Any) -> Any:
    raw = {"Id": ID, "Names": ["/web"], "State": "running", "Status": "Up 3 hours"} | fields
    container = parse_container(raw)
    assert container is not None
    return container


def test_a_whole_entry() -> None:
    web = listed(
        Image="nginx:1.27",
        ImageID="sha256:1",
        Created=1_700_000_000,
        Command="nginx -g",
        Ports=[
            {"IP": "0.0.0.0", "PrivatePort": 80, "PublicPort": 8080, "Type": "tcp"},
            {"IP": "::", "PrivatePort": 80, "PublicPort": 8080, "Type": "tcp"},
        ],
        Labels={"com.docker.compose.project": "shop", "com.docker.compose.service": "front"},
    )
    assert (web.name, web.image, web.running, web.bad) == ("web", "nginx:1.27", True, False)
    assert web.ports == (Port(80, 8080, "0.0.0.0"),)
    assert web.ports[0].text == "8080→80"
    assert (web.project, web.service) == ("shop", "front")
    assert web.created == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "status", "lasting", "code", "health", "bad"),
    [
        ("running", "Up 3 hours (healthy)", "3 h", None, "healthy", False),
        ("running", "Up About a minute (unhealthy)", "1 m", None, "unhealthy", True),
        ("running", "Up Less than a second (health: starting)", "0 s", None, "starting", False),
        ("running", "Up About an hour", "1 h", None, "", False),
        ("paused", "Up 2 weeks (Paused)", "2 w", None, "", False),
        ("exited", "Exited (1) 5 minutes ago", "5 m", 1, "", True),
        ("exited", "Exited (0) 2 months ago", "2 mo", 0, "", False),
        ("exited", "Exited (137) 2 days ago", "2 d", 137, "", False),
        ("restarting", "Restarting (3) 4 seconds ago", "4 s", 3, "", True),
        ("created", "Created", "", None, "", False),
        ("dead", "Dead", "", None, "", True),
    ],
)
def test_states(
    state: str, status: str, lasting: str, code: int | None, health: str, bad: bool
) -> None:
    each = listed(State=state, Status=status)
    assert (each.lasting, each.exit_code, each.health, each.bad) == (lasting, code, health, bad)


def test_nulls_and_absent_fields_are_empty() -> None:
    each = listed(Names=None, Labels=None, Ports=None, Image=None, Command=None, Status=None)
    assert (each.name, each.ports, each.labels, each.image) == (ID[:12], (), (), "")


def test_a_link_name_is_not_the_name() -> None:
    assert listed(Names=["/other/alias", "/web"]).name == "web"


def test_hostile_names_are_harmless() -> None:
    assert listed(Names=["/\x1b[31mred\n[/x]"]).name == "␛[31mred␊[/x]"


def test_entries_without_an_id_are_left_out() -> None:
    assert parse_containers([{"Names": ["/x"]}, 7, None, {"Id": "ab"}])[0].id == "ab"
    assert parse_containers({"message": "no"}) == ()


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(state=st.text(max_size=9), status=st.text(max_size=30), labels=json)
def test_any_entry_parses(state: str, status: str, labels: Any) -> None:
    each = listed(State=state, Status=status, Labels=labels)
    text = each.lasting + each.state + each.status
    assert text == clean(text)
