"""The top line and the line of keys, at every width."""

from textual.app import App, ComposeResult

from coreos_tui.app.bars import KeyBar, TopBar
from coreos_tui.core import topics
from coreos_tui.core.container import Container
from coreos_tui.core.engine import EngineFacts, Ref
from coreos_tui.core.machine import Machine
from coreos_tui.core.selection import Selection
from coreos_tui.core.store import Store
from coreos_tui.panes.containers.commands import COMMANDS
from tests.waiting import until

REF = Ref("core-01", "docker", "ab12", "web")


class Bars(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.store = Store()
        self.top, self.keys = TopBar(self.store, read_only=True), KeyBar()

    def compose(self) -> ComposeResult:
        yield self.top
        yield self.keys


def filled(store: Store) -> None:
    store.put(topics.engine("core-01", "docker"), EngineFacts("docker", version="28.0.4+dfsg"))
    store.put(topics.MACHINES, (Machine("core-01", state="running"), Machine("core-02")))
    listed = (Container("1", "a", state="running"), Container("2", "b", state="dead"))
    store.put(topics.containers("core-01", "docker"), listed)


async def test_what_a_key_acts_on_is_said_at_every_width() -> None:
    app = Bars()
    async with app.run_test(size=(200, 4)) as pilot:
        filled(app.store)
        app.top.point(Selection("core-01", REF))
        whole = "coreos-tui  core-01 › docker 28.0.4 › web  READ-ONLY"
        await until(lambda: whole in app.top.render().plain)
        assert "1/2 machines · 1 up · 1 bad" in app.top.render().plain
        for width in (200, 120, 100, 80, 61, 50, 44, 43, 30, 20):
            await pilot.resize_terminal(width, 4)
            await until(lambda w=width: app.top.size.width == w)
            line = app.top.render()
            assert line.cell_length <= width
            assert "core-01" in line.plain
            assert line.plain.rstrip()[-3] == ":", "the clock is whole, or not there"
            if width >= 44:
                assert "core-01 › docker 28.0.4 › web" in line.plain


async def test_as_many_whole_keys_as_there_is_room_for_and_always_the_four() -> None:
    app = Bars()
    async with app.run_test(size=(200, 4)) as pilot:
        app.keys.tell(COMMANDS, {"containers.logs": "f5,l"})
        known = {"f5 logs"} | {f"{each.keys} {each.title}" for each in COMMANDS}
        known |= {"/ filter", "tab next", ": command", "? help", "q quit"}
        for width in (200, 120, 99, 80, 79, 61, 50, 41):
            await pilot.resize_terminal(width, 4)
            await until(lambda w=width: app.keys.size.width == w)
            line = app.keys.render().plain
            assert set(line.strip().split("  ")) <= known, f"something is cut at {width}"
            assert line.rstrip().endswith("tab next  : command  ? help  q quit")
        app.keys.tell(COMMANDS, {}, only="All keys go to the program.")
        assert app.keys.render().plain.strip() == "All keys go to the program."
