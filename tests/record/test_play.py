"""The player, on a clock of the test's."""

from coreos_tui.record.play import PlayApp
from coreos_tui.record.reading import Cast, Event
from tests.waiting import until

EVENTS = (
    Event(0.0, "o", "\x1b[?1049h\x1b[?1000hone\r\n"),
    Event(10.0, "m", "Second"),
    Event(10.0, "o", "two\r\n"),
    Event(20.0, "m", "Third"),
    Event(20.0, "r", "30x5"),
    Event(21.0, "o", "\x1b[5;26Hthree"),
    Event(30.0, "o", "\x1b[?1049l"),
)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


async def test_plays_pauses_and_jumps() -> None:
    clock = Clock()
    app = PlayApp(Cast((40, 10), "Film", EVENTS), "film.cast", clock)

    def shown() -> list[str]:
        return app.view.text().split()

    def line() -> str:
        return app.screen._compositor.render_strips()[-1].text

    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: shown() == ["one"])
        await until(lambda: tuple(app.view.content_size) == (40, 10))
        await pilot.press("space")
        clock.now = 15.0
        await until(lambda: "❚❚ 0:00 / 0:30  Film" in line())
        await pilot.press("right", "right")
        await until(lambda: shown() == ["one", "two"])
        await until(lambda: "0:10 / 0:30  Second" in line())
        await pilot.press("left")
        await until(lambda: shown() == ["one"])
        await pilot.press("down", "down")
        await until(lambda: tuple(app.view.content_size) == (30, 5))
        await pilot.press("space")
        clock.now = 16.0
        await until(lambda: shown() == ["one", "two", "three"])
        await until(lambda: "▶ 0:21 / 0:30  Third" in line())
        await pilot.press("up")
        await until(lambda: "▶ 0:10 / 0:30  Second" in line() and shown() == ["one", "two"])
        clock.now = 60.0
        await until(lambda: "■ 0:30 / 0:30  Third" in line() and "three" in shown())
        await pilot.press("space")
        await until(lambda: "▶ 0:00 / 0:30  Film" in line() and shown() == ["one"])
        await pilot.press("q")
    assert app.return_code == 0
