"""Recordings of others: played where they can be, refused with a sentence where not."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coreos_tui.core.errors import HopError
from coreos_tui.record.reading import parse_cast, read_cast

HEAD = b'{"version": 2, "width": 80, "height": 24}\n'


def test_version_3_counts_from_event_to_event() -> None:
    cast = parse_cast(
        b'{"version": 3, "term": {"cols": 90, "rows": 20}, "title": "x\\u001b[2J"}\n# note\n'
        b'[0.5, "o", "a"]\n[1.0, "i", "key"]\n[1.0, "m", "Chap\\u202eter"]\n[1, "r", "40x10"]\n'
    )
    assert cast.size == (90, 20)
    assert cast.title == "x␛[2J"
    assert [(each.seconds, each.kind) for each in cast.events] == [
        (0.5, "o"),
        (2.5, "m"),
        (3.5, "r"),
    ]
    assert cast.events[1].text == "Chap�ter"
    assert cast.events[2].size == (40, 10)


def test_a_last_line_cut_short_is_left_out() -> None:
    assert len(parse_cast(HEAD + b'[1, "o", "a"]\n[2, "o", "b').events) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "line 1 is not a header"),
        (b"[" * 100_000, "line 1 is not JSON"),
        (b'{"version": 1, "width": 80, "height": 24}', "version 1"),
        (b'{"version": 2, "width": 80000, "height": 24}', "no size"),
        (b'{"version": 2, "width": "80", "height": true}', "no size"),
        (HEAD + b"nonsense\n", "line 2 is not JSON"),
        (HEAD + b'{"a": 1}\n', "line 2 is not an event"),
        (HEAD + b'["now", "o", "x"]\n', "line 2 is not an event"),
        (HEAD + b'[NaN, "o", "x"]\n', "impossible time"),
        (HEAD + b'[1e300, "o", "x"]\n', "impossible time"),
        (HEAD + b'[1, "o", 5]\n', "line 2 is not an event"),
        (HEAD + b'\n[1, "r", "99999x1"]\n', "line 3 has no size"),
    ],
)
def test_what_is_wrong_is_a_sentence(content: bytes, said: str, tmp_path) -> None:
    path = tmp_path / "bad.cast"
    path.write_bytes(content)
    with pytest.raises(HopError, match=said):
        read_cast(path)


@given(st.binary(max_size=300))
def test_any_bytes_are_events_or_a_sentence(junk: bytes) -> None:
    try:
        events = parse_cast(HEAD + junk).events
    except ValueError:
        events = ()
    assert all(0 <= a.seconds <= b.seconds for a, b in pairwise(events))
