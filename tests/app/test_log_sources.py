"""Several logs as one, pages of them, and where reading goes on after a break."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta

from coreos_tui.app.tabs.follower import Seen
from coreos_tui.app.tabs.merging import HOLD, Merging, in_order, merged_page
from coreos_tui.core.log import Line

START = datetime(2026, 1, 1, tzinfo=UTC)


def of(name: str, *seconds: float) -> list[Line]:
    return [Line(b"%s %g" % (name.encode(), n), START + timedelta(seconds=n)) for n in seconds]


def texts(lines: Sequence[Line]) -> list[str]:
    return [line.text.decode() for line in lines]


def test_what_is_read_again_after_a_break_is_not_shown_again() -> None:
    seen = Seen()
    seen.note(of("a", 1, 2, 2))
    assert texts(seen.left(of("a", 1, 2, 2, 2, 3))) == ["a 2", "a 3"], "two lines of that moment"
    assert texts(seen.left([Line(b"no time")])) == ["no time"]


def test_lines_are_held_for_a_moment_and_come_in_order() -> None:
    merging = Merging()
    merging.take(of("web", 1, 4), 10.0)
    assert merging.due(10.0) == []
    merging.take(of("db", 2, 9), 10.0 + HOLD / 2)
    assert texts(merging.due(10.0 + HOLD)) == ["web 1", "db 2", "web 4"]
    assert texts(merging.due(10.0 + 2 * HOLD)) == ["db 9"]
    assert merging.due(99.0) == []


def test_a_page_of_several_logs_reaches_as_far_back_as_all_of_them() -> None:
    busy, quiet = (of("busy", 8, 9), False), (of("quiet", 1, 8.5), True)
    lines, first = merged_page([busy, quiet])
    assert (texts(lines), first) == (["busy 8", "quiet 8.5", "busy 9"], False)
    assert merged_page([(of("a", 2), True), (of("b", 1), True)]) == (
        [*of("b", 1), *of("a", 2)],
        True,
    )
    assert merged_page([]) == ([], True)


class Batches:
    def __init__(self, *batches: Sequence[Line]) -> None:
        self._left: AsyncIterator[Sequence[Line]] = self._each(batches)

    async def _each(self, batches: Sequence[Sequence[Line]]) -> AsyncIterator[Sequence[Line]]:
        for batch in batches:
            yield batch

    def __aiter__(self) -> "Batches":
        return self

    async def __anext__(self) -> Sequence[Line]:
        return await anext(self._left)

    def close(self) -> None:
        pass


async def test_whole_logs_are_read_in_order_a_batch_at_a_time() -> None:
    web = Batches(of("web", 1, 3), of("web", 5, 6))
    db = Batches([], of("db", 2, 4, 7), of("db", 8))
    batches = [batch async for batch in in_order({web: "web", db: "db"})]
    lines = [line for batch in batches for line in batch]
    assert [line.text.split()[1] for line in lines] == [b"%d" % n for n in range(1, 9)]
    assert {line.source for line in lines} == {"web", "db"}
    alone = [batch async for batch in in_order({Batches(of("a", 2, 1)): ""})]
    assert texts(alone[0]) == ["a 2", "a 1"], "one log is as it was written"
