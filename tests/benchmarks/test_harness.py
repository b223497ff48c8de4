"""The harness of the benchmarks, on a program whose delays are known."""

import sys
import time

import pytest

from benchmarks.aims import judged
from benchmarks.bench import App
from benchmarks.figures import Figure, percentile
from benchmarks.profiles import ALL
from benchmarks.pty.program import Program
from benchmarks.pty.screen import UNPAINTED, Screen
from benchmarks.results import Part, Results, read_results, write_results
from benchmarks.table import table, write_page
from benchmarks.view import View

DELAY = 0.15
ANSWERS = f"""
import os, sys, time, tty
tty.setraw(0)
time.sleep({DELAY})
print("\\x1b[2J\\x1b[H ready", end="\\r\\n", flush=True)
while (key := os.read(0, 1)) != b"q":
    time.sleep({DELAY})
    print("got", key.decode(), *os.get_terminal_size(), end="\\r\\n", flush=True)
"""
LIST = (
    "\x1b[2J\x1b[H ●  ct-one    up 2 s   \r\n"
    "\x1b[44m ●  ct-two    exit 1 3 m\x1b[m\r\n"
    " ○  ct-three  created  \r\n logs ct-two\r\n"
)


def answering(code: str = ANSWERS) -> Program:
    return Program([sys.executable, "-c", code], {}, (60, 10))


def drawn(text: str) -> Program:
    """A program that draws this once, and then waits."""
    return answering(f"print({text!r}, end='', flush=True); import time; time.sleep(60)")


def test_times_are_those_of_the_program() -> None:
    with answering() as program:
        painted = program.wait(lambda: "ready" in program.screen.text, 20.0)
        assert painted is not None
        assert painted - program.started >= DELAY
        pressed = program.key("x")
        answered = program.wait(lambda: "got x 60 10" in program.screen.text, 20.0)
        assert answered is not None
        assert DELAY <= answered - pressed < time.monotonic() - pressed
        program.resize(40, 8)
        assert program.screen.unpainted > 0.9
        program.key("y")
        assert program.wait(lambda: "got y 40 8" in program.screen.text, 20.0) is not None
        assert program.screen.line(0).count(UNPAINTED) or program.screen.unpainted < 1
        assert program.cpu() > 0
        assert program.memory().threads == 1
        took = program.quit(("q",), 20.0)
        assert took is not None
        assert not program.alive


def test_what_never_comes_is_not_waited_for_longer_than_asked() -> None:
    with answering() as program:
        start = time.monotonic()
        assert program.wait(lambda: "never" in program.screen.text, 0.3) is None
        assert time.monotonic() - start < 10
    assert not program.alive


def test_the_list_is_read_from_the_screen() -> None:
    with drawn(LIST) as program:
        view = View(program, ALL["coreos-tui"])
        assert program.wait(lambda: len(view.rows()) == 3, 20.0) is not None
        states = {name: view.state(name) for name in view.rows()}
        assert states == {"ct-one": "up", "ct-two": "exit", "ct-three": "created"}
        assert view.selected() == "ct-two"
        assert view.state("ct-four") is None
        assert view.newest() is None


def test_a_wide_letter_takes_two_cells() -> None:
    screen = Screen(20, 2)
    screen.feed("漢\x1b[31mx\x1b[m".encode())
    assert screen.line(0)[2] == "x"
    assert screen.look(2, 0).fg == 1
    assert screen.look(0, 0).fg is None
    screen.close()


@pytest.mark.parametrize("name", ALL)
def test_profiles_name_keys_that_can_be_pressed(name: str) -> None:
    profile = App(ALL[name], ()).profile
    screen = Screen(20, 2)
    keys = (*profile.quit, *profile.logs, *profile.quit_logs, "up", "down")
    assert all(screen.key(key) for key in keys)
    screen.close()


def test_percentiles() -> None:
    assert percentile([], 50) is None
    assert percentile([3.0, 1.0, 2.0], 50) == 2.0
    assert percentile([float(n) for n in range(101)], 95) == 95.0


@pytest.mark.parametrize(
    ("part", "metric", "value", "said"),
    [
        ("keys", "p95", 24.0, "<= x2.5"),
        ("keys", "p95", 26.0, "<= x2.5 missed"),
        ("shell", "output, 20 MB", 31.0, ">= 30"),
        ("shell", "output, 20 MB", None, ">= 30 missed"),
        ("logs", "last line of 5 lines", 151.0, "<= 150 missed"),
        ("shell", "open", 9.0, ""),
    ],
)
def test_aims(part: str, metric: str, value: float | None, said: str) -> None:
    ours, theirs = (Figure(part, metric, app, figure) for app, figure in (("a", value), ("b", 10)))
    assert judged(ours, theirs) == said


def test_results_are_kept_by_part_and_shown_with_their_ratio(tmp_path) -> None:
    def part(name: str, value: float) -> Part:
        figures = (
            Figure(name, "p95", "lazydocker", 10.0),
            Figure(name, "p95", "coreos-tui", value),
            Figure(name, "last line", "lazydocker", None, note="not within 9 s"),
        )
        return Part(name, "2026-01-01 00:00 UTC", "abc", (0.1, 0.2), "standard", figures)

    file, page = tmp_path / "results.json", tmp_path / "RESULTS.md"
    page.write_text("# Mine\n<!-- measured -->\nold\n<!-- end of what was measured -->\nkept\n")
    results = Results()
    results.renew({"cores": "2"}, "make bench", [part("keys", 99.0), part("start", 40.0)])
    write_results(results, file)
    results = read_results(file)
    results.renew({"cores": "2"}, "make bench", [part("keys", 5.0)])
    assert table(results.parts["keys"].figures) == [
        "| metric    | coreos-tui |     lazydocker | ratio |     aim |",
        "| --------- | ---------: | -------------: | ----: | ------: |",
        "| p95       |       5 ms |          10 ms |  x0.5 | <= x2.5 |",
        "| last line |            | not within 9 s |       |         |",
    ]
    write_page(results, page)
    text = page.read_text()
    assert text.startswith("# Mine\n")
    assert text.endswith("\nkept\n")
    assert "old" not in text
    assert text.count("## ") == 2
    results.renew({"cores": "64"}, "make bench", [part("idle", 1.0)])
    assert list(results.parts) == ["idle"], "another machine's figures are not mixed in"
