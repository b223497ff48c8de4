"""Releases of every family, from the lines their own files hold."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coreos_tui.core.eol import end_of_life, is_ended
from coreos_tui.core.release import LIMIT, Release, parse_lines, parse_release
from coreos_tui.core.sanitize import clean

FAMILIES = [
    ("NAME=CoreOS\nID=coreos\nVERSION=106.0.0\nVERSION_ID=106.0.0\n", "CoreOS 106.0.0"),
    (
        'NAME="Flatcar Container Linux"\nID=flatcar\nID_LIKE=coreos\nVERSION_ID=4459.2.1\n',
        "Flatcar 4459.2.1",
    ),
    (
        'NAME="Fedora Linux"\nID=fedora\nVERSION_ID=41\nVARIANT_ID=coreos\n'
        "OSTREE_VERSION='41.20241109.3.0'\n",
        "Fedora CoreOS 41.20241109.3.0",
    ),
    (
        'NAME="Red Hat Enterprise Linux CoreOS"\nID="rhcos"\nVARIANT_ID=coreos\n'
        'OSTREE_VERSION="413.92.1"\n',
        "RHCOS 413.92.1",
    ),
    ('NAME="Red Hat CoreOS"\nID="coreos"\nVARIANT_ID=coreos\nOSTREE_VERSION=4.1\n', "CoreOS 4.1"),
    ('PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\nVERSION_ID="12"\n', "Debian 12"),
    ('ID=debian\nVERSION_ID="13"\nDEBIAN_VERSION_FULL=13.1\n', "Debian 13.1"),
    ('NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.23.0\n', "Alpine 3.23.0"),
    ('NAME="Something Else"\nID=else\nVERSION_ID=\n', "Something Else"),
]


@pytest.mark.parametrize(("text", "title"), FAMILIES)
def test_each_family_is_named_as_people_name_it(text: str, title: str) -> None:
    assert parse_release(text).title == title


def test_lsb_release_alone_names_the_release_of_2013() -> None:
    lsb = (
        "DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=12.04\nDISTRIB_CODENAME=precise\n"
        'DISTRIB_DESCRIPTION="Ubuntu 12.04.3 LTS"\n'
    )
    release = parse_release("", lsb)
    assert release.title == "Ubuntu 12.04"
    assert release.pretty == "Ubuntu 12.04.3 LTS"
    assert release.lsb_release[0] == ("DISTRIB_ID", "Ubuntu")
    assert is_ended(release, date(2026, 1, 1))


def test_quoting_is_undone_and_nothing_is_executed() -> None:
    lines = dict(
        parse_lines('A=\'x y\'\nB="say \\"hi\\""\nC=$(touch /tmp/no)\n# D=1\nnot a line\nE=\n')
    )
    assert lines == {"A": "x y", "B": 'say "hi"', "C": "$(touch /tmp/no)", "E": ""}


def test_the_codename_that_holds_slashes_and_spaces() -> None:
    text = 'DISTRIB_CODENAME="napping to fan noise / silence. type git bisect good"\n'
    assert dict(parse_lines(text))["DISTRIB_CODENAME"].endswith("git bisect good")


def test_escapes_in_a_field_become_visible_stand_ins() -> None:
    release = parse_release('ID=evil\nNAME="\x1b]0;owned\x07"\nVERSION_ID="\u202e1"\n')
    assert release.title == "␛]0;owned␇ \ufffd1"


def test_no_file_is_not_known_and_its_id_is_linux() -> None:
    assert not Release().known
    assert Release().id == "linux"


def test_a_huge_file_is_cut() -> None:
    assert len(parse_lines("A=1\n" * LIMIT)) <= LIMIT // 4


def test_end_of_life_knows_a_version_by_its_own_depth_and_admits_ignorance() -> None:
    assert end_of_life(parse_release("ID=debian\nVERSION_ID=11\n")) == date(2026, 8, 31)
    assert end_of_life(parse_release("ID=alpine\nVERSION_ID=3.18.4\n")) == date(2025, 5, 9)
    assert end_of_life(parse_release("ID=coreos\nVERSION=106.0.0\n")) == date(2020, 5, 26)
    assert end_of_life(parse_release("ID=debian\nVERSION_ID=99\n")) is None
    assert end_of_life(parse_release("ID=fedora\nVERSION_ID=41\nVARIANT_ID=coreos\n")) is None


@given(st.binary(max_size=400))
def test_any_bytes_parse(raw: bytes) -> None:
    release = parse_release(raw, raw)
    assert release.title == clean(release.title)
