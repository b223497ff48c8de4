"""Programs in tabs, through keys: shells, chosen commands, the container's own terminal."""

import pytest

from tests.far_ends import site_of
from tests.pilot.driver import opened
from tests.waiting import until


async def test_shells_type_end_with_a_code_and_close_with_one_key(driven, engine) -> None:
    await driven.go("web")
    await driven.press("e")
    await driven.see_in_tab("● web", "root@", "/# ")
    await driven.see("All keys go to the program. ctrl+] leaves the keys to coreos-tui.")
    await driven.write("echo q x 3 T")
    await driven.press("enter")
    await until(lambda: driven.tab.count("q x 3 T") == 2, "typed, and answered")
    await driven.press("ctrl+right_square_bracket")
    await driven.see("x close tab")
    await driven.press("3", "e")
    await until(lambda: len(driven.main.viewer.tabs) == 2)
    await until(lambda: driven.tab.count("● web") == 2 and "/# " in driven.tab)
    assert "q x 3 T" not in driven.tab
    await driven.write("exit 7")
    await driven.press("enter")
    await driven.see_in_tab("ended with code 7; enter closes the tab")
    await driven.press("enter")
    await driven.see_in_tab("q x 3 T")
    assert len(driven.main.viewer.tabs) == 1
    await driven.press("x")
    await until(lambda: not driven.main.viewer.tabs)
    await until(lambda: driven.place == "Containers", "the keys go back to the containers")


async def test_a_container_without_a_shell_says_so_in_its_tab(driven) -> None:
    await driven.go("app")
    await driven.press("e")
    await driven.see_in_tab("✕ app", "enter closes the tab, r runs it again")
    assert driven.app.is_running
    await driven.see("no shell", "r run again i inspect o release")
    await driven.press("i")
    await driven.see_in_tab("≡ inspect app", "Path: /app")
    await driven.press("left_square_bracket", "4", "o")
    await driven.see_in_tab("≡ release app", "PRETTY_NAME: Debian GNU/Linux 12")
    await driven.press("left_square_bracket", "left_square_bracket", "4", "enter")
    await until(lambda: len(driven.main.viewer.tabs) == 2)


async def test_a_command_of_ones_choice_is_remembered(driven) -> None:
    await driven.go("web")
    await driven.press("E")
    await driven.see("Run in web", "bash, else sh", "the one of the image")
    await driven.write("echo 'one  two'")
    await driven.press("tab", *"www", "enter")
    await driven.see_in_tab("www@web echo", "one  two", "ended with code 0")
    await driven.press("enter", "3", "E")
    await driven.see("Run in web", "echo 'one two'", "www")
    await driven.write(" 'open")
    await driven.press("enter")
    await driven.see("That is not a command line: No closing quotation.")


@pytest.mark.parametrize("demo", [False, True])
async def test_the_next_run_knows_the_command_too_but_not_in_the_demo(
    engine, tmp_path, demo
) -> None:
    site, kept = site_of(engine, tmp_path, demo=demo), tmp_path / ".local/state/coreos-tui"
    async with opened(site) as driven:
        await driven.go("web")
        await driven.press("E")
        await driven.write("echo one")
        await driven.press("enter")
        await driven.see_in_tab("ended with code 0")
        await until(lambda: demo or (kept / "shells.json").exists())
    async with opened(site) as driven:
        await driven.go("web")
        await driven.press("E")
        await driven.see("Run in web", "bash, else sh" if demo else "echo one")
    assert kept.exists() is not demo


async def test_what_has_ended_runs_again_below_its_text(driven) -> None:
    await driven.go("web")
    await driven.press("e")
    await driven.see_in_tab("/# ")
    await driven.write("echo first")
    await driven.press("enter")
    await until(lambda: driven.tab.count("first") == 2)
    await driven.write("exit 1")
    await driven.press("enter")
    await driven.see_in_tab("○ web", "ended with code 1; enter closes the tab, r runs it again")
    await driven.press("r")
    await driven.see_in_tab("● web")
    await until(lambda: driven.tab.count("/# ") == 3, "a prompt below")
    await driven.write("echo second")
    await driven.press("enter")
    await until(lambda: driven.tab.count("second") == 2 and driven.tab.count("first") == 2)


async def test_attaching_to_a_terminal_and_to_output_alone(driven, engine) -> None:
    await driven.go("ubuntu")
    await driven.press("a")
    await driven.see_in_tab("● attach ubuntu", "ctrl+p ctrl+q detaches")
    await driven.write("typed")
    await driven.see_in_tab("typed")
    resized = [each for each in engine.requests if "/resize" in each]
    assert len(resized) >= 2, "a program draws itself anew when its size changes"
    await driven.press("ctrl+right_square_bracket", "3")
    await driven.go("cache")
    await driven.press("a")
    await driven.see_in_tab("● attach cache", "output only, for it has no terminal")
    await driven.write("unheard")
    engine.scene.find("cache").log.write("from now on")
    engine.scene.find("cache").log.write("and on")
    await driven.see_in_tab("Its output from now on", "from now on", "and on")
    lines = [line.strip() for line in driven.tab.splitlines()]
    assert "and on" in lines, "lines begin at the left edge"
    assert "unheard" not in driven.tab


async def test_read_only_opens_nothing_that_takes_keys(engine, tmp_path) -> None:
    async with opened(site_of(engine, tmp_path, read_only=True)) as driven:
        await driven.see("READ-ONLY", "8 containers")
        await driven.go("ubuntu")
        await driven.press("e", "a", "1", "e")
        await driven.see(
            "read-only: will not run anything in ubuntu",
            "read-only: will not attach to the terminal of ubuntu",
            "read-only: will not open a shell on this machine",
        )
        assert not driven.main.viewer.tabs


async def test_the_title_and_the_bell_of_a_program_mark_its_tab(driven) -> None:
    await driven.go("web")
    await driven.press("e")
    await driven.see_in_tab("/# ")
    terminal = driven.main.viewer.shown.terminal
    terminal.feed(b"\x1b]2;a title that is longer than there is room\x07")
    await driven.see_in_tab("● web: a title that is longer", "…")
    await driven.press("ctrl+right_square_bracket", "3", "i")
    terminal.feed(b"\x07")
    await driven.see_in_tab("…♪")


async def test_a_shell_is_searched_while_it_runs_and_after(driven) -> None:
    await driven.go("web")
    await driven.press("e")
    await driven.see_in_tab("/# ")
    terminal = driven.main.viewer.shown.terminal
    terminal.feed("".join(f"line {number}\r\n" for number in range(90)).encode())
    await driven.press("shift+pageup")
    await driven.see_in_tab("looking back, esc returns", " below ")
    await driven.see("/ search", "n next", "v choose", "y copy")
    await driven.press("slash", *"ine 7$", "enter")
    await driven.see_in_tab("/ine 7$ 1 of 1", "line 7 ")
    await driven.press("y")
    await driven.see("Copied.")
    await driven.write("exit 2")
    await driven.see_in_tab("exit 2", "ctrl+] leaves the keys")
    await driven.press("enter")
    await driven.see_in_tab("ended with code 2")
    await driven.press("slash", *"ine 8$", "enter")
    await driven.see_in_tab("/ine 8$ 1 of 1", "line 8 ")
