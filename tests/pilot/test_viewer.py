"""The viewer's tabs through keys: logs, inspections, the comparison, processes."""

from tests.waiting import until


async def test_a_log_follows_and_goes_on_after_a_stop(driven, engine) -> None:
    log = engine.scene.find("cache").log
    for number in range(1500):
        log.write(f"line {number}")
    await driven.go("cache")
    await driven.press("enter")
    await driven.see_in_tab("● logs cache", "follow ●", "line 1499")
    log.write("and one more", stream=2)
    await driven.see_in_tab("and one more", "1,001 lines")
    await driven.press("g", "k")
    await driven.see_in_tab("1,502 lines", "follow ○")
    await until(
        lambda: driven.main.viewer.shown.log_view.ring.get(-501).text.startswith(b"* Ready")
    )
    await driven.press("slash", *"line 77$", "enter")
    await driven.see_in_tab("/line 77$ 1 of 1", "▶line 77 ")
    await driven.press("escape", "G")
    await driven.see_in_tab("follow ●", "and one more")
    engine.scene.stop("cache")
    await driven.see_in_tab(
        "○ logs cache", "cache has stopped (exit code 0); its log goes on when it starts again"
    )
    engine.scene.start("cache")
    log.write("back at work")
    await driven.see_in_tab("● logs cache", "back at work")
    assert driven.tab.count("and one more") == 1, "what was read is not read again"
    engine.scene.remove("cache", force=True)
    await driven.see_in_tab("✕ logs cache", "No such container")
    assert driven.place == "viewer"
    await driven.press("ctrl+w")
    await until(lambda: not driven.main.viewer.tabs and driven.place == "Containers")


async def test_inspect_masks_reveals_and_searches(driven) -> None:
    await driven.go("db")
    await driven.press("i")
    await driven.see_in_tab("≡ inspect db", "line 1 of", "Path: docker-entrypoint.sh")
    await driven.press("slash", *"POSTGRES_PASS", "enter")
    await driven.see_in_tab("/POSTGRES_PASS 1", "POSTGRES_PASSWORD=••••••")
    assert "not-for-every-eye" not in driven.text
    await driven.press("R")
    await driven.see_in_tab("POSTGRES_PASSWORD=not-for-every-eye", "secrets shown")
    await driven.press("R")
    await until(lambda: "not-for-every-eye" not in driven.text)


async def test_processes_and_the_comparison_and_keys_of_tabs(driven) -> None:
    await driven.see("Ubuntu 12.04 EOL")
    await driven.go("ubuntu")
    await driven.press("t")
    await driven.see_in_tab("≡ processes ubuntu", "/bin/bash")
    titles, process = (line.split() for line in driven.tab.splitlines()[1:3])
    assert (titles[:2], titles[-1]) == (["UID", "PID"], "CMD")
    assert (process[0], process[-1]) == ("root", "/bin/bash")
    await driven.press("2", "i")
    await driven.see_in_tab("≡ releases side by side", "this machine", "ubuntu", "VERSION_ID")
    rows = [line.split() for line in driven.tab.splitlines()[2:]]
    assert any(row[:1] == ["VERSION_ID"] and row[-1] == "12.04" for row in rows)
    assert any(row[:1] == ["DISTRIB_RELEASE"] and row[-1] == "12.04" for row in rows)
    await driven.press("left_square_bracket")
    await driven.see_in_tab("/bin/bash")
    await driven.press("right_square_bracket", "right_square_bracket")
    await driven.see_in_tab("/bin/bash")
    await driven.press("3", "i")
    await driven.see_in_tab("≡ inspect ubuntu")
    assert [tab.title for tab in driven.main.viewer.tabs] == [
        "processes ubuntu",
        "releases side by side",
        "inspect ubuntu",
    ]
    await driven.press("3", "i")
    await driven.quiet()
    assert len(driven.main.viewer.tabs) == 3, "what is open already comes to the front"


async def test_zoom_and_back(driven) -> None:
    await driven.go("web")
    await driven.press("enter")
    await driven.see_in_tab("logs web")
    rows = driven.tab.count("\n")
    await driven.press("z")
    await until(lambda: not driven.containers and driven.tab.count("\n") > rows)
    assert "● logs web" in driven.tab
    await driven.press("escape")
    await until(lambda: driven.row("web"))
    await driven.press("escape", "z")
    await until(lambda: not driven.machines and not driven.tab and driven.row("web"))
    await driven.press("z", "4")
    await until(lambda: driven.place == "viewer" and "logs web" in driven.tab)
