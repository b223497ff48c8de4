"""The document: folding, searching, masking, and hostile values."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult

from coreos_tui.core.sanitize import clean
from coreos_tui.ui.document import Document
from coreos_tui.ui.document.tree import at, nodes_of, shown
from coreos_tui.ui.prompt import Searching
from tests.waiting import until

VALUE = {
    "Id": "3f2a",
    "State": {"Status": "running", "Pid": 12, "Health": {"Log": ["first", "second"]}},
    "Env": ["PATH=/bin", "DB_PASSWORD=hunter2", "URL=http://me:pw@db/"],
}


class Shown(App[None]):
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, value: Any = VALUE) -> None:
        super().__init__()
        self.document, self.value = Document(), value
        self.copied: list[str] = []

    def compose(self) -> ComposeResult:
        yield Searching(self.document)

    def on_mount(self) -> None:
        self.document.show_value(self.value)
        self.document.focus()

    def on_document_copied(self, message: Document.Copied) -> None:
        self.copied.append(message.text)

    def text(self) -> list[str]:
        lines = [self.document.render_line(y).text for y in range(self.document.size.height)]
        assert all(cell_len(line) == self.document.size.width for line in lines)
        return [line.strip() for line in lines if line.strip()]


async def test_folds_and_goes_to_what_holds_a_value() -> None:
    app = Shown()
    async with app.run_test(size=(50, 14)) as pilot:
        assert "▸ Health: { 1 }" in app.text()
        await pilot.press("j", "j", "j", "j", "right")
        assert "▸ Log: [ 2 ]" in app.text()
        await pilot.press("left", "left")
        await pilot.press("enter")
        assert "▸ State: { 3 }" in app.text()
        assert not [line for line in app.text() if "Status" in line]
        await pilot.press("asterisk")
        assert "0: first" in app.text()


async def test_search_opens_what_hides_a_match_and_walks_on() -> None:
    app = Shown()
    async with app.run_test(size=(50, 16)) as pilot:
        await pilot.press("slash", *"SEC", "enter", "y")
        await until(lambda: app.copied == ["second"])
        assert "1: second" in app.text()
        await pilot.press("slash", *["backspace"] * 3, *"pat", "enter", "y", "n", "y")
        await until(lambda: app.copied == ["second", "PATH=/bin", "PATH=/bin"])
        assert app.document.state_text.endswith("/pat 1")


async def test_secrets_are_masked_until_revealed_on_screen_and_in_copies() -> None:
    app = Shown()
    async with app.run_test(size=(50, 20)) as pilot:
        await pilot.press("asterisk", "G", "y")
        shown = "\n".join(app.text())
        assert "hunter2" not in shown
        assert "me:pw" not in shown
        await until(lambda: app.copied == ["URL=http://••••••@db/"])
        await pilot.press("R", "y")
        assert "1: DB_PASSWORD=hunter2" in app.text()
        await until(lambda: app.copied[-1] == "URL=http://me:pw@db/")


async def test_hostile_values_long_lines_and_plain_text() -> None:
    evil = "\x1b]0;evil\x07[/x][@click=app.quit]\u202e\x9b2J\r" + "日本" * 40
    app = Shown({evil: evil, "n": [evil, {"": {}}], "f": float("nan")})
    async with app.run_test(size=(30, 8)) as pilot:
        await pilot.press("asterisk", "shift+right")
        assert not set("".join(app.text())) & set("\x1b\x07\x9b\u202e\r")
        app.document.show_text("a\tb\n\x1b[31mred http://a:b@c\n")
        await pilot.press("shift+left")
        assert app.text()[0] == "a       b"
        assert app.text()[1] == "␛[31mred http://••••••@c"
        app.document.show_value([])
        await pilot.press("j", "G", "enter", "left", "y", "n")
        assert app.text() == []


async def test_ten_thousand_values_stay_quick_to_walk_and_search() -> None:
    many = {f"key{n}": {"value": n, "more": ["x", "y"]} for n in range(2_500)}
    app = Shown(many)
    async with app.run_test(size=(50, 14)) as pilot:
        assert app.document.state_text == "line 1 of 7500"
        await pilot.press("asterisk", "asterisk")
        await pilot.press("G", "k", "slash", *"key17", "enter", "N", "y")
        await until(lambda: app.copied)
        assert '"value": 1799' in app.copied[0]
        assert app.document.state_text.endswith("/key17 111")
        assert "▸ key1799: { 2 }" in app.text()


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=30,
    )
)
def test_every_line_leads_back_to_its_value_and_folding_hides_just_what_is_below(
    value: Any,
) -> None:
    nodes = nodes_of(value)
    for node in nodes:
        found = at(value, node.path)
        assert node.holds == (len(found) if isinstance(found, dict | list) else 0)
        assert clean(node.text) == node.text
    tops = {node.path for node in nodes if node.depth == 0}
    assert {node.path for node in shown(nodes, tops)} == tops
    assert shown(nodes, set()) == nodes
