"""From exec to the first thing painted, and to the first container shown."""

from collections import defaultdict
from collections.abc import Iterator

from benchmarks.bench import Bench
from benchmarks.figures import Figure, milliseconds, percentile


def start(bench: Bench) -> Iterator[Figure]:
    """The programs take turns; the first turn warms the caches and does not count."""
    for count in bench.scale.starts:
        if not bench.time_for(count * 0.3 + bench.scale.start_runs * 5):
            return
        bench.containers.exactly(count)
        yield from _starts(bench, count)


def _starts(bench: Bench, count: int) -> Iterator[Figure]:
    took: dict[tuple[str, str], list[float]] = defaultdict(list)
    for turn in range(bench.scale.start_runs + 1):
        for app in bench.apps:
            with bench.started(app) as (program, view):
                painted = program.wait(lambda: not program.screen.blank, 20.0)
                shown = program.wait(view.shows, 20.0)
                cpu = program.cpu()
                if turn and painted is not None and shown is not None:
                    took[app.name, "first paint"].append(painted - program.started)
                    took[app.name, "first container"].append(shown - program.started)
                    took[app.name, "CPU until then"].append(cpu)
                program.run(0.3)
                program.quit(app.profile.quit)
    for app in bench.apps:
        for metric in ("first paint", "first container", "CPU until then"):
            value = milliseconds(percentile(took[app.name, metric], 50))
            yield Figure("start", f"{metric}, {count} containers", app.name, value)
