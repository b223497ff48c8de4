"""Shows a program as the harness sees it: for writing and checking a profile."""

import re
from collections.abc import Sequence

from benchmarks.bench import App, Bench
from benchmarks.engine.containers import Containers
from benchmarks.engine.daemon import Daemon
from benchmarks.profiles import ALL
from benchmarks.scale import QUICK


def look(name: str, keys: Sequence[str]) -> int:
    """Starts it over six containers, presses keys, prints the screen. A number waits so long."""
    with Daemon() as daemon:
        containers = Containers(daemon.host)
        containers.load_image()
        containers.exactly(5)
        containers.make("ct-made", start=False)
        app = App(ALL[name], ALL[name].install())
        bench = Bench(daemon, containers, (app,), QUICK)
        with bench.started(app) as (program, view):
            program.wait(view.shows, 10.0)
            program.run(1.0)
            for key in keys:
                if re.fullmatch(r"\d*\.\d+", key):
                    program.run(float(key))
                else:
                    program.key(key)
                    program.run(0.5)
            print(program.screen.text)
            states = {each: view.state(each) for each in view.rows()}
            print(f"alive {program.alive}, under the cursor {view.selected()}, states {states}")
    return 0
