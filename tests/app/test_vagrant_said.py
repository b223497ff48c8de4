"""What Vagrant said, on the clock of its machine."""

from datetime import UTC, datetime, timedelta

from coreos_tui.app.tabs.vagrant_said import SaidLines
from coreos_tui.core.log import Line
from coreos_tui.ui.logs.ring import Ring

AT = datetime(2026, 1, 1, tzinfo=UTC)


def lines(*seconds: int) -> list[Line]:
    return [Line(b"%d" % each, AT + timedelta(seconds=each)) for each in seconds]


async def test_lines_are_moved_cut_and_followed() -> None:
    ring, shift = Ring(), timedelta(seconds=10)
    ring.append([*lines(0, 5, 9), Line(b"a note", None, "note")])
    start = AT.timestamp() + 11
    once = [batch async for batch in SaidLines(lambda: ring, shift, (start, None), 5, False)]
    assert [[(line.text, line.at) for line in batch] for batch in once] == [
        [(b"5", AT + timedelta(seconds=15)), (b"9", AT + timedelta(seconds=19))]
    ]
    stream = SaidLines(lambda: ring, timedelta(), (None, None), 1, True)
    assert [line.text for line in await anext(stream)] == [b"9"]
    ring.append(lines(12, 13))
    assert [line.text for line in await anext(stream)] == [b"12", b"13"]
    stream.close()
    assert [batch async for batch in stream] == []
