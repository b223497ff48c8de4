"""Logs in the whole app: merged, of a span of time, opened, copied, saved, through restarts."""

import stat

from coreos_tui.demo.logbook import LogLine
from tests.waiting import until


async def test_marked_containers_and_projects_are_one_log(driven, engine) -> None:
    await driven.go("db")
    await driven.press("space")
    await driven.go("cache")
    await driven.press("space", "l")
    await driven.see_in_tab("+1", "follow ●")
    engine.scene.find("db").log.write("ERROR from the db")
    engine.scene.find("cache").log.write("said by the cache")
    await driven.see_in_tab("db    ERROR from the db", "cache said by the cache")
    assert driven.tab.index("ERROR from") < driven.tab.index("said by")
    await driven.press("escape", "escape")
    await driven.go("web")
    await driven.press("L")
    await driven.see_in_tab("logs shop")
    engine.scene.find("app").log.write("the app, too")
    await driven.see_in_tab("app   the app, too", "db    ERROR from the db")
    await driven.go("ubuntu")
    await driven.press("L")
    await driven.see("ubuntu is of no project")


async def test_a_span_of_time_and_the_start(driven, engine) -> None:
    log = engine.scene.find("cache").log
    old = engine.scene.clock.time_ns() - 600_000_000_000
    log.kept.appendleft(LogLine(old, 1, b"ten minutes ago"))
    log.write("a moment ago")
    await driven.go("cache")
    await driven.press("l")
    await driven.see_in_tab("ten minutes ago", "a moment ago")
    await driven.press("1")
    await driven.see_in_tab("for 1 min", "a moment ago")
    assert "ten minutes ago" not in driven.tab, "that is older than a minute"
    engine.scene.stop("cache")
    await driven.see_in_tab("cache has stopped (exit code 0)")
    engine.scene.start("cache")
    log.write("after the restart")
    await driven.see_in_tab("cache has started again", "after the restart")
    await driven.press("6")
    await driven.see_in_tab("since its start", "after the restart")
    assert "a moment ago" not in driven.tab
    await driven.press("0")
    await driven.see_in_tab("ten minutes ago", "a moment ago", "after the restart")


async def test_a_line_is_opened_whole_as_text_or_as_a_tree(driven, engine) -> None:
    log = engine.scene.find("cache").log
    log.write(b"long " + b"x" * 100_000 + b" end of it")
    await driven.go("cache")
    await driven.press("l")
    await driven.see_in_tab("long xxx", "…")
    await driven.press("enter")
    await driven.see_in_tab("≡ log line", "98 KiB")
    await driven.press("G")
    await driven.see_in_tab("end of it")
    log.write('{"level":"error","msg":"no room","disk":{"free":0}}')
    await driven.press("left_square_bracket")
    await driven.see_in_tab('"level":"error"')
    await driven.press("J")
    await driven.see_in_tab("ERROR no room", 'disk={"free": 0}')
    await driven.press("enter")
    await driven.see_in_tab("msg: no room", "free: 0")


async def test_a_log_is_saved_whole_to_a_file_of_its_own(
    driven, engine, tmp_path, monkeypatch
) -> None:
    monkeypatch.chdir(tmp_path)
    log = engine.scene.find("cache").log
    for number in range(2_500):
        log.write(f"line {number}")
    await driven.go("cache")
    await driven.press("l")
    await driven.see_in_tab("line 2499")
    await driven.press("ctrl+s")
    await driven.see_in_tab("saved 2,50")
    (path,) = tmp_path.glob("logs-cache-*.log")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    rows = path.read_text().splitlines()
    assert rows[-1].endswith(" line 2499")
    assert sum(" line " in row for row in rows) == 2_500, "more than the view has read"
    await driven.press("y")
    await until(lambda: "line 2499" in driven.app.clipboard)
    await driven.see("Copied")


async def test_what_is_painted_is_filtered_once(driven) -> None:
    """Textual remembers what each filter object made of a line; new ones cost a frame again."""
    filters = driven.app.get_line_filters()
    assert filters, "the second gate is one"
    assert [*map(id, filters)] == [*map(id, driven.app.get_line_filters())]
