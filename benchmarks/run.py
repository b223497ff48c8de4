"""One run from nothing to the table, and to nothing again."""

import signal
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from types import FrameType

from benchmarks.bench import App, Bench
from benchmarks.engine.containers import Containers
from benchmarks.engine.daemon import Daemon
from benchmarks.figures import Figure
from benchmarks.machine import commit, load, machine
from benchmarks.measures import ALL
from benchmarks.profiles import ALL as PROFILES
from benchmarks.results import Part, read_results, write_results
from benchmarks.scale import Scale
from benchmarks.table import table, write_page

_GRACE = 25
_SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGALRM)


def run(
    names: Sequence[str], parts: Sequence[str], scale: Scale, called: str, *, keep: bool
) -> int:
    """Measures the parts asked for; writes the results down if they are to be kept.

    Whatever ends the run, all that it started is ended and removed, and what was measured until
    then is told. The exit code is 1 if a part could not be measured at all. Raises MissingError
    for what is not on this machine.
    """
    apps = tuple(App(PROFILES[name], PROFILES[name].install()) for name in names)
    facts, measured = machine(), list[Part]()
    try:
        with _engine(scale) as (daemon, containers):
            facts["engine"] = f"Docker {containers.version}"
            bench = Bench(daemon, containers, apps, scale, time.monotonic() + scale.seconds)
            for name in parts:
                if part := _measured(bench, name, called):
                    measured.append(part)  # kept, whatever ends the run
    finally:
        if keep and measured:
            _write(facts, measured)
        for part in measured:
            print("", *table(part.figures), sep="\n")
    return _missing(parts, measured)


@contextmanager
def _engine(scale: Scale) -> Iterator[tuple[Daemon, Containers]]:
    """The engine and its image. Nothing interrupts the clearing up, and a run that hangs ends."""
    for each in _SIGNALS:
        signal.signal(each, _leave)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.setitimer(signal.ITIMER_REAL, scale.seconds + _GRACE)
    with Daemon() as daemon:
        try:
            containers = Containers(daemon.host)
            containers.load_image()
            yield daemon, containers
        finally:
            _deafen()


def _write(facts: dict[str, str], measured: Sequence[Part]) -> None:
    results = read_results()
    asked = " ".join(sys.argv[1:])
    results.renew(facts, f"make bench ARGS='{asked}'" if asked else "make bench", measured)
    write_results(results)
    write_page(results)


def _missing(parts: Sequence[str], measured: Sequence[Part]) -> int:
    """Says what could not be measured; the exit code."""
    left = [name for name in parts if name not in {part.name for part in measured}]
    empty = [part.name for part in measured if all(each.value is None for each in part.figures)]
    if left:
        print(f"\nNot measured: {', '.join(left)}.")
    if empty:
        print(f"\nNothing could be measured in: {', '.join(empty)}.")
    return int(bool(left or empty))


def _measured(bench: Bench, name: str, called: str) -> Part | None:
    """A part's figures; None, and why, if it fails or there is no time for it."""
    before, figures = load(), list[Figure]()
    try:
        for figure in ALL[name](bench):
            figures.append(figure)  # kept, though a later one fails
            _tell(figure, bench)
    except Exception:
        traceback.print_exc()
    if not figures:
        return None
    at = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    return Part(name, at, commit(), (before, load()), called, tuple(figures))


def _tell(figure: Figure, bench: Bench) -> None:
    value = "-" if figure.value is None else f"{figure.value:g} {figure.unit}"
    left = bench.ends - time.monotonic()
    words = f"{figure.part}: {figure.metric}, {figure.app}: {value} {figure.note}".rstrip()
    print(f"[{left:4.0f} s left] {words}", file=sys.stderr, flush=True)


def _leave(number: int, _frame: FrameType | None) -> None:
    _deafen()
    raise SystemExit(f"ended by {signal.Signals(number).name}")


def _deafen() -> None:
    """Nothing interrupts the clearing up."""
    signal.setitimer(signal.ITIMER_REAL, 0)
    for each in (signal.SIGINT, *_SIGNALS):
        signal.signal(each, signal.SIG_IGN)
