"""The terminal widget with a real program behind it, driven through the app."""

import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from coreos_tui.ui.terminal import TerminalView
from coreos_tui.ui.terminal.backend import loaded
from coreos_tui.ui.terminal.ghostty_library import library
from tests.ui.terminal_program import Program, ProgramApp
from tests.waiting import until

SIZE = (60, 12)


@asynccontextmanager
async def running(where: Path, *argv: str) -> AsyncIterator[tuple[ProgramApp, Pilot[None]]]:
    app = ProgramApp(Program(*argv, cwd=where))
    async with app.run_test(size=SIZE) as pilot:
        yield app, pilot


@asynccontextmanager
async def shell(where: Path) -> AsyncIterator[tuple[ProgramApp, Pilot[None]]]:
    async with running(where, "sh", "-i") as (app, pilot):
        await until(lambda: "$" in app.view.text(), "a prompt")
        yield app, pilot


async def type_line(app: ProgramApp, pilot: Pilot[None], line: str) -> None:
    for character in line:
        app.simulate_key(character if character != " " else "space")
    await pilot.press("enter")


def paste(text: str) -> events.Paste:
    return events.Paste(text)


def wheel_up(x: int, y: int) -> events.MouseScrollUp:
    return events.MouseScrollUp(None, x, y, 0, -1, 0, False, False, False)


def heard_state(app: ProgramApp, state: str) -> bool:
    heard = app.heard(TerminalView.LookedBack)
    return bool(heard) and heard[-1].state.removeprefix("looking back, esc returns  ") == state


def painted(app: ProgramApp, text: str) -> bool:
    return any(text in line for line in app.view.lines())


async def test_what_is_typed_reaches_the_program_and_its_answer_is_painted(tmp_path) -> None:
    async with shell(tmp_path) as (app, pilot):
        await type_line(app, pilot, "expr 40 + 2")
        await until(lambda: painted(app, "42"), "the sum, painted")
        assert app.program.typed.startswith(b"expr 40 + 2\r")
        await type_line(app, pilot, "exit")
        await until(lambda: app.view.phase == "ended")
        assert app.oopses == 0


async def test_what_is_typed_before_the_terminal_is_open_is_not_lost() -> None:
    sent = bytearray()

    class Unseen(App[None]):
        def compose(self) -> ComposeResult:
            self.view = TerminalView("late", on_bytes=sent.extend, on_size=lambda *_: None)
            self.view.display = False  # no size, so it does not open yet
            yield self.view

    app = Unseen()
    async with app.run_test(size=SIZE):
        for event in (events.Key("l", "l"), paste("s -"), events.Key("a", "a")):
            app.view.post_message(event)
        await until(lambda: app.view._message_queue.empty(), "all are taken")
        assert not sent
        app.view.display = True
        await until(lambda: bytes(sent) == b"ls -a", "they are sent, in their order")


async def test_the_program_has_the_size_of_the_view(tmp_path) -> None:
    async with shell(tmp_path) as (app, pilot):
        await pilot.resize_terminal(44, 9)
        await type_line(app, pilot, "stty size")
        await until(lambda: painted(app, "9 44"))
        assert app.program.sizes == [SIZE, (44, 9)]


@pytest.mark.skipif(shutil.which("vi") is None, reason="no vi on this machine")
async def test_vi_edits_a_file_full_screen_and_gives_the_shell_back(tmp_path) -> None:
    async with shell(tmp_path) as (app, pilot):
        await type_line(app, pilot, "echo before; vi note")
        await until(lambda: painted(app, "~") and not painted(app, "before"))
        await pilot.press("i", *"two", "up", "escape", "o", *"three")
        await until(lambda: painted(app, "three"))
        await pilot.resize_terminal(40, 8)
        await until(lambda: len(app.view.lines()) == 8 and painted(app, "three"))
        await pilot.press("escape", "colon", *"wq", "enter")
        await until(lambda: painted(app, "before"))
        assert (tmp_path / "note").read_text() == "two\nthree\n"


async def test_an_ended_program_leaves_its_text_and_a_sentence(tmp_path) -> None:
    async with running(tmp_path, "printf", "one\\ntwo\\n\\e[?1000h") as (app, pilot):
        await until(lambda: painted(app, "the program has ended"))
        assert app.view.lines()[:2] == ["one", "two"]
        assert app.view.lines()[-1] == "the program has ended"
        last = app.view.painted[SIZE[1] - 1]
        assert all(segment.style is not None and segment.style.dim for segment in last)
        await pilot.press("x", "q")
        await until(lambda: app.heard(TerminalView.Closed))
        assert app.oopses == 1, "keys that mean nothing here are the app's again"
        assert app.program.typed == b""


async def test_one_key_leaves_the_terminal_and_is_not_sent(tmp_path) -> None:
    async with running(tmp_path, "cat") as (app, pilot):
        await until(lambda: app.view.phase == "running")
        await pilot.press("x", "tab", TerminalView.ESCAPE_KEY)
        await until(lambda: app.heard(TerminalView.Left))
        assert app.program.typed == b"x\t"
        assert app.oopses == 0


async def test_history_is_looked_at_with_shift_and_typing_comes_back(tmp_path) -> None:
    async with shell(tmp_path) as (app, pilot):
        await type_line(app, pilot, "seq 100 150")
        await until(lambda: painted(app, "150"))
        await pilot.press("shift+pageup", "shift+pageup")
        await until(lambda: painted(app, "120") and painted(app, "below"))
        await pilot.press("shift+home")
        await until(lambda: painted(app, "seq 100 150"))
        await pilot.press("shift+pagedown", "shift+end")
        await until(lambda: painted(app, "150") and not painted(app, "below"))
        await pilot.press("shift+home")
        await until(lambda: painted(app, "below"))
        await pilot.press("x")
        await until(lambda: painted(app, "$ x") and not painted(app, "below"))


async def test_history_is_searched_and_what_is_found_is_copied(tmp_path) -> None:
    async with shell(tmp_path) as (app, pilot):
        await type_line(app, pilot, "seq 100 150; printf '\\344\\270\\255 10x'")
        await until(lambda: painted(app, "10x"))
        await pilot.press("shift+pageup")
        app.view.search(r"^100$|10x\$")
        await until(lambda: heard_state(app, r"/^100$|10x\$ 1 of 2") and painted(app, "100"))
        await pilot.press("n")
        await until(lambda: heard_state(app, r"/^100$|10x\$ 2 of 2") and painted(app, "10x"))
        row = next(y for y, line in enumerate(app.view.lines()) if "10x" in line)
        assert app.view.found_in(row) == [(3, 7)], "cells, not characters"
        await pilot.press("N", "y")
        await until(lambda: app.heard(TerminalView.Copied))
        assert app.heard(TerminalView.Copied)[0].text == "100"
        await pilot.press("escape", "q")
        await until(lambda: heard_state(app, "") and app.view.takes_keys)
        assert b"q" not in app.program.typed.partition(b"10x")[2]


async def test_what_the_width_has_broken_is_found_and_copied_whole(tmp_path) -> None:
    async with running(tmp_path, "sh", "-c", "seq 9; printf %060d 0; echo 1-end; cat") as (
        app,
        pilot,
    ):
        await until(lambda: painted(app, "1-end"))
        await pilot.press("shift+home")
        app.view.search("^0+1-e")
        await until(lambda: heard_state(app, "/^0+1-e 1 of 1") and painted(app, "1-e"))
        top = next(y for y, line in enumerate(app.view.lines()) if line.startswith("000"))
        width = app.view.size.width
        last = 63 - width * (63 // width)
        parts = [app.view.found_in(top + y) for y in range(63 // width + 1)]
        assert parts == [[(0, width)]] * (63 // width) + [[(0, last)]]
        await pilot.press("y")
        await until(lambda: app.heard(TerminalView.Copied))
        assert app.heard(TerminalView.Copied)[0].text == "0" * 60 + "1-e"
        await pilot.press("escape", "y")
        await until(lambda: len(app.heard(TerminalView.Copied)) == 2)
        assert "0" * 60 + "1-end" in app.heard(TerminalView.Copied)[1].text.splitlines()


async def test_lines_of_the_history_are_chosen_by_keys(tmp_path) -> None:
    async with shell(tmp_path) as (app, pilot):
        await type_line(app, pilot, "seq 100 150")
        await until(lambda: painted(app, "150"))
        await pilot.press("shift+home", "v", "k", "K", "K")
        await until(lambda: heard_state(app, "3 chosen, y copies"))
        await pilot.press("y")
        await until(lambda: app.heard(TerminalView.Copied))
        assert app.heard(TerminalView.Copied)[0].text == "107\n108\n109"
        await pilot.press("escape", "G")
        await until(lambda: app.view.takes_keys and painted(app, "150"))


async def test_in_a_full_screen_program_there_is_no_history_to_look_at(tmp_path) -> None:
    async with running(tmp_path, "sh", "-c", "printf '\\033[?1049hfull'; cat") as (app, pilot):
        await until(lambda: painted(app, "full"))
        await pilot.press("shift+pageup")
        await until(lambda: app.program.typed == b"\x1b[5;2~")


async def test_a_hostile_title_is_harmless_and_the_bell_is_heard(tmp_path) -> None:
    hostile = "\\033]2;a\\342\\200\\256b[red]\\007\\007done"
    async with running(tmp_path, "sh", "-c", f"printf '{hostile}'; cat") as (app, _pilot):
        await until(lambda: painted(app, "done") and app.heard(TerminalView.Bell))
        assert app.view.title == "a\ufffdb[red]"


async def test_pasted_text_is_bracketed_when_the_program_asks(tmp_path) -> None:
    async with running(tmp_path, "sh", "-c", "printf '\\033[?2004hready'; cat -v") as (app, _pilot):
        await until(lambda: painted(app, "ready"))
        app.view.post_message(paste("a\x1b[201~b"))
        await until(lambda: app.program.typed.endswith(b"\x1b[201~"))
        assert app.program.typed == b"\x1b[200~a [201~b\x1b[201~"


async def test_the_mouse_is_the_program_s_if_it_wants_it(tmp_path) -> None:
    wants = "stty raw -echo; printf '\\033[?1002h\\033[?1006hready'; cat -v"
    async with running(tmp_path, "sh", "-c", wants) as (app, pilot):
        await until(lambda: painted(app, "ready"))
        await pilot.mouse_down(app.view, offset=(4, 5))
        await pilot.hover(app.view, offset=(6, 5))
        await pilot.mouse_up(app.view, offset=(6, 5))
        app.view.post_message(wheel_up(1, 1))
        await until(lambda: b"[<64" in app.program.typed)
        press, drag, release, wheel = "<0;5;6M", "<32;7;6M", "<0;7;6m", "<64;2;2M"
        assert app.program.typed.decode().split("\x1b[")[-4:] == [press, drag, release, wheel]
        assert not app.heard(TerminalView.Copied)


async def test_dragging_selects_and_copies_else(tmp_path) -> None:
    async with running(tmp_path, "sh", "-c", "printf 'first line\\nsecond line'; cat") as (
        app,
        pilot,
    ):
        await until(lambda: painted(app, "second line"))
        await pilot.mouse_down(app.view, offset=(6, 0))
        await pilot.hover(app.view, offset=(5, 1))
        await pilot.mouse_up(app.view, offset=(5, 1))
        await until(lambda: app.heard(TerminalView.Copied))
        await pilot.click(app.view, offset=(2, 0), times=2)
        await until(lambda: len(app.heard(TerminalView.Copied)) == 2)
        texts = [message.text for message in app.said if isinstance(message, TerminalView.Copied)]
        assert texts == ["line\nsecond", "first"]


async def test_the_wheel_scrolls_back_or_moves_in_a_full_screen_program(tmp_path) -> None:
    async with running(tmp_path, "sh", "-c", "seq 50; printf up; cat") as (app, _pilot):
        await until(lambda: painted(app, "up"))
        app.view.post_message(wheel_up(1, 1))
        await until(lambda: painted(app, "3 below"))
        assert app.program.typed == b""
        app.view.feed(b"\x1b[?1049h")
        app.view.post_message(wheel_up(1, 1))
        await until(lambda: app.program.typed == b"\x1b[A" * 3)


async def test_focus_is_told_to_a_program_that_asks(tmp_path) -> None:
    async with running(tmp_path, "sh", "-c", "printf '\\033[?1004hready'; cat") as (app, _pilot):
        await until(lambda: painted(app, "ready"))
        app.set_focus(None)
        await until(lambda: app.program.typed == b"\x1b[O")
        app.view.focus()
        await until(lambda: app.program.typed == b"\x1b[O\x1b[I")


async def test_much_output_is_taken_and_the_end_of_it_is_painted(tmp_path) -> None:
    async with running(tmp_path, "sh", "-c", "seq 200000; echo over") as (app, _pilot):
        await until(lambda: painted(app, "over") and painted(app, "200000"))


async def test_output_before_the_terminal_opens_is_not_lost(tmp_path) -> None:
    app = ProgramApp(Program("cat", cwd=tmp_path))
    app.view.feed(b"early bird")
    async with app.run_test(size=SIZE):
        await until(lambda: painted(app, "early bird"))


async def test_a_program_that_never_started_leaves_only_the_sentence(tmp_path) -> None:
    app = ProgramApp(Program("cat", cwd=tmp_path))
    app.view.end("permission denied\x1b[31m")
    async with app.run_test(size=SIZE):
        await until(lambda: painted(app, "permission denied\u241b[31m"))
        assert app.view.lines()[:-1] == [""] * (SIZE[1] - 1)


async def test_a_hidden_terminal_runs_on_and_shows_it_all_when_it_is_back(tmp_path) -> None:
    async with running(tmp_path, "cat") as (app, pilot):
        await until(lambda: app.view.phase == "running")
        app.view.display = False
        await pilot.pause()
        app.view.feed(b"\x1b]2;meanwhile\x07came while away")
        await until(lambda: app.view.title == "meanwhile")
        assert not painted(app, "came while away")
        app.view.display = True
        await until(lambda: painted(app, "came while away"))


async def test_another_theme_is_drawn_and_told(tmp_path) -> None:
    async with running(tmp_path, "cat") as (app, _pilot):
        app.view.feed(b"text")
        await until(lambda: painted(app, "text"))
        dark = app.view.painted[0]
        app.theme = "textual-light"
        await until(lambda: list(app.view.painted[0]) != list(dark))
        assert app.view.painted[0].text == dark.text
        app.view.feed(b"\x1b]11;?\x07")
        await until(lambda: app.program.typed.startswith(b"\x1b]11;rgb:e0"))


async def test_where_there_is_no_emulation_the_view_says_so(tmp_path, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "pyghostty", None)
    library.cache_clear()
    async with running(tmp_path, "cat") as (app, pilot):
        await until(lambda: painted(app, "terminal: no terminal emulation here"))
        assert not loaded()
        await app.view.pump(app.program.read)
        await pilot.press("enter")
        await until(lambda: app.heard(TerminalView.Closed))
