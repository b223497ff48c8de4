"""What is measured, in the order that makes and removes the fewest containers."""

from collections.abc import Callable, Iterator

from benchmarks.bench import Bench
from benchmarks.figures import Figure
from benchmarks.measures.away import away
from benchmarks.measures.events import events
from benchmarks.measures.idle import idle
from benchmarks.measures.keys import keys
from benchmarks.measures.logs import follow, opened
from benchmarks.measures.resize import resize
from benchmarks.measures.shell import shell
from benchmarks.measures.start import start

Measure = Callable[[Bench], Iterator[Figure]]

ALL: dict[str, Measure] = {
    "shell": shell,
    "away": away,
    "keys": keys,
    "resize": resize,
    "logs": opened,
    "follow": follow,
    "start": start,
    "idle": idle,
    "events": events,
}
