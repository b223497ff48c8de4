"""A log: taking lines in, parsing their colours, searching a million of them."""

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from coreos_tui.core import sgr
from coreos_tui.core.log import Line
from coreos_tui.ui.logs.ring import Ring
from coreos_tui.ui.logs.search import Search

BATCH = 1_000
CAP = 50_000


def lines(count: int) -> list[Line]:
    texts = (
        b"%07d \x1b[32mINFO\x1b[0m GET /healthz 200 in %d ms" % (number, number % 97)
        for number in range(count)
    )
    return [Line(text, None, "out") for text in texts]


def test_append_a_thousand_lines_to_a_full_ring(benchmark: BenchmarkFixture) -> None:
    ring, batch = Ring(CAP), lines(BATCH)
    for _ in range(CAP // BATCH):
        ring.append(batch)
    benchmark(ring.append, batch)
    assert len(ring) == CAP
    assert ring.dropped >= BATCH


def test_parse_the_colours_of_a_screen_of_lines(benchmark: BenchmarkFixture) -> None:
    texts = [line.text for line in lines(50)]
    runs = benchmark(lambda: [sgr.parse(text) for text in texts])
    assert len(runs[0]) == 3


@pytest.mark.benchmark(min_rounds=3)
@pytest.mark.parametrize("text", ["in 42 ms", "get .* 4[0-9]", "nothing like it"])
def test_search_a_million_lines(benchmark: BenchmarkFixture, small: bool, text: str) -> None:
    rounds, batch = (1 if small else 1_000), lines(BATCH)

    def search() -> int:
        found = Search(text, 0)
        for _ in range(rounds):
            found.scan(batch)
        return len(found.hits)

    hits = benchmark(search)
    assert bool(hits) == (text != "nothing like it")
