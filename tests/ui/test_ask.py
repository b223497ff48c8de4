"""Questions, help and the palette: what answers them, and that text stays text."""

from typing import Any

import pytest
from textual.app import App
from textual.screen import ModalScreen

from coreos_tui.core.command import Command
from coreos_tui.ui.ask import Ask, AskByName, AskLine, AskLines, Line
from coreos_tui.ui.help import Help
from coreos_tui.ui.palette import Palette
from tests.waiting import until

COMMANDS = (
    Command("container.stop", "s", "Stop", "Stop the container."),
    Command("container.start", "S", "Start", "Start the container again."),
    Command("log.wrap", "w", "Wrap", "Wrap long lines."),
)
TWO = (Line("command", "the best shell", "sh"), Line("user", "its own", ""))
EVIL = "\x1b]0;evil\x07[/x][@click=app.quit]\u202e\x9b2J\r\n"


class Asking(App[None]):
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, screen: ModalScreen[Any]) -> None:
        super().__init__()
        self.asked = screen
        self.answers: list[Any] = []

    def on_mount(self) -> None:
        self.push_screen(self.asked, self.answers.append)

    def text(self) -> str:
        lines = self.screen._compositor.render_strips(self.size)
        return "\n".join(strip.text for strip in lines)


def cases() -> list[tuple[ModalScreen[Any], list[str], Any]]:
    return [
        (Ask("Remove web?", ["web"], "remove"), ["y"], True),
        (Ask("Remove web?", ["web"], "remove"), ["enter"], False),
        (Ask("Remove web?", ["web"], "remove"), ["escape"], False),
        (Ask("Stop web?", ["web"], "stop", harmless=True), ["enter"], True),
        (AskByName("Destroy web?", [], "web"), [*"web", "enter"], True),
        (AskByName("Destroy web?", [], "web"), ["w", "enter", "escape"], False),
        (AskLine("Run", "command", "sh"), ["enter"], "sh"),
        (AskLine("Run", "command", "sh"), ["a", "space", "b", "enter"], "a b"),
        (AskLine("Run", "command", "sh"), ["escape"], ""),
        (AskLines("Run", TWO), ["tab", "w", "enter"], ("sh", "w")),
        (AskLines("Run", TWO), ["escape"], ()),
        (Palette(COMMANDS, {}), [*"sta", "enter"], "container.start"),
        (Palette(COMMANDS, {}), ["down", "down", "enter"], "log.wrap"),
        (Palette(COMMANDS, {}), [*"zz", "enter"], ""),
        (Palette(COMMANDS, {}), ["escape"], ""),
        (Help([("Containers", COMMANDS)], {}), ["w", "escape"], None),
    ]


async def test_answers() -> None:
    first, *more = cases()
    app = Asking(first[0])
    async with app.run_test(size=(70, 20)) as pilot:
        for screen, keys, answer in (first, *more):
            app.answers.clear()
            if screen is not first[0]:
                await app.push_screen(screen, app.answers.append)
            await pilot.press(*keys)
            await until(lambda: app.answers, f"{screen} {keys}")
            assert app.answers == [answer], (screen, keys)


async def test_what_is_typed_can_be_read_and_a_wrong_name_does_nothing() -> None:
    app = Asking(AskByName("Destroy core-01?", [], "core-01"))
    async with app.run_test(size=(60, 16)) as pilot:
        await pilot.press(*"co2")
        await until(lambda: "co2" in app.text())
        await pilot.press("enter")
        await until(lambda: "That is not core-01." in app.text())
        assert app.answers == []


async def test_help_is_searched_and_shows_the_keys_a_person_set() -> None:
    app = Asking(Help([("Containers", COMMANDS[:2]), ("Logs", COMMANDS[2:])], {"log.wrap": "f5"}))
    async with app.run_test(size=(90, 20)) as pilot:
        await until(lambda: "f5" in app.text() and "Stop the container." in app.text())
        await pilot.press(*"wrap")
        await until(lambda: "Stop the container." not in app.text())
        assert "Wrap long lines." in app.text()


@pytest.mark.parametrize("kind", [Ask, AskByName, AskLine])
async def test_hostile_names_stay_text(kind: type[Any]) -> None:
    given = (EVIL, EVIL) if kind is AskLine else (EVIL, [EVIL] * 40, EVIL)
    app = Asking(kind(*given))
    async with app.run_test(size=(100, 40)):
        await until(lambda: "[/x]" in app.text())
        assert not set(app.text()) & set("\x1b\x07\x9b\u202e\r")
        if kind is not AskLine:
            assert "… and 30 more" in app.text()


@pytest.mark.parametrize("size", [(80, 24), (60, 15), (40, 10), (20, 5)])
async def test_what_answers_stays_in_view_and_so_does_what_is_lost(size: tuple[int, int]) -> None:
    hit = [f"web-{n}" for n in range(30)]
    app = Asking(Ask("Remove 30?", hit, "remove", loss="Files go."))
    async with app.run_test(size=size):
        await until(lambda: "y remove" in app.text() and "leave it" in app.text())
        assert "Remove 30?" in app.text()
        assert "Files go." in app.text()
        more = 30 - app.text().count("web-")
        assert size[1] <= 11 or f"… and {more} more" in app.text()


async def test_help_scrolls_and_long_sentences_keep_their_column() -> None:
    many = tuple(
        Command(f"log.do_{n}", "f9", f"do {n}", f"Does {n}, at length.") for n in range(60)
    )
    app = Asking(Help([("Logs", many)], {}))
    async with app.run_test(size=(34, 20)) as pilot:
        await until(lambda: "Does 0, at" in app.text())
        lines = app.text().splitlines()
        first = next(n for n, line in enumerate(lines) if "Does 0, at" in line)
        assert lines[first].index("Does") == lines[first + 1].index("length.")
        await pilot.press("down", *["pagedown"] * 8)
        await until(lambda: "Does 59, at" in app.text())
        await pilot.press(*["pageup"] * 9, *"zzz")
        await until(lambda: "No key does that." in app.text())
