"""The ladder: its rungs, how it is drawn, and releases side by side."""

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from coreos_tui.core import topics
from coreos_tui.core.container import Container
from coreos_tui.core.engine import EngineFacts, Ref
from coreos_tui.core.errors import Hop, HopError
from coreos_tui.core.machine import Host, HostFacts, Kind
from coreos_tui.core.release import Release, parse_release
from coreos_tui.core.selection import Selection
from coreos_tui.core.store import Store
from coreos_tui.panes.release.drawing import draw_ladder, draw_line
from coreos_tui.panes.release.ladder import Rung, compare, ladder_of

DEBIAN = parse_release('PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\nVERSION_ID="12"\n')
FLATCAR = parse_release('PRETTY_NAME="Flatcar"\nID=flatcar\nVERSION_ID=4459.2.1\n')
UBUNTU = parse_release("", "DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=12.04\nDISTRIB_CODENAME=precise\n")
REF = Ref("core-01", "docker", "ab", "ubuntu")


def filled() -> Store:
    store = Store()
    kinds = {"here": Kind.WORKSTATION, "core-01": Kind.MACHINE, "core-02": Kind.MACHINE}
    store.put(topics.HOSTS, tuple(Host(name, kind) for name, kind in kinds.items()))
    store.put(topics.host("here"), HostFacts("here", DEBIAN, "6.1.0-9-amd64", "x86_64"))
    store.put(topics.host("core-01"), HostFacts("core-01", FLATCAR))
    store.put(topics.engines("core-01"), ("docker",))
    store.put(topics.engine("core-01", "docker"), EngineFacts("docker", version="28.0.4"))
    listed = (Container("ab", "ubuntu", "ubuntu:12.04", "sha"),)
    store.put(topics.containers("core-01", "docker"), listed)
    store.put(topics.releases("core-01", "docker"), {"sha": UBUNTU})
    return store


def test_rungs_go_from_the_workstation_down_to_what_is_selected() -> None:
    store = filled()
    rungs = ladder_of(store, Selection("core-01", REF, "sha"))
    assert [(each.name, each.layer, each.title) for each in rungs] == [
        ("here", "workstation", "Debian 12"),
        ("core-01", "machine", "Flatcar 4459.2.1"),
        ("ubuntu", "container", "Ubuntu 12.04"),
    ]
    assert "6.1.0 · x86_64" in rungs[0].about
    assert rungs[1].about == "docker 28.0.4"
    assert rungs[2].about == "ubuntu:12.04"
    assert [each.ended for each in rungs] == [False, False, True]
    assert [each.name for each in ladder_of(store, Selection("here"))] == ["here"]
    assert ladder_of(store, Selection("core-02"))[1].title == "…"
    store.fail(topics.host("core-02"), HopError(Hop.SSH, "refused"))
    off = ladder_of(store, Selection("core-02"))[1]
    assert (off.title, off.note) == ("—", "not reached: ssh")
    store.fail(topics.host("core-01"), HopError(Hop.SSH, "cut"))
    assert ladder_of(store, Selection("core-01"))[1].stale


def test_side_by_side_names_what_differs_among_those_that_have_lines() -> None:
    one = parse_release("ID=a\nNAME=same\n")
    two = parse_release("ID=b\nNAME=same\nEXTRA=1\n")
    found = compare((Rung("x", "", one), Rung("y", "", two), Rung("z", "", None)))
    assert found.names == ("x", "y", "z")
    assert found.lines == (
        ("ID", ("a", "b", "")),
        ("NAME", ("same", "same", "")),
        ("EXTRA", ("", "1", "")),
    )
    assert found.differing == {"ID", "EXTRA"}
    assert compare(()).lines == ()


def test_the_ladder_is_drawn_rung_under_rung_and_marks_what_is_over() -> None:
    rungs = ladder_of(filled(), Selection("core-01", REF, "sha"))
    lines = draw_ladder(rungs, 40).plain.splitlines()
    assert lines[0] == "here  workstation"
    assert lines.index("└ core-01  machine") < lines.index("  └ ubuntu  container")
    assert "    Ubuntu 12.04 EOL" in lines
    assert "    DISTRIB_CODENAME=precise" in lines
    assert "    end of life 2017-04-28" in lines
    short = "here Debian 12 › core-01 Flatcar 4459.2.1 › ubuntu Ubuntu 12.04 EOL"
    assert draw_line(rungs).plain == short


TEXT = st.text(st.characters(exclude_categories=("C", "Z")), max_size=40)
RUNGS = st.lists(
    st.builds(
        Rung,
        TEXT,
        TEXT,
        st.none() | st.sampled_from([Release(), DEBIAN, FLATCAR, UBUNTU]),
        TEXT,
        TEXT,
        st.booleans(),
    ),
    max_size=4,
)


@given(RUNGS, st.integers(16, 60))
def test_nothing_is_drawn_wider_than_the_room(rungs: list[Rung], width: int) -> None:
    drawn = draw_ladder(tuple(rungs), width)
    assert all(line.cell_length <= width for line in drawn.split("\n", allow_blank=True))
    assert all(dataclasses.replace(rung).title in draw_line(tuple(rungs)).plain for rung in rungs)
